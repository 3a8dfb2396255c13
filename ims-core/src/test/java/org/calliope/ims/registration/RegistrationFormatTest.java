package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.kept.OctetWriter;
import org.junit.jupiter.api.Test;

class RegistrationFormatTest {

    private final RegistrationFormat format = new RegistrationFormat(new Sharing());

    private static List<InitialFilterCriteria> criteria(Registration registration) {
        return registration.profile().serviceProfiles().get(0).filterCriteria();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Registration typical = Subscribers.typical(7).first().servedBy("sip:scscf.ims.example:5064");
        assertThat(format.decode(RegistrationFormat.encode(typical))).isEqualTo(typical);
    }

    /** TS 29.228 Annex B: also what few have. */
    @Test
    void theRarePartsOfAProfileAreReadAgain() {
        Registration plain = Subscribers.set("alice");
        InitialFilterCriteria always = new InitialFilterCriteria(3, Optional.empty(),
                criteria(Subscribers.typical(1)).get(0).applicationServer(), Optional.of(ProfilePart.UNREGISTERED));
        ProfileIdentity wildcarded = new ProfileIdentity(new PublicIdentity("sip:a@ims.example"), true,
                IdentityType.WILDCARDED_IMPU, Optional.of("sip:a!.*!@ims.example"), Optional.of("Älice ☎"),
                Optional.of("group"));
        Registration rare = plain.withProfile(new UserProfile(plain.privateIdentity(), List.of(
                new ServiceProfile(List.of(wildcarded), List.of(always), Optional.of(5), List.of(1, 2)))),
                plain.identities());
        assertThat(format.decode(RegistrationFormat.encode(rare))).isEqualTo(rare);
    }

    @Test
    void aTypicalSubscriberTakesAboutAThousandOctets() {
        assertThat(RegistrationFormat.encode(Subscribers.typical(123_456))).hasSizeBetween(400, 1_200);
    }

    @Test
    void equalPartsAreOneInMemory() {
        Registration one = format.decode(RegistrationFormat.encode(Subscribers.typical(1)));
        Registration two = format.decode(RegistrationFormat.encode(Subscribers.typical(2)));
        assertThat(criteria(two)).isNotEmpty().isSameAs(criteria(one));
        assertThat(two.bindings().get(0).userAgent()).isNotEmpty().isSameAs(one.bindings().get(0).userAgent());
        assertThat(one.profile().privateIdentity()).isSameAs(one.privateIdentity());
        assertThat(one.identities().get(0)).isSameAs(one.defaultIdentity());
    }

    /** Version 1 is as this one, without the first CSeq number, which ends a contact: the last one is then the first. */
    @Test
    void whatWasWrittenBeforeGruusWereToldOfIsRead() {
        Registration typical = Subscribers.typical(1);
        byte[] octets = RegistrationFormat.encode(typical);
        int behind = new OctetWriter().time(typical.since()).number(typical.version()).text(typical.servedBy()).written().length;
        byte[] first = new byte[octets.length - 1];
        System.arraycopy(octets, 0, first, 0, first.length - behind);
        System.arraycopy(octets, octets.length - behind, first, first.length - behind, behind);
        first[0] = 1;

        Registration read = format.decode(first);

        Binding binding = typical.bindings().get(0);
        assertThat(read).isEqualTo(typical.withBindings(List.of(binding.with(new ContactDetails(
                binding.details().registered(), binding.details().displayName(), binding.details().parameters(),
                binding.cseq())))));
    }

    @Test
    void anotherVersionIsRefusedInPlainWords() {
        byte[] octets = RegistrationFormat.encode(Subscribers.typical(1));
        octets[0] = 3;
        assertThatIllegalArgumentException().isThrownBy(() -> format.decode(octets))
                .withMessage("encoded in version 3, not 1 to 2");
    }

    @Test
    void whatIsCutOffOrLongerIsRefused() {
        byte[] octets = RegistrationFormat.encode(Subscribers.typical(1));
        for (int length = 0; length < octets.length; length++) {
            byte[] torn = Arrays.copyOf(octets, length);
            assertThatIllegalArgumentException().as("%d octets", length).isThrownBy(() -> format.decode(torn));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> format.decode(Arrays.copyOf(octets, octets.length + 1)))
                .withMessage("1 octets too many");
        assertThatIllegalArgumentException().isThrownBy(() -> format.decode(new byte[RegistrationFormat.LARGEST + 1]));
    }

    /** Whatever stands in a file: it is a registration, or it is refused as none. */
    @Test
    void anyOctetsAreReadOrRefused() {
        Random random = new Random(5);
        byte[] octets = RegistrationFormat.encode(Subscribers.typical(1));
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = octets.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Throwable thrown = catchThrowable(() -> format.decode(damaged));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void aRegistrationBeyondAllMeasureIsRefused() {
        Registration huge = Subscribers.set("alice").withBindings(Collections.nCopies(20_000,
                Subscribers.typical(1).bindings().get(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> RegistrationFormat.encode(huge))
                .withMessageContaining("sip:alice@ims.example");
    }
}
