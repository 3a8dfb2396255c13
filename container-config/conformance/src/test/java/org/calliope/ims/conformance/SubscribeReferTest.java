package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 6.2.3.1, RFC 6665, RFC 3515: dialogs that SUBSCRIBE and REFER make, and requests that make none. */
class SubscribeReferTest {

    @RegisterExtension
    static final Application APP = Application.of("subscriptions", Notifying.class, ScriptedAgent.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    /** Accepts subscriptions and notifies; as a client it subscribes, refers or publishes as X-Do says. */
    public static class Notifying extends ScriptedAgent {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doSubscribe(SipServletRequest subscribe) throws ServletException, IOException {
            subscribe.createResponse(200).send();
            boolean ends = "0".equals(subscribe.getHeader("Expires"));
            send(subscribe, "presence", ends ? "terminated;reason=timeout" : "active;expires=60");
        }

        @Override
        protected void doRefer(SipServletRequest refer) throws ServletException, IOException {
            refer.createResponse(202).send();
            send(refer, "refer", "active;expires=60");
        }

        private static void send(SipServletRequest request, String event, String state) throws IOException {
            SipServletRequest notify = request.getSession().createRequest("NOTIFY");
            notify.setHeader("Event", event);
            notify.setHeader("Subscription-State", state);
            notify.send();
        }

        @Override
        protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
            invite.createResponse(200).send();
        }

        @Override
        protected void doBye(SipServletRequest bye) throws ServletException, IOException {
            bye.createResponse(200).send();
        }

        @Override
        protected void doNotify(SipServletRequest notify) throws ServletException, IOException {
            note(notify, "NOTIFY of " + notify.getSession().getAttribute("mark"));
            notify.createResponse(200).send();
        }

        @Override
        protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
            SipServletRequest request = create(start, action);
            request.getSession().setAttribute("mark", action);
            switch (action) {
                case "SUBSCRIBE" -> {
                    request.setHeader("Event", "presence");
                    request.setHeader("Expires", "60");
                }
                case "REFER" -> request.setHeader("Refer-To", "<sip:carol@calliope.example>");
                case "PUBLISH" -> request.setHeader("Event", "presence");
                default -> request.setContent("hello", "text/plain");
            }
            request.send();
        }
    }

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private SipMessage subscribe() {
        return alice.request("SUBSCRIBE", APP).with("Event", "presence").with("Expires", "60");
    }

    private SipMessage notified() {
        SipMessage notify = alice.await("NOTIFY");
        alice.send(alice.response(notify, 200));
        return notify;
    }

    @Test
    void aSubscriptionIsADialogInWhichTheApplicationNotifies_6_2_3_1_RFC6665_4_2() {
        SipMessage subscribe = subscribe();
        SipMessage ok = alice.exchange(subscribe);
        assertThat(ok.status()).isEqualTo(200);
        SipMessage notify = notified();
        assertThat(notify.callId()).isEqualTo(subscribe.callId());
        assertThat(notify.from().tag()).isEqualTo(ok.to().tag());
        assertThat(notify.to().tag()).isEqualTo(subscribe.from().tag());
        assertThat(notify.required("Subscription-State")).startsWith("active");
        Events.await(subscribe.callId(), "success 200 NOTIFY CONFIRMED");
    }

    @Test
    void aSubscriptionIsRefreshedAndEndedInItsDialog_6_2_3_1_RFC6665_4_1_2() {
        SipMessage subscribe = subscribe();
        SipMessage ok = alice.exchange(subscribe);
        notified();
        assertThat(alice.exchange(alice.within(subscribe, ok, "SUBSCRIBE", 2).with("Event", "presence").with("Expires", "60"))
            .status()).isEqualTo(200);
        notified();
        assertThat(alice.exchange(alice.within(subscribe, ok, "SUBSCRIBE", 3).with("Event", "presence").with("Expires", "0"))
            .status()).isEqualTo(200);
        assertThat(notified().required("Subscription-State")).startsWith("terminated");
        assertThat(Events.of(subscribe.callId()).stream().filter("SUBSCRIBE"::equals)).hasSize(3);
    }

    @Test
    void aReferOutsideADialogMakesOne_6_2_3_1_RFC3515_2_4() {
        SipMessage refer = alice.request("REFER", APP).with("Refer-To", "<sip:carol@calliope.example>");
        assertThat(alice.exchange(refer).status()).isEqualTo(202);
        assertThat(notified().required("Event")).isEqualTo("refer");
        Events.await(refer.callId(), "success 200 NOTIFY CONFIRMED");
    }

    @Test
    void aReferInACallIsNotifiedThereAndTheCallGoesOn_6_2_3_1_RFC3515_2_4() {
        SipMessage invite = alice.send(alice.request("INVITE", APP));
        SipMessage ok = alice.conclude(invite);
        SipMessage refer = alice.within(invite, ok, "REFER", 2).with("Refer-To", "<sip:carol@calliope.example>");
        assertThat(alice.exchange(refer).status()).isEqualTo(202);
        assertThat(notified().callId()).isEqualTo(invite.callId());
        assertThat(alice.exchange(alice.within(invite, ok, "BYE", 3)).status()).isEqualTo(200);
    }

    private SipMessage started(String method) {
        SipMessage start = alice.request("START", APP).with("X-Do", method).with("X-To", bob.uri());
        alice.exchange(start);
        return start;
    }

    private SipMessage notification(SipMessage request, SipMessage answer, String event) {
        return bob.back(request, answer, "NOTIFY", 1).with("Event", event).with("Subscription-State", "active;expires=60");
    }

    @Test
    void theApplicationIsNotifiedInItsSubscriptionsSession_6_2_3_1_RFC6665_4_1_3() {
        SipMessage start = started("SUBSCRIBE");
        SipMessage subscribe = bob.await("SUBSCRIBE");
        SipMessage answer = bob.send(bob.response(subscribe, 200).with("Expires", "60"));
        Events.await(start.callId(), "success 200 SUBSCRIBE CONFIRMED");
        assertThat(bob.exchange(notification(subscribe, answer, "presence")).status()).isEqualTo(200);
        Events.await(start.callId(), "NOTIFY of SUBSCRIBE");
    }

    @Test
    void aNotifyMayComeBeforeTheAnswer_RFC6665_4_1_2_4() {
        SipMessage start = started("SUBSCRIBE");
        SipMessage subscribe = bob.await("SUBSCRIBE");
        SipMessage answer = bob.response(subscribe, 200).with("Expires", "60");
        assertThat(bob.exchange(notification(subscribe, answer, "presence")).status()).isEqualTo(200);
        Events.await(start.callId(), "NOTIFY of SUBSCRIBE");
        bob.send(answer);
        Events.await(start.callId(), "success 200 SUBSCRIBE CONFIRMED");
    }

    @Test
    void theApplicationIsNotifiedOfItsRefer_6_2_3_1_RFC3515_2_4() {
        SipMessage start = started("REFER");
        SipMessage refer = bob.await("REFER");
        SipMessage answer = bob.send(bob.response(refer, 202));
        Events.await(start.callId(), "success 202 REFER CONFIRMED");
        assertThat(bob.exchange(notification(refer, answer, "refer")).status()).isEqualTo(200);
        Events.await(start.callId(), "NOTIFY of REFER");
    }

    @Test
    void aMessageMakesNoDialog_6_2_1_RFC3428_4() {
        SipMessage start = started("MESSAGE");
        SipMessage message = bob.await("MESSAGE");
        assertThat(message.bodyText()).isEqualTo("hello");
        bob.send(bob.response(message, 200));
        Events.await(start.callId(), "success 200 MESSAGE INITIAL");
    }

    @Test
    void aPublicationMakesNoDialog_6_2_1_RFC3903_4() {
        SipMessage start = started("PUBLISH");
        SipMessage publish = bob.await("PUBLISH");
        bob.send(bob.response(publish, 200).with("SIP-ETag", "1"));
        Events.await(start.callId(), "success 200 PUBLISH INITIAL");
    }
}
