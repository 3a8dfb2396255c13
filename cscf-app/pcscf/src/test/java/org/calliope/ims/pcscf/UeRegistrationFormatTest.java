package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.kept.OctetWriter;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.junit.jupiter.api.Test;

class UeRegistrationFormatTest {

    private static final UeRegistration PLAIN = new UeRegistration("f1", "", new PublicIdentity("sip:alice@ims.example"),
            List.of(new PublicIdentity("sip:alice@ims.example")), Wildcards.NONE,
            List.of(ContactUri.parse("sip:alice@10.0.0.1")),
            List.of(), Outbound.NONE, new Source("10.0.0.1", 5060, "udp", "10.0.0.1"), Instant.ofEpochSecond(1));
    /** With all that a registration may have. */
    private static final UeRegistration FULL = new UeRegistration("f2", "älice@ims.example",
            new PublicIdentity("sip:alice@ims.example"),
            List.of(new PublicIdentity("tel:+4930123"), new PublicIdentity("sip:alice@ims.example")),
            Wildcards.of(List.of("sip:!.*!@ims.example", "tel:+4930!\\d{4}!")),
            List.of(ContactUri.parse("sip:alice@[::1]:5062;transport=tcp"), ContactUri.parse("sips:alice@10.0.0.1")),
            List.of("<sip:orig@10.0.0.4:5064;lr>", "<sip:10.0.0.5;lr>"), new Outbound("\"<urn:uuid:1>\"", 3),
            new Source("::1", 40_123, "tls", "phone.invalid:5060"), Instant.parse("2026-11-21T12:00:00.123456789Z"));

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(read(UeRegistrationFormat.encode(PLAIN))).isEqualTo(PLAIN);
        assertThat(read(UeRegistrationFormat.encode(FULL))).isEqualTo(FULL);
    }

    private static UeRegistration read(byte[] octets) {
        return UeRegistrationFormat.decode(octets);
    }

    @Test
    void whatWasWrittenBeforeThereWereWildcardedIdentitiesIsRead() {
        OctetWriter out = new OctetWriter();
        byte[] octets = out.number(1).text("f1").text("").text("sip:alice@ims.example")
                .each(List.of("sip:alice@ims.example"), out::text)
                .each(PLAIN.contacts(), contact -> out.text(contact.key()).text(contact.host()).number(contact.port())
                        .text(contact.transport()))
                .each(List.of(), each -> { }).text("").number(0)
                .text("10.0.0.1").number(5060).text("udp").text("10.0.0.1").time(Instant.ofEpochSecond(1)).written();

        assertThat(read(octets)).isEqualTo(PLAIN);
    }

    @Test
    void anotherVersionIsRefusedInPlainWords() {
        byte[] octets = UeRegistrationFormat.encode(PLAIN);
        octets[0] = 3;
        assertThatIllegalArgumentException().isThrownBy(() -> read(octets)).withMessage("encoded in version 3, not 1 to 2");
    }

    @Test
    void whatIsCutOffOrLongerIsRefused() {
        byte[] octets = UeRegistrationFormat.encode(FULL);
        for (int length = 0; length < octets.length; length++) {
            byte[] torn = Arrays.copyOf(octets, length);
            assertThatIllegalArgumentException().as("%d octets", length).isThrownBy(() -> read(torn));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> read(Arrays.copyOf(octets, octets.length + 1)));
    }

    /** Whatever stands in a file: it is a registration that can be kept, or it is refused as none. */
    @Test
    void anyOctetsAreReadOrRefused() {
        Random random = new Random(5);
        UeRegistrations registrations = new UeRegistrations();
        byte[] octets = UeRegistrationFormat.encode(FULL);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = octets.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Throwable thrown = catchThrowable(() -> registrations.take(read(damaged)));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
