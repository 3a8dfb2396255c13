package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.IncomingInvite;
import org.calliope.ims.testkit.OutgoingInvite;
import org.calliope.ims.testkit.ServerTransaction;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two phones say to each other that is no network's business: it arrives as it was sent, in both directions. */
class PassThroughIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().build();

    private UserAgent alice;
    private UserAgent bob;

    @BeforeEach
    void register() {
        IMS.hss().forget();
        alice = registered(IMS, "alice");
        bob = registered(IMS, "bob");
    }

    private Call call(SipMessage invite) {
        return alice.call(invite);
    }

    private IncomingCall answered(Call call) {
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        return in;
    }

    private static void over(Call call, IncomingCall in) {
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("RFC 4028 7, 9: a session timer is negotiated end to end, and refreshed by UPDATE from the other side")
    void sessionTimer() {
        Call call = call(alice.invitation(bob.identity()).with("Supported", "timer").with("Session-Expires", "1800;refresher=uas")
            .with("Min-SE", "90"));
        IncomingCall in = bob.awaitInvite();
        assertThat(in.invite().required("Session-Expires")).isEqualTo("1800;refresher=uas");
        assertThat(in.invite().required("Min-SE")).isEqualTo("90");
        in.incoming().transaction().respond(in.incoming().prepare(200).with("Require", "timer").with("Session-Expires", "1800;refresher=uas"));
        SipMessage answer = call.awaitAnswer();
        assertThat(answer.required("Session-Expires")).isEqualTo("1800;refresher=uas");
        assertThat(answer.required("Require")).isEqualTo("timer");
        in.awaitAck();

        in.send(in.prepare("UPDATE").with("Supported", "timer").with("Session-Expires", "1800;refresher=uac")
            .with("Contact", "<" + bob.contactUri() + ">")).expect(200);
        assertThat(call.awaitRequest("UPDATE").required("Session-Expires")).isEqualTo("1800;refresher=uac");
        over(call, in);
    }

    @Test
    @DisplayName("RFC 4028 6: a timer that is too short for the called phone: its 422 with Min-SE comes back")
    void sessionTimerTooShort() {
        Call call = call(alice.invitation(bob.identity()).with("Supported", "timer").with("Session-Expires", "90"));
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().prepare(422).with("Min-SE", "600"));

        assertThat(call.expect(422).required("Min-SE")).isEqualTo("600");
    }

    @Test
    @DisplayName("RFC 5009: P-Early-Media of a network's announcement and its description arrive before the call is answered")
    void earlyMedia() {
        Call call = call(alice.invitation(bob.identity()).with("P-Early-Media", "supported"));
        IncomingCall in = bob.awaitInvite();
        assertThat(in.invite().required("P-Early-Media")).isEqualTo("supported");
        String media = in.invite().bodyText().replace("49170", "40000");
        in.incoming().transaction().respond(in.incoming().prepare(183).with("P-Early-Media", "sendonly").withBody("application/sdp", media));

        SipMessage progress = call.outgoing().awaitProvisional(183);

        assertThat(progress.required("P-Early-Media")).isEqualTo("sendonly");
        assertThat(progress.bodyText()).isEqualTo(media);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3515, RFC 3891: a call is handed over: REFER with Replaces, NOTIFY, and the new call replaces the other one")
    void attendedTransfer() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = answered(call);
        UserAgent carol = registered(IMS, "carol");
        Call consultation = alice.call(carol.identity());
        IncomingCall consulted = carol.awaitInvite();
        consulted.answer();
        consultation.awaitAnswer();
        consulted.awaitAck();
        String replaces = consultation.callId() + ";to-tag=" + consultation.dialog().remoteTag() + ";from-tag=" + consultation.dialog().localTag();
        String referTo = "<" + carol.identity() + "?Replaces=" + replaces.replace(";", "%3B").replace("=", "%3D").replace("@", "%40") + ">";

        call.send(call.prepare("REFER").with("Contact", "<" + alice.contactUri() + ">").with("Refer-To", referTo)
            .with("Referred-By", "<" + alice.identity() + ">")).expect(200);
        SipMessage refer = in.awaitRequest("REFER");
        assertThat(refer.required("Refer-To")).isEqualTo(referTo);
        assertThat(refer.required("Referred-By")).isEqualTo("<" + alice.identity() + ">");
        in.send(in.prepare("NOTIFY").with("Event", "refer").with("Subscription-State", "active;expires=60")
            .with("Contact", "<" + bob.contactUri() + ">").withBody("message/sipfrag", "SIP/2.0 100 Trying")).expect(200);
        assertThat(call.awaitRequest("NOTIFY").bodyText()).isEqualTo("SIP/2.0 100 Trying");

        Call replacing = bob.call(bob.invitation(carol.identity()).with("Replaces", replaces).with("Require", "replaces")
            .with("Referred-By", "<" + alice.identity() + ">"));
        IncomingCall replaced = carol.awaitInvite();
        assertThat(replaced.invite().required("Replaces")).isEqualTo(replaces);
        assertThat(replaced.invite().required("Require")).isEqualTo("replaces");
        replaced.answer();
        replacing.awaitAnswer();
        consulted.hangUp();
        consultation.awaitBye();
        in.send(in.prepare("NOTIFY").with("Event", "refer").with("Subscription-State", "terminated;reason=noresource")
            .with("Contact", "<" + bob.contactUri() + ">").withBody("message/sipfrag", "SIP/2.0 200 OK")).expect(200);
        assertThat(call.awaitRequest("NOTIFY").bodyText()).isEqualTo("SIP/2.0 200 OK");
        over(call, in);
        replacing.hangUp();
        replaced.awaitBye();
    }

    @Test
    @DisplayName("RFC 6086: INFO with a body from either side")
    void info() {
        Call call = call(alice.invitation(bob.identity()).with("Recv-Info", "dtmf"));
        IncomingCall in = answered(call);

        call.send(call.prepare("INFO").with("Info-Package", "dtmf").withBody("application/dtmf-relay", "Signal=5\r\nDuration=160")).expect(200);
        SipMessage info = in.awaitRequest("INFO");
        assertThat(info.bodyText()).isEqualTo("Signal=5\r\nDuration=160");
        assertThat(info.required("Info-Package")).isEqualTo("dtmf");
        in.send(in.prepare("INFO").withBody("application/dtmf-relay", "Signal=#")).expect(200);
        assertThat(call.awaitRequest("INFO").bodyText()).isEqualTo("Signal=#");
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3261 12.2: INFO within the early dialog, from either side, and the call goes on")
    void earlyInfo() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.send(call.prepare("INFO").withBody("application/dtmf-relay", "Signal=5")).expect(200);
        assertThat(in.awaitRequest("INFO").requestUri()).isEqualTo(bob.contactUri());
        in.send(in.prepare("INFO").withBody("application/dtmf-relay", "Signal=6")).expect(200);
        assertThat(call.awaitRequest("INFO").requestUri()).isEqualTo(alice.contactUri());
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3311 5.2: an UPDATE within the early dialog that is refused is no answer to the INVITE")
    void earlyUpdateRefused() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.refusing("UPDATE", 491);
        in.ring();
        call.awaitRinging();

        call.send(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">")).expect(491);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3261 9.1, RFC 3262: who has acknowledged the ringing by PRACK can still give up")
    void cancelAfterPrack() {
        Call call = call(alice.invitation(bob.identity()).with("Supported", "100rel"));
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().prepare(180).with("Require", "100rel").with("RSeq", "1"));
        call.awaitRinging();
        call.send(call.prepare("PRACK").with("RAck", "1 1 INVITE")).expect(200);

        call.cancel();

        in.awaitCancel();
    }

    @Test
    @DisplayName("RFC 3261 15: the caller may end an early dialog by BYE: its 200, and 487 to the INVITE")
    void earlyBye() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        call.hangUp();
        in.awaitBye();
        in.reject(487);

        call.expect(487);
        through(alice.call(bob.identity()), bob);
    }

    @Test
    @DisplayName("RFC 3262 3, RFC 3261 12.1: two phones of one user ring reliably: each gets the PRACK of its own early dialog,"
        + " and one that is busy afterwards does not end the call at the other")
    void reliablyAtTwoPhones() {
        UserAgent second = registered(IMS, "bob");
        Call call = call(alice.invitation(bob.identity()).with("Supported", "100rel"));
        IncomingCall first = bob.awaitInvite();
        IncomingCall other = second.awaitInvite();
        for (IncomingCall in : new IncomingCall[] {first, other}) {
            in.incoming().transaction().respond(in.incoming().prepare(180).with("Require", "100rel").with("RSeq", "1"));
            Awaitility.await().until(() -> rings(call, in));
            SipMessage prack = call.prepare("PRACK").with("RAck", "1 1 INVITE").replace("To", "<" + bob.identity() + ">;tag=" + in.dialog().localTag())
                .withStartLine("PRACK " + (in == first ? bob : second).contactUri() + " SIP/2.0");
            call.send(prack).expect(200);
            in.awaitRequest("PRACK");
        }
        first.busy();
        first.awaitAck();
        other.answer();
        call.awaitAnswer();
        call.hangUp();
        other.awaitBye();
    }

    @Test
    @DisplayName("RFC 3311 5.1, RFC 3261 12.1: of two phones of one user that ring the one that rang first gets the UPDATE of its early dialog too")
    void updateAtBothPhones() {
        UserAgent second = registered(IMS, "bob");
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall first = bob.awaitInvite();
        IncomingCall other = second.awaitInvite();
        List<SipMessage> updates = new ArrayList<>();
        for (IncomingCall in : List.of(first, other)) {
            in.ring();
            Awaitility.await().until(() -> rings(call, in));
            updates.add(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">").replace("To", "<" + bob.identity() + ">;tag="
                + in.dialog().localTag()).withStartLine("UPDATE " + (in == first ? bob : second).contactUri() + " SIP/2.0"));
        }
        call.send(updates.get(0)).expect(200);
        first.awaitRequest("UPDATE");
        call.send(updates.get(1)).expect(200);
        other.awaitRequest("UPDATE");
        other.answer();
        call.awaitAnswer();
        first.awaitCancel();
        call.hangUp();
        other.awaitBye();
    }

    @Test
    @DisplayName("RFC 3261 12.2.2: an UPDATE for an early dialog that there is not is refused with 481, and the call goes on")
    void updateOfNoDialog() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.send(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">").replace("To", "<" + bob.identity() + ">;tag=other"))
            .expect(481);
        call.send(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">")).expect(200);
        in.awaitRequest("UPDATE");
        in.answer();
        call.awaitAnswer();
        over(call, in);
    }

    private boolean rings(Call call, IncomingCall in) {
        return alice.exchange().received().stream().anyMatch(message -> !message.isRequest() && message.status() == 180
            && message.callId().equals(call.callId()) && message.to().tag().equals(in.dialog().localTag()));
    }

    @Test
    @DisplayName("RFC 3261 14.1: both sides re-INVITE at once: each refuses the other's with 491, and the call lives on")
    void glare() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = answered(call);

        OutgoingInvite hers = call.reinvite();
        OutgoingInvite his = in.reinvite();
        IncomingInvite atBob = in.awaitReinvite();
        IncomingInvite atAlice = call.awaitReinvite();
        atBob.reject(491);
        atAlice.reject(491);
        hers.expect(491);
        his.expect(491);

        OutgoingInvite again = call.reinvite();
        in.awaitReinvite().answer();
        again.awaitAnswer();
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3264 8.4: hold and resume by re-INVITE: direction and version of the description arrive as they were sent")
    void hold() {
        Call call = call(alice.invitation(bob.identity()));
        IncomingCall in = answered(call);
        for (String direction : new String[] {"sendonly", "sendrecv"}) {
            String held = "v=0\r\no=- 1 9 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 8\r\na=" + direction + "\r\n";
            ClientTransaction update = call.send(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">")
                .withBody("application/sdp", held));
            update.expect(200);
            assertThat(in.awaitRequest("UPDATE").bodyText()).isEqualTo(held);
        }
        over(call, in);
    }

    @Test
    @DisplayName("RFC 3903, RFC 6665: PUBLISH and SUBSCRIBE to a user whose phone takes them arrive there; without, they are refused by it")
    void presenceBetweenPhones() {
        bob.answering("PUBLISH", 200);
        bob.answering("SUBSCRIBE", 489);

        SipMessage publish = alice.prepare("PUBLISH", bob.identity()).with("Event", "presence").with("SIP-If-Match", "dx200xyz")
            .withBody("application/pidf+xml", "<presence/>");
        alice.send(publish).expect(200);
        ServerTransaction arrived = bob.awaitRequest("PUBLISH");
        assertThat(arrived.request().required("SIP-If-Match")).isEqualTo("dx200xyz");
        assertThat(arrived.request().bodyText()).isEqualTo("<presence/>");
        alice.send(alice.prepare("SUBSCRIBE", bob.identity()).with("Event", "presence").with("Contact", "<" + alice.contactUri() + ">")
            .with("Expires", "60")).expect(489);
    }

    @Test
    @DisplayName("RFC 3261 20.15, RFC 3264: what the network does not understand in a body or a header is nobody's business but theirs")
    void strangeContent() {
        SipMessage invite = alice.invitation(bob.identity()).with("X-Strange", "1, \"2;3\"").with("Subject", "grüße")
            .withBody("application/sdp", "this is no SDP\r\nm=\r\nm=audio\r\na");
        Call call = call(invite);
        IncomingCall in = bob.awaitInvite();

        assertThat(in.invite().bodyText()).isEqualTo(invite.bodyText());
        assertThat(in.invite().required("Subject")).isEqualTo("grüße");
        assertThat(in.invite().required("X-Strange")).isEqualTo("1, \"2;3\"");
        in.reject(488);
        call.expect(488);
        through(alice.call(bob.identity()), bob);
    }
}
