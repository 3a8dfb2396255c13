package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.hops;

import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The four scenarios of 3GPP2 X.S0013-009 6.2, with audio and video: whose resources are ready decides which messages
 * there are, and each arrives at each hop as it was sent, but for what the hop has to change.
 *
 * <pre>
 *   UE-1        P-CSCF1     S-CSCF1     I-CSCF2     S-CSCF2     P-CSCF2       UE-2
 *    | INVITE, Supported: 100rel, precondition                                 |
 *    |----------->|---------->|---------->|---------->|---------->|----------->|
 *    |            |  183 or 180, Require: 100rel, precondition, RSeq           |
 *    |<-----------|<----------|<----------|<----------|<----------|<-----------|
 *    | PRACK, RAck (with an offer when resources have become ready)            |
 *    |----------->|---------->|---------------------->|---------->|----------->|
 *    | UPDATE, from either side when resources become ready later              |
 * </pre>
 *
 * <p>Without its security associations by IPsec and its SigComp: {@code sec-agree} has its own tests.
 */
class PreconditionsIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().build();

    private static final String NONE = "none";
    private static final String READY = "sendrecv";
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, REFER, MESSAGE";

    private UserAgent caller;
    private UserAgent called;

    @BeforeEach
    void register() {
        IMS.hss().forget();
        caller = IMS.phone("alice", phone -> phone.mode(Mode.IMS));
        called = IMS.phone("bob", phone -> phone.mode(Mode.IMS));
        caller.register();
        called.register();
    }

    /** Table 6.2.1.2-1: two codecs for audio, one for video. */
    private static String offer(String local, String remote) {
        return description("10.20.1.100", 49500, "97 99", "a=rtpmap:99 SMV/8000\r\n", 49600, local, remote, "optional");
    }

    /** Table 6.2.1.2-2: the first codec of each. */
    private static String answer(String local, String remote) {
        return description("10.30.1.24", 49700, "97", "", 49702, local, remote, "optional");
    }

    private static String description(String host, int audio, String codecs, String more, int video, String local, String remote,
                                      String strength) {
        String active = local.equals(READY) ? "" : "a=inactive\r\n";
        String state = active + "a=curr:qos local " + local + "\r\na=curr:qos remote " + remote + "\r\na=des:qos " + strength
            + " local sendrecv\r\na=des:qos " + strength + " remote sendrecv\r\n";
        return "v=0\r\no=- 3323527065117000 3323527065117000 IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host + "\r\nt=0 0\r\n"
            + "m=audio " + audio + " RTP/AVP " + codecs + "\r\nb=AS:25.4\r\n" + state + "a=rtpmap:97 EVRC/8000\r\na=ptime:20\r\n" + more
            + "m=video " + video + " RTP/AVP 34\r\nb=AS:75\r\n" + state + "a=rtpmap:34 H263/90000\r\na=cif:1\r\n";
    }

    private Call invite(String offer) {
        return caller.call(caller.invitation(called.identity()).with("Privacy", "none").with("Allow", ALLOW)
            .with("Supported", "100rel, precondition").withBody("application/sdp", offer));
    }

    /** A provisional response of UE-2 that its peer has to acknowledge (RFC 3262). */
    private static void reliably(IncomingCall in, int status, int number, String answer) {
        SipMessage response = in.incoming().prepare(status).with("Require", "100rel, precondition").with("RSeq", Integer.toString(number))
            .with("Allow", ALLOW);
        in.incoming().transaction().respond(answer.isEmpty() ? response : response.withBody("application/sdp", answer));
    }

    private static SipMessage acknowledged(Call call, IncomingCall in, int number, String offer, String answer) {
        SipMessage prack = call.prepare("PRACK").with("RAck", number + " 1 INVITE");
        SipMessage ok = call.send(offer.isEmpty() ? prack : prack.with("Require", "precondition").withBody("application/sdp", offer)).expect(200);
        SipMessage arrived = in.awaitRequest("PRACK");
        assertThat(arrived.required("RAck")).isEqualTo(number + " 1 INVITE");
        assertThat(arrived.bodyText()).isEqualTo(offer);
        assertThat(ok.bodyText()).isEqualTo(answer);
        return arrived;
    }

    private void through(Call call, IncomingCall in) {
        in.incoming().transaction().respond(in.incoming().prepare(200));
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
    }

    /** RFC 3261 16.6, TS 24.229 5.2.6: what no hop may change. */
    private static void unchanged(Call call, int count, Predicate<SipMessage> wanted) {
        Awaitility.await().until(() -> hops(IMS, call, wanted).size() >= count);
        List<SipMessage> hops = hops(IMS, call, wanted);
        SipMessage sent = hops.get(0);
        assertThat(hops).as(sent.startLine()).hasSize(count).allSatisfy(hop -> {
            assertThat(hop.bodyText()).isEqualTo(sent.bodyText());
            for (String header : List.of("From", "To", "Call-ID", "CSeq", "Contact", "Allow", "Supported", "Require", "RSeq", "RAck",
                "Content-Type", "Privacy")) {
                assertThat(hop.list(header)).as(header).isEqualTo(sent.list(header));
            }
        });
    }

    private static Predicate<SipMessage> request(String method) {
        return message -> message.isRequest() && message.is(method);
    }

    private static Predicate<SipMessage> response(int status, String method) {
        return message -> !message.isRequest() && message.status() == status && message.required("CSeq").endsWith(method);
    }

    @Test
    @DisplayName("X.S0013-009 6.2.1: both have resources ready: INVITE, 180 with the answer, PRACK, 200; each header on each hop")
    void bothReady() {
        Call call = invite(offer(READY, NONE));
        IncomingCall in = called.awaitInvite();
        reliably(in, 180, 1000, answer(READY, READY));
        SipMessage ringing = call.awaitRinging();
        assertThat(ringing.required("RSeq")).isEqualTo("1000");
        assertThat(ringing.list("Require")).contains("100rel", "precondition");
        acknowledged(call, in, 1000, "", "");
        through(call, in);

        // UE-1, P-CSCF1, S-CSCF1, I-CSCF2, S-CSCF2, P-CSCF2, UE-2: six times on the way
        unchanged(call, 6, request("INVITE"));
        unchanged(call, 6, response(180, "INVITE"));
        unchanged(call, 6, response(200, "INVITE"));
        // the I-CSCF does not stay on the path (TS 24.229 5.3.2.1)
        unchanged(call, 5, request("PRACK"));
        unchanged(call, 5, response(200, "PRACK"));
        unchanged(call, 5, request("ACK"));
        List<SipMessage> invites = hops(IMS, call, request("INVITE"));
        assertThat(invites.get(0).has("P-Preferred-Identity")).isTrue();
        for (int hop = 1; hop < 6; hop++) {
            SipMessage invite = invites.get(hop);
            assertThat(invite.list("Via")).as("its own on top").hasSize(hop + 1);
            assertThat(invite.required("Max-Forwards")).isEqualTo(Integer.toString(70 - hop));
            assertThat(invite.has("P-Preferred-Identity")).as("TS 24.229 5.2.6.3.3").isFalse();
            assertThat(invite.required("P-Asserted-Identity")).contains(caller.identity());
            // TS 24.229 4.4: within the trust domain only
            assertThat(invite.has("P-Charging-Vector")).isEqualTo(hop < 5);
            assertThat(invite.has("P-Access-Network-Info")).isEqualTo(hop < 5);
        }
        assertThat(invites.get(5).list("Record-Route")).hasSize(4).allMatch(route -> Address.parse(route).sipUri().loose());
        assertThat(invites.get(5).requestUri()).isEqualTo(called.contactUri());
        assertThat(invites.get(4).required("P-Called-Party-ID")).contains(called.identity());
        assertThat(ringing.list("Record-Route")).isEqualTo(invites.get(5).list("Record-Route"));
        assertThat(ringing.required("P-Asserted-Identity")).as("TS 24.229 5.2.6.4.4").contains(called.identity());
    }

    @Test
    @DisplayName("X.S0013-009 6.2.2: UE-2 has none yet: 183, which needs no acknowledgement, then 180 with the answer")
    void calledNotReady() {
        Call call = invite(offer(READY, NONE));
        IncomingCall in = called.awaitInvite();
        in.incoming().respond(183);
        call.outgoing().awaitProvisional(183);
        reliably(in, 180, 1, answer(READY, READY));
        assertThat(call.awaitRinging().bodyText()).isEqualTo(answer(READY, READY));
        acknowledged(call, in, 1, "", "");
        through(call, in);

        unchanged(call, 6, response(183, "INVITE"));
        unchanged(call, 6, response(180, "INVITE"));
    }

    @Test
    @DisplayName("X.S0013-009 6.2.3: UE-1 has none yet: 183 with the answer, PRACK with an offer when it has, 180")
    void callerNotReady() {
        Call call = invite(offer(NONE, NONE));
        IncomingCall in = called.awaitInvite();
        in.describing(offer -> answer(READY, READY));
        String confirm = answer(READY, NONE).replace("a=rtpmap", "a=conf:qos remote sendrecv\r\na=rtpmap");
        reliably(in, 183, 1000, confirm);
        assertThat(call.outgoing().awaitProvisional(183).bodyText()).isEqualTo(confirm);
        acknowledged(call, in, 1000, offer(READY, READY), answer(READY, READY));
        reliably(in, 180, 1001, "");
        call.awaitRinging();
        acknowledged(call, in, 1001, "", "");
        through(call, in);

        unchanged(call, 6, response(183, "INVITE"));
        unchanged(call, 5, request("PRACK").and(message -> message.required("RAck").startsWith("1000 ")));
        unchanged(call, 5, request("PRACK").and(message -> message.required("RAck").startsWith("1001 ")));
    }

    @Test
    @DisplayName("X.S0013-009 6.2.4: neither has: 183, PRACK, UPDATE from UE-1 and from UE-2 as their resources become ready, 180")
    void neitherReady() {
        Call call = invite(offer(NONE, NONE));
        IncomingCall in = called.awaitInvite();
        in.describing(offer -> answer(NONE, READY));
        call.describing(offer -> offer(READY, READY));
        reliably(in, 183, 7, answer(NONE, NONE));
        call.outgoing().awaitProvisional(183);
        acknowledged(call, in, 7, "", "");

        SipMessage ok = call.send(call.prepare("UPDATE").with("Contact", "<" + caller.contactUri() + ">").with("Require", "precondition")
            .withBody("application/sdp", offer(READY, NONE))).expect(200);
        assertThat(ok.bodyText()).isEqualTo(answer(NONE, READY));
        assertThat(in.awaitRequest("UPDATE").bodyText()).isEqualTo(offer(READY, NONE));
        ok = in.send(in.prepare("UPDATE").with("Contact", "<" + called.contactUri() + ">").with("Require", "precondition")
            .withBody("application/sdp", answer(READY, READY))).expect(200);
        assertThat(ok.bodyText()).isEqualTo(offer(READY, READY));
        assertThat(call.awaitRequest("UPDATE").bodyText()).isEqualTo(answer(READY, READY));

        reliably(in, 180, 8, "");
        call.awaitRinging();
        acknowledged(call, in, 8, "", "");
        through(call, in);

        unchanged(call, 5, request("UPDATE").and(message -> message.bodyText().equals(offer(READY, NONE))));
        unchanged(call, 5, request("UPDATE").and(message -> message.bodyText().equals(answer(READY, READY))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "8"})
    @DisplayName("TS 26.114 5.2.1: a VoLTE offer of AMR-WB with one mode passes unchanged; so does 580 when a precondition fails")
    void volte(String mode) {
        String volte = description("10.20.1.100", 50010, "104 102", "a=rtpmap:102 telephone-event/16000\r\na=fmtp:102 0-15\r\n", 50020, NONE, NONE,
            "mandatory").replace("a=rtpmap:97 EVRC/8000", "a=rtpmap:104 AMR-WB/16000/1\r\na=fmtp:104 mode-set=" + mode
            + ";mode-change-capability=2;max-red=220\r\na=maxptime:240");
        Call call = invite(volte);
        IncomingCall in = called.awaitInvite();
        assertThat(in.invite().bodyText()).isEqualTo(volte).contains("mode-set=" + mode);
        in.reject(580);

        call.expect(580);

        unchanged(call, 6, request("INVITE"));
        unchanged(call, 6, response(580, "INVITE"));
    }
}
