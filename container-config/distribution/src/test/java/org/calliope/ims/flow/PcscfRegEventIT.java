package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.ScriptedScscf.sending;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegInfoXml;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.ServerTransaction;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The P-CSCF's subscription to the registration state of who registered through it (TS 24.229 5.2.3, RFC 3680).
 *
 * <pre>
 *  UE             P-CSCF                            I-CSCF, S-CSCF (scripted)
 *   | REGISTER, 200 |                                  |
 *   |&lt;-------------&gt;|&lt;--------------------------------&gt;|
 *   |               | SUBSCRIBE Event: reg             |
 *   |               |---------------------------------&gt;|
 *   |               | 200, NOTIFY with reginfo         |
 *   |               |&lt;---------------------------------|
 * </pre>
 */
class PcscfRegEventIT {
    private static final ScriptedScscf CORE = new ScriptedScscf();
    private static final String TEL = "tel:+4930123";

    @RegisterExtension
    static final ImsServer IMS = CORE.server().conf("pcscf", "reg-event", "true").build();

    private UserAgent alice;
    private ServerTransaction subscribe;
    private SipMessage accepted;
    private long cseq;

    @BeforeEach
    void register() {
        CORE.serve(IMS, "alice", "bob");
        alice = UserAgent.builder(IMS.identity("alice")).password("alice").proxy(IMS.pcscf()).mode(Mode.IMS).build();
        CORE.accept(sending(alice.registration().expires(900)), 900, answer -> answer);
        subscribe = CORE.agent().awaitRequest("SUBSCRIBE");
        accepted = subscribe.prepare(200).with("Expires", "1200")
            .with("Contact", "<sip:" + CORE.agent().hostPort() + ">");
        subscribe.respond(accepted);
        cseq = 0;
    }

    /** NOTIFY in the subscription's dialog; the answer's status. */
    private int notify(String state, String type, String body) {
        SipMessage request = subscribe.request();
        SipMessage notify = SipMessage.request("NOTIFY", request.contact().orElseThrow().uri()).with("Max-Forwards", "70")
            .with("From", accepted.required("To")).with("To", request.required("From")).with("Call-ID", request.callId())
            .with("CSeq", ++cseq + " NOTIFY").with("Contact", accepted.required("Contact")).with("Event", "reg")
            .with("Subscription-State", state);
        ClientTransaction sent = CORE.agent().send(body.isEmpty() ? notify : notify.withBody(type, body));
        return sent.awaitFinal().status();
    }

    private int tell(long version, DocumentState state, RegistrationElement... registrations) {
        return notify("active;expires=3600", RegInfoXml.CONTENT_TYPE,
            RegInfoXml.write(new RegInfo(version, state, List.of(registrations))));
    }

    private RegistrationElement element(String aor, State state, Event event) {
        return new RegistrationElement(aor, aor, state,
            List.of(ContactElement.after(event, aor, alice.contactUri()).build()));
    }

    private RegistrationElement alices(Event event) {
        return element(alice.identity(), State.ACTIVE, event);
    }

    /** Whether the P-CSCF still takes alice for registered; the S-CSCF answers what arrives. */
    private String assertedFor(String preferred) {
        CompletableFuture<SipMessage> answer = CompletableFuture.supplyAsync(() -> alice.send(
            alice.prepare("OPTIONS", "sip:bob@ims.example").replace("P-Preferred-Identity", "<" + preferred + ">"))
            .awaitFinal());
        if (answer.join().status() != 200) {
            return "none, " + answer.join().status();
        }
        return CORE.agent().awaitRequest("OPTIONS").request().required("P-Asserted-Identity");
    }

    @AfterEach
    void over() {
        notify("terminated;reason=noresource", RegInfoXml.CONTENT_TYPE, RegInfoXml.write(new RegInfo(99,
            DocumentState.FULL, List.of(element(alice.identity(), State.TERMINATED, Event.DEACTIVATED)))));
        alice.close();
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: SUBSCRIBE to the default identity's reg event, longer than the registration")
    void subscribes() {
        SipMessage request = subscribe.request();

        assertThat(request.requestUri()).isEqualTo("sip:alice@ims.example");
        assertThat(request.to().uri()).isEqualTo("sip:alice@ims.example");
        assertThat(request.from().uri()).contains(":" + IMS.pcscf().getPort());
        assertThat(request.required("P-Asserted-Identity")).contains(":" + IMS.pcscf().getPort());
        assertThat(request.required("Event")).isEqualTo("reg");
        assertThat(request.required("Accept")).isEqualTo("application/reginfo+xml");
        assertThat(Integer.parseInt(request.required("Expires"))).isBetween(1_400, 1_501);
        assertThat(request.required("P-Charging-Vector")).contains("icid-value=");
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: an identity that the S-CSCF tells of may be used, and may not when it is gone")
    void learns() {
        assertThat(assertedFor(TEL)).contains("sip:alice@ims.example");
        tell(0, DocumentState.FULL, alices(Event.REGISTERED), element(TEL, State.ACTIVE, Event.CREATED));
        assertThat(assertedFor(TEL)).contains(TEL);
        tell(1, DocumentState.PARTIAL, element(TEL, State.TERMINATED, Event.DEACTIVATED));
        assertThat(assertedFor(TEL)).contains("sip:alice@ims.example");
    }

    @Test
    @DisplayName("TS 24.229 5.2.5.2: who the network has de-registered is not registered here any more")
    void networkEnds() {
        tell(0, DocumentState.FULL, alices(Event.REGISTERED));
        assertThat(tell(1, DocumentState.PARTIAL, alices(Event.REJECTED))).isEqualTo(200);

        assertThat(assertedFor(alice.identity())).isEqualTo("none, 403");
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: a registration that the network shortens ends then, and the subscription with it")
    void networkShortens() {
        tell(0, DocumentState.FULL, new RegistrationElement(alice.identity(), "r", State.ACTIVE,
            List.of(ContactElement.after(Event.SHORTENED, "c", alice.contactUri()).expires(1).build())));

        eventually().until(() -> assertedFor(alice.identity()).equals("none, 403"));
        ServerTransaction last = CORE.agent().awaitRequest("SUBSCRIBE");
        assertThat(last.request().required("Expires")).isEqualTo("0");
        assertThat(last.request().callId()).isEqualTo(subscribe.request().callId());
        last.respond(481);
    }

    @Test
    @DisplayName("RFC 3680 5.2: after a lost document the whole state is asked for anew, in the same dialog")
    void gap() {
        tell(0, DocumentState.FULL, alices(Event.REGISTERED));
        assertThat(tell(2, DocumentState.PARTIAL, alices(Event.REJECTED))).isEqualTo(200);

        ServerTransaction again = CORE.agent().awaitRequest("SUBSCRIBE");
        again.respond(again.prepare(200).with("Expires", "1200").with("Contact", accepted.required("Contact")));
        assertThat(again.request().callId()).isEqualTo(subscribe.request().callId());
        assertThat(assertedFor(alice.identity())).as("the partial one does not count").contains("alice");
        tell(3, DocumentState.FULL, alices(Event.DEACTIVATED));
        assertThat(assertedFor(alice.identity())).isEqualTo("none, 403");
    }

    @Test
    @DisplayName("RFC 3680 4.5, 5: what is no registration information is refused, and changes nothing")
    void nonsense() {
        assertThat(notify("active", "text/plain", "gone")).isEqualTo(415);
        assertThat(notify("active", RegInfoXml.CONTENT_TYPE, "<reginfo")).isEqualTo(400);
        assertThat(notify("active", "", "")).isEqualTo(200);

        assertThat(assertedFor(alice.identity())).contains("alice");
    }

    @Test
    @DisplayName("TS 24.229 5.2.3: a refresh of the registration makes no second subscription")
    void oneSubscription() {
        CORE.accept(sending(alice.registration().expires(900)), 900, answer -> answer);
        tell(0, DocumentState.FULL, alices(Event.REFRESHED));

        assertThat(CORE.agent().exchange().received().stream().filter(m -> m.is("SUBSCRIBE"))
            .filter(m -> m.cseq() >= subscribe.request().cseq()).map(SipMessage::callId).distinct()
            .filter(subscribe.request().callId()::equals)).hasSize(1);
    }

    @Test
    @DisplayName("RFC 6665 4.4.1: a NOTIFY that overtakes the 200 to the SUBSCRIBE makes the dialog, in which others follow")
    void notifyOvertakesAnswer() {
        notify("terminated;reason=deactivated", "", "");
        subscribe = CORE.agent().awaitRequest("SUBSCRIBE");
        accepted = subscribe.prepare(200).with("Expires", "1200").with("Contact", "<sip:" + CORE.agent().hostPort() + ">");
        cseq = 0;

        assertThat(tell(0, DocumentState.FULL, alices(Event.REGISTERED))).isEqualTo(200);
        subscribe.respond(accepted);
        assertThat(tell(1, DocumentState.PARTIAL, alices(Event.REFRESHED))).isEqualTo(200);
        assertThat(tell(2, DocumentState.PARTIAL, alices(Event.DEACTIVATED))).isEqualTo(200);

        assertThat(assertedFor(alice.identity())).isEqualTo("none, 403");
    }

    @Test
    @DisplayName("RFC 6665 4.1.3: a subscription that was deactivated is made anew")
    void deactivated() {
        notify("terminated;reason=deactivated", "", "");

        ServerTransaction again = CORE.agent().awaitRequest("SUBSCRIBE");
        assertThat(again.request().callId()).isNotEqualTo(subscribe.request().callId());
        subscribe = again;
        accepted = again.prepare(200).with("Expires", "1200").with("Contact", "<sip:" + CORE.agent().hostPort() + ">");
        again.respond(accepted);
        cseq = 0;
    }
}
