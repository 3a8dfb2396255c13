package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipURI;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 15.11 and 6.4.2: which application session a request belongs to, and one thread at a time in it. */
class TargetingTest {

    private static final String NAME = "targeting";

    @RegisterExtension
    static final Application APP = Application.of(NAME, Keyed.class).with(Application.listener(Keyed.class));

    @RegisterExtension
    static final Application PLAIN = Application.of("plain", Plain.class);

    @RegisterExtension
    static final Application ENDING = Application.of("ending", Ending.class).with(Application.listener(Ending.class));

    /** Tells its application session, without a key method. */
    public static class Plain extends Probe {

        private static final long serialVersionUID = 1L;

        public String session(SipServletRequest r) {
            return r.getApplicationSession().getId();
        }

        public String encode(SipServletRequest r) {
            SipURI uri = factory().createSipURI("plain", "127.0.0.1");
            uri.setPort(r.getLocalPort());
            r.getApplicationSession().encodeURI(uri);
            return r.getApplicationSession().getId() + " " + uri;
        }

        public String corresponding(SipServletRequest r) {
            SipSession other = sessions().getCorrespondingSipSession(r.getSession(), r.getHeader("X-Header"));
            return r.getApplicationSession().getId() + " " + (other == null ? "none" : other.getId());
        }

        public String ids(SipServletRequest r) {
            return r.getApplicationSession().getId() + " " + r.getSession().getId();
        }
    }

    private static String ask(Application application, String what, String... headers) {
        return Probe.of(application, what, headers);
    }

    @Test
    void requestsWithTheSameKeyShareAnApplicationSession_15_11_2() {
        String one = ask(APP, "session", "X-Key", "red");
        assertThat(ask(APP, "session", "X-Key", "red")).isEqualTo(one);
        assertThat(ask(APP, "session", "X-Key", "blue")).isNotEqualTo(one);
        assertThat(ask(PLAIN, "session")).isNotEqualTo(ask(PLAIN, "session"));
    }

    @Test
    void anApplicationSessionDoesNotEndWhileARequestIsOnItsWayIntoIt_15_11_2() {
        ask(ENDING, "remember");
        Events.await("ending", "ready");
        assertThat(ask(ENDING, "remembered")).isEqualTo("yes");
        Events.await("ending", "over");
        assertThat(ask(ENDING, "remembered")).isEqualTo("null");
    }

    @Test
    void anApplicationSessionIsFoundByItsKey_15_11_2() {
        assertThat(ask(APP, "byKey", "X-Key", "green")).isEqualTo("true null true true");
    }

    @Test
    void anApplicationSessionIsFoundByItsId_13_3() {
        assertThat(ask(APP, "byId", "X-Key", "id")).isEqualTo("true null");
    }

    @Test
    void anEncodedUriLeadsToItsApplicationSession_15_11_3() {
        try (Peer peer = Peer.udp()) {
            SipMessage invite = peer.request("INVITE", PLAIN).with("X-Do", "encode");
            SipMessage ok = peer.exchange(invite);
            peer.send(peer.ack(invite, ok));
            String[] made = ok.required("X-Result").split(" ");
            SipMessage request = peer.request("MESSAGE", "elsewhere").with("X-Do", "session");
            assertThat(Probe.of(peer, request.withStartLine("MESSAGE " + made[1] + " SIP/2.0"))).isEqualTo(made[0]);
            peer.exchange(peer.within(invite, ok, "BYE", 2));
        }
    }

    @Test
    void replacesLeadsToTheApplicationSessionOfItsDialog_15_11_4() {
        joins("Replaces");
    }

    @Test
    void joinLeadsToTheApplicationSessionOfItsDialog_15_11_4() {
        joins("Join");
    }

    private static void joins(String header) {
        try (Peer peer = Peer.udp()) {
            SipMessage invite = peer.request("INVITE", PLAIN).with("X-Do", "ids");
            SipMessage ok = peer.exchange(invite);
            peer.send(peer.ack(invite, ok));
            SipMessage second = peer.request("INVITE", PLAIN).with("X-Do", "corresponding").with("X-Header", header)
                .with(header, invite.callId() + ";from-tag=" + invite.from().tag() + ";to-tag=" + ok.to().tag());
            SipMessage joined = peer.exchange(second);
            assertThat(joined.required("X-Result")).isEqualTo(ok.required("X-Result"));
            peer.send(peer.ack(second, joined));
            peer.exchange(peer.within(invite, ok, "BYE", 2));
            peer.exchange(peer.within(second, joined, "BYE", 2));
        }
    }

    /** Twelve requests of twelve calls for one application session, over two transports. */
    @Test
    void requestsOfOneApplicationSessionComeOneAfterTheOther_6_4_2() {
        Events.clear(NAME);
        try (Peer udp = Peer.udp(); Peer tcp = Peer.tcp()) {
            for (int i = 0; i < 6; i++) {
                udp.send(udp.request("MESSAGE", APP).with("X-Key", "busy").with("X-Do", "work"));
                tcp.send(tcp.request("MESSAGE", APP).with("X-Key", "busy").with("X-Do", "work"));
            }
            await().until(() -> Events.of(NAME).size() == 12);
            assertThat(Events.of(NAME)).containsOnly("request 1");
        }
    }

    @Test
    void timersAndRequestsOfOneApplicationSessionDoNotRunTogether_6_4_2() {
        Events.clear(NAME);
        try (Peer peer = Peer.udp()) {
            peer.send(peer.request("MESSAGE", APP).with("X-Key", "timed").with("X-Do", "timers"));
            for (int i = 0; i < 5; i++) {
                peer.send(peer.request("MESSAGE", APP).with("X-Key", "timed").with("X-Do", "work"));
            }
            await().until(() -> Events.of(NAME).size() == 10);
            assertThat(Events.of(NAME)).containsOnly("request 1", "timer 1");
        }
    }
}
