package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.Subscription;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A GRUU reaches one telephone of several.
 *
 * <pre>
 * bob         I-CSCF      HSS     S-CSCF              alice's telephone   alice's tablet
 *   | INVITE sip:tgruu.…@ims.example;gr |                     |                 |
 *   |-----------&gt;| LIR alice |          |                     |                 |
 *   |            |----------&gt;|          |                     |                 |
 *   |            |---------------------&gt;|--------------------&gt;|                 |
 * </pre>
 */
class GruuIT {
    private static final String TELEPHONE = "<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";
    private static final String TABLET = "<urn:gsma:imei:90420156-025763-0>";

    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private final UserAgent telephone = IMS.phone("alice");
    private final UserAgent tablet = IMS.phone("alice");
    private final UserAgent bob = IMS.phone("bob");

    private static SipMessage register(UserAgent phone, String instance) {
        return phone.registration().contact('<' + phone.contactUri() + ">;+sip.instance=\"" + instance + '"')
            .header("Supported", "path, gruu").expect(200);
    }

    /** The parameter of the Contact that belongs to this telephone. */
    private static String gruu(SipMessage ok, UserAgent phone, String kind) {
        String contacts = String.join(",", ok.all("Contact"));
        String own = contacts.substring(contacts.indexOf(phone.contactUri()));
        Matcher found = Pattern.compile(';' + kind + "=\"([^\"]+)\"").matcher(own);
        assertThat(found.find()).as(own).isTrue();
        return found.group(1);
    }

    private void reaches(String gruu, UserAgent one, UserAgent other) {
        Call call = bob.call(gruu);
        IncomingCall in = one.awaitInvite();
        assertThat(in.invite().required("P-Called-Party-ID")).contains("sip:alice@ims.example");
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
        assertThat(other.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5627 5, TS 24.229 5.4.7A: public and temporary GRUUs reach their own telephone and no other")
    void oneOfTwo() {
        bob.register();
        SipMessage first = register(telephone, TELEPHONE);
        SipMessage second = register(tablet, TABLET);

        assertThat(gruu(first, telephone, "pub-gruu"))
            .isEqualTo("sip:alice@ims.example;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
        assertThat(gruu(second, tablet, "pub-gruu")).as("an IMEI is not shown").doesNotContain("90420156");
        assertThat(gruu(second, tablet, "temp-gruu")).as("nor who it is").doesNotContain("alice");
        reaches(gruu(first, telephone, "pub-gruu"), telephone, tablet);
        reaches(gruu(second, tablet, "pub-gruu"), tablet, telephone);
        reaches(gruu(second, tablet, "temp-gruu"), tablet, telephone);
        reaches(gruu(second, telephone, "temp-gruu"), telephone, tablet);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @DisplayName("RFC 5627 4.4.1, 6.1: a telephone whose contact in the dialog is its GRUU hears the other one hang up")
    void inTheDialog(Transport transport) {
        UserAgent alice = IMS.phone("alice", Flows.over(transport));
        bob.register();
        alice.use(gruu(register(alice, TELEPHONE), alice, "temp-gruu"));

        Call call = bob.call(alice.identity());
        IncomingCall in = alice.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();

        Call back = alice.call(bob.identity());
        IncomingCall atBob = bob.awaitInvite();
        atBob.answer();
        back.awaitAnswer();
        atBob.awaitAck();
        atBob.hangUp();
        back.awaitBye();
    }

    @Test
    @DisplayName("RFC 5628 5, TS 24.229 5.4.2.1.2: who subscribes to the registration hears of GRUUs that reach a telephone")
    void told() {
        bob.register();
        SipMessage ok = register(telephone, TELEPHONE);
        register(tablet, TABLET);
        Subscription subscription = telephone.subscribe(telephone.prepare("SUBSCRIBE", telephone.identity())
            .with("Event", "reg").with("Expires", "600").with("Accept", RegInfoXml.CONTENT_TYPE));
        subscription.expect(200);

        ContactElement own = RegInfoXml.parse(subscription.awaitNotify().bodyText()).registrations().get(0).contacts()
            .stream().filter(contact -> contact.uri().equals(telephone.contactUri())).findFirst().orElseThrow();

        assertThat(own.pubGruu()).contains(gruu(ok, telephone, "pub-gruu"));
        assertThat(own.tempGruu().orElseThrow().firstCseq()).isEqualTo(ok.cseq());
        reaches(own.tempGruu().orElseThrow().uri(), telephone, tablet);
        reaches(gruu(ok, telephone, "temp-gruu"), telephone, tablet);
    }

    @Test
    @DisplayName("RFC 5627 5.4: who is gone is not reached by its GRUU, though another telephone is there")
    void gone() {
        bob.register();
        String tabletGruu = gruu(register(tablet, TABLET), tablet, "pub-gruu");
        register(telephone, TELEPHONE);
        tablet.registration().contact('<' + tablet.contactUri() + ">;+sip.instance=\"" + TABLET + '"').expires(0).expect(200);

        bob.call(tabletGruu).expect(480);

        assertThat(telephone.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 5627 4.1: a UE that does not know GRUUs gets none; 5.1: a GRUU is no contact")
    void notAsked() {
        SipMessage ok = telephone.registration()
            .contact('<' + telephone.contactUri() + ">;+sip.instance=\"" + TELEPHONE + '"').expect(200);
        assertThat(ok.all("Contact")).noneMatch(value -> value.contains("gruu"));

        telephone.registration().contact("<sip:alice@ims.example;gr=urn:uuid:1>").expect(403);
    }
}
