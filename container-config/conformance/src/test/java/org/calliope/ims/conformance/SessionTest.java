package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSessionBindingEvent;
import javax.servlet.sip.SipApplicationSessionBindingListener;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 6: SIP sessions and application sessions, their attributes and their ends. */
class SessionTest {

    private static final String NAME = "session";

    @RegisterExtension
    static final Application APP = Application.of(NAME, Sessions.class, Ends.class, Bound.class, Other.class)
        .with(Application.servlet("Other", Other.class) + Application.listener(Ends.class));

    /** Tells of the ends of sessions, with the name each was given. */
    public static class Ends implements SipSessionListener, SipApplicationSessionListener {

        /** The attributes of a session that is destroyed are gone. */
        static final Map<String, String> NAMES = new ConcurrentHashMap<>();

        private static void note(String what, String id) {
            String name = NAMES.get(id);
            if (name != null) {
                Events.note(NAME, what + " " + name);
            }
        }

        @Override
        public void sessionCreated(SipSessionEvent event) { }

        @Override
        public void sessionDestroyed(SipSessionEvent event) {
            note("session destroyed", event.getSession().getId());
        }

        @Override
        public void sessionReadyToInvalidate(SipSessionEvent event) {
            note("session ready", event.getSession().getId());
            if (event.getSession().getAttribute("keep") != null) {
                event.getSession().setInvalidateWhenReady(false);
            }
        }

        @Override
        public void sessionCreated(SipApplicationSessionEvent event) { }

        @Override
        public void sessionDestroyed(SipApplicationSessionEvent event) {
            note("application session destroyed", event.getApplicationSession().getId());
        }

        @Override
        public void sessionExpired(SipApplicationSessionEvent event) {
            note("application session expired", event.getApplicationSession().getId());
        }

        @Override
        public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
            note("application session ready", event.getApplicationSession().getId());
        }
    }

    /** An attribute that tells when it is bound. */
    public static class Bound implements SipSessionBindingListener, SipApplicationSessionBindingListener, Serializable {

        private static final long serialVersionUID = 1L;

        @Override
        public void valueBound(SipSessionBindingEvent event) {
            Events.note(NAME, "bound " + event.getName() + " " + event.getSession().getId().isEmpty());
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            Events.note(NAME, "unbound " + event.getName());
        }

        @Override
        public void valueBound(SipApplicationSessionBindingEvent event) {
            Events.note(NAME, "app bound " + event.getName());
        }

        @Override
        public void valueUnbound(SipApplicationSessionBindingEvent event) {
            Events.note(NAME, "app unbound " + event.getName());
        }
    }

    /** Takes over a session that {@link SipSession#setHandler} gives it. */
    public static class Other extends Probe {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doRequest(SipServletRequest request) throws ServletException, IOException {
            if (!request.getMethod().equals("ACK")) {
                javax.servlet.sip.SipServletResponse response = request.createResponse(200);
                response.setHeader("X-Result", "other handler");
                response.send();
            }
        }
    }

    private static String ask(String what, String... headers) {
        return Probe.of(APP, what, headers);
    }

    @Test
    void aRequestHasASessionInAnApplicationSession_6_1() {
        assertThat(ask("ids")).isEqualTo("true true session true true true INITIAL");
    }

    @Test
    void localAndRemotePartyAreTheDialogsEnds_6_2() {
        assertThat(ask("parties")).isEqualTo("session peer");
    }

    @Test
    void attributesComeAndGo_6_2_8() {
        assertThat(ask("attributes")).isEqualTo("[a, b] null 2");
    }

    @Test
    void anAttributeIsNotNull_6_2_8() {
        assertThat(ask("noAttribute")).isEqualTo("NullPointerException");
    }

    @Test
    void attributesHearThatTheyAreBound_6_2_8() {
        ask("binding");
        assertThat(Events.of(NAME)).containsSubsequence("bound one false", "unbound one", "app bound two", "app unbound two", "app bound three");
        Events.await(NAME, "app unbound three");
    }

    @Test
    void sessionsAreFoundByTheirId_6_1_1() {
        assertThat(ask("find")).isEqualTo("true null true null");
    }

    @Test
    void sessionsAreListedByProtocol_6_1_1() {
        assertThat(ask("list")).isEqualTo("1 1 0");
        assertThat(ask("badProtocol")).isEqualTo("IllegalArgumentException");
    }

    @Test
    void anApplicationSessionLivesThreeMinutes_6_1_2_1() {
        assertThat(ask("times")).isEqualTo("true true true");
    }

    @Test
    void theExpiryOfAnApplicationSessionIsSetInMinutes_6_1_2_1() {
        assertThat(ask("setExpires")).isEqualTo("10 true " + Integer.MAX_VALUE + " 0");
    }

    @Test
    void aSessionThatWasInvalidatedRefuses_6_2_4_2() {
        assertThat(ask("invalidate")).isEqualTo("false refused");
    }

    @Test
    void anApplicationSessionThatWasInvalidatedRefuses_6_1_2_2_1() {
        assertThat(ask("invalidateApplicationSession")).isEqualTo("false refused");
        Events.await(NAME, "application session destroyed inner");
    }

    @Test
    void noRequestIsMadeInAnInvalidApplicationSession_6_1_2_2_1() {
        assertThat(ask("createInInvalid")).isIn("IllegalArgumentException", "IllegalStateException");
    }

    @Test
    void aSessionIsInvalidatedWhenItsTransactionIsOver_6_2_4_1() {
        assertThat(ask("name", "X-Name", "short")).isEqualTo("true true false");
        Events.await(NAME, "session ready short");
        Events.await(NAME, "session destroyed short");
        Events.await(NAME, "application session ready short");
        Events.await(NAME, "application session destroyed short");
    }

    @Test
    void aSessionOfADialogIsInvalidatedAfterItsEnd_6_2_4_2() {
        try (Peer peer = Peer.udp()) {
            SipMessage invite = peer.request("INVITE", APP).with("X-Do", "name").with("X-Name", "dialog");
            SipMessage ok = peer.exchange(invite);
            peer.send(peer.ack(invite, ok));
            assertThat(Events.of(NAME)).doesNotContain("session ready dialog");
            peer.exchange(peer.within(invite, ok, "BYE", 2));
            Events.await(NAME, "session ready dialog");
            Events.await(NAME, "session destroyed dialog");
            Events.await(NAME, "application session destroyed dialog");
        }
    }

    @Test
    void aSessionStaysWhenTheListenerSaysSo_6_2_4_2() {
        ask("name", "X-Name", "kept", "X-Keep", "1");
        Events.await(NAME, "session ready kept");
        ask("name", "X-Name", "after");
        Events.await(NAME, "session destroyed after");
        assertThat(Events.of(NAME)).doesNotContain("session destroyed kept", "application session destroyed kept");
    }

    @Test
    void aHandlerMustBeAServletOfTheApplication_6_2_7() {
        assertThat(ask("unknownHandler")).isEqualTo("ServletException");
    }

    @Test
    void theHandlerOfASessionGetsItsNextRequests_6_2_7() {
        try (Peer peer = Peer.udp()) {
            SipMessage invite = peer.request("INVITE", APP).with("X-Do", "handler");
            SipMessage ok = peer.exchange(invite);
            assertThat(ok.required("X-Result")).isEqualTo("handed over");
            peer.send(peer.ack(invite, ok));
            assertThat(peer.exchange(peer.within(invite, ok, "BYE", 2)).required("X-Result")).isEqualTo("other handler");
        }
    }

    @Test
    void aDispatcherHandsARequestToAnotherServlet_6_2_6() {
        assertThat(ask("forward")).isEqualTo("other handler");
    }

    @Test
    void thereIsNoDispatcherToAServletThatIsNot_6_2_6() {
        assertThat(ask("forwardToNobody")).isEqualTo("nullnull");
    }

    @Test
    void anAckIsNotMadeFromASession_6_2() {
        assertThat(ask("subsequentOfNothing")).isEqualTo("IllegalArgumentException");
    }
}
