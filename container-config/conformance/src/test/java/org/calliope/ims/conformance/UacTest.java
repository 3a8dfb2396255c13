package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 11.1, 6.2.1, 5.4.2: an application that sends requests of its own. */
class UacTest {

    @RegisterExtension
    static final Application APP = Application.of("uac", ScriptedClient.class, ScriptedAgent.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private SipMessage start(String action) {
        return alice.request("START", APP).with("X-Do", action).with("X-To", bob.uri());
    }

    private String started(SipMessage start) {
        alice.exchange(start);
        return start.callId();
    }

    private SipMessage answered(int status) {
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, status));
        return invite;
    }

    @Test
    void aNewRequestIsComplete_11_1_RFC3261_8_1_1() {
        started(start("nothing"));
        SipMessage invite = answered(486);
        assertThat(invite.requestUri()).isEqualTo(bob.uri());
        assertThat(invite.from().tag()).isNotEmpty();
        assertThat(invite.to().tag()).isEmpty();
        assertThat(invite.required("Max-Forwards")).isEqualTo("70");
        assertThat(invite.required("Contact")).contains("127.0.0.1:" + Suite.port());
        assertThat(invite.topVia().branch()).startsWith("z9hG4bK");
        bob.await("ACK");
    }

    @Test
    void a2xxIsAcknowledgedByTheApplication_11_1() {
        String key = started(start("nothing"));
        SipMessage invite = answered(200);
        SipMessage ack = bob.await("ACK");
        assertThat(ack.cseq()).isEqualTo(invite.cseq());
        assertThat(ack.topVia().branch()).isNotEqualTo(invite.topVia().branch());
        Events.await(key, "success 200 INVITE CONFIRMED");
        Events.await(key, "branch null proxy null");
        Events.await(key, "second createAck IllegalStateException");
    }

    @Test
    void aRefusalIsAcknowledgedByTheContainer_11_1() {
        String key = started(start("nothing"));
        SipMessage invite = answered(486);
        assertThat(bob.await("ACK").topVia().branch()).isEqualTo(invite.topVia().branch());
        Events.await(key, "late createAck IllegalStateException");
    }

    @Test
    void aSessionIsInitialEarlyConfirmedTerminated_6_2_1() {
        String key = started(start("nothing"));
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 180));
        Events.await(key, "provisional 180 INVITE EARLY");
        Events.await(key, "early createAck IllegalStateException");
        SipMessage answer = bob.send(bob.response(invite, 200));
        bob.await("ACK");
        assertThat(bob.exchange(bob.back(invite, answer, "BYE", 1)).status()).isEqualTo(200);
        Events.await(key, "after BYE TERMINATED");
        assertThat(Events.of(key)).contains("at first INITIAL", "success 200 INVITE CONFIRMED");
    }

    @Test
    void aRefusedSessionIsInitialAgain_6_2_1() {
        String key = started(start("nothing"));
        answered(486);
        bob.await("ACK");
        Events.await(key, "error 486 INVITE INITIAL");
    }

    @Test
    void aRefusalAfterRingingReachesTheApplication_11_1() {
        String key = started(start("nothing"));
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 180));
        Events.await(key, "provisional 180 INVITE EARLY");
        bob.send(bob.response(invite, 486));
        bob.await("ACK");
        Events.await(key, "error 486 INVITE INITIAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "INFO", "UPDATE", "MESSAGE", "OPTIONS"})
    void theApplicationSendsRequestsInItsDialog_11_1_RFC3261_12_2_1_1(String method) {
        String key = started(start(method));
        SipMessage invite = answered(200);
        bob.await("ACK");
        SipMessage next = bob.await(method);
        assertThat(next.cseq()).isEqualTo(invite.cseq() + 1);
        assertThat(next.to().tag()).contains("p" + bob.port());
        assertThat(next.callId()).isEqualTo(invite.callId());
        bob.send(bob.response(next, 200));
        Events.await(key, "success 200 " + method + (method.equals("BYE") ? " TERMINATED" : " CONFIRMED"));
    }

    @Test
    void anInviteCanBeCancelled_11_1_RFC3261_9_1() {
        String key = started(start("cancel"));
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 180));
        SipMessage cancel = bob.cancelled(invite);
        assertThat(cancel.cseq()).isEqualTo(invite.cseq());
        assertThat(cancel.requestUri()).isEqualTo(invite.requestUri());
        bob.await("ACK");
        Events.await(key, "late createAck IllegalStateException");
        assertThat(Events.of(key)).anyMatch(e -> e.startsWith("error 487 INVITE"));
    }

    @Test
    void whatIsOverCanNotBeCancelled_SipServletRequest_createCancel() {
        String key = started(start("nothing"));
        answered(200);
        Events.await(key, "createCancel IllegalStateException");
    }

    @Test
    void ackAndCancelAreNotMadeBySessions_SipSession_createRequest() {
        String key = started(start("nothing"));
        answered(200);
        Events.await(key, "create ACK IllegalArgumentException");
        Events.await(key, "create CANCEL IllegalArgumentException");
    }

    @Test
    void onlyAnInviteIsAcknowledged_SipServletResponse_createAck() {
        String key = started(start("nothing").with("X-Method", "OPTIONS"));
        bob.send(bob.response(bob.await("OPTIONS"), 200));
        Events.await(key, "createAck IllegalStateException");
    }

    @Test
    void aRequestThatWasSentIsCommitted_5_1() {
        String key = started(start("committed"));
        answered(486);
        Events.await(key, "send IllegalStateException");
        assertThat(Events.of(key)).contains("committed true", "setHeader IllegalStateException", "setContent IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call-ID", "CSeq", "Via", "Record-Route", "Route", "Contact"})
    void systemHeadersAreTheContainers_5_4_2(String header) {
        String key = started(start("headers"));
        SipMessage invite = answered(486);
        assertThat(invite.required("X-Own")).isEqualTo("1");
        assertThat(invite.bodyText()).isEqualTo("hello");
        assertThat(Events.of(key)).contains(header + " IllegalArgumentException", "X-Own allowed");
    }

    @Test
    void aPushedRouteIsTheNextHop_11_1() {
        started(start("route"));
        SipMessage invite = answered(486);
        assertThat(invite.requestUri()).isEqualTo("sip:far@away.example");
        assertThat(invite.required("Route")).contains(bob.uri());
    }

    @Test
    void aSessionHasAnOutboundInterface_14_2() {
        started(start("interface").with("X-Port", String.valueOf(Suite.otherPort())));
        SipMessage invite = answered(486);
        assertThat(invite.topVia().port()).isEqualTo(Suite.otherPort());
        assertThat(invite.required("Contact")).contains(":" + Suite.otherPort());
    }

    @Test
    void aRedirectionIsTheApplications_11_1() {
        String key = started(start("nothing"));
        answered(302);
        bob.await("ACK");
        Events.await(key, "redirect 302 INVITE INITIAL");
        bob.expectNone("a second INVITE", m -> m.is("INVITE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth-header", "auth-info"})
    void aChallengeOfAServerIsAnswered_SipServletRequest_addAuthHeader(String action) {
        String key = started(start(action));
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 401).with("WWW-Authenticate", "Digest realm=\"home\", nonce=\"n1\", algorithm=MD5, qop=\"auth\""));
        bob.await("ACK");
        SipMessage again = bob.await("INVITE");
        assertThat(again.required("Authorization")).contains("username=\"agent\"", "realm=\"home\"", "nonce=\"n1\"", "response=\"");
        assertThat(again.callId()).isEqualTo(invite.callId());
        assertThat(again.cseq()).isGreaterThan(invite.cseq());
        bob.send(bob.response(again, 200));
        bob.await("ACK");
        Events.await(key, "realm home");
    }

    @Test
    void aChallengeOfAProxyIsAnswered_SipServletRequest_addAuthHeader() {
        started(start("auth-info").with("X-Method", "MESSAGE"));
        bob.send(bob.response(bob.await("MESSAGE"), 407).with("Proxy-Authenticate", "Digest realm=\"home\", nonce=\"n2\", algorithm=MD5"));
        SipMessage again = bob.await("MESSAGE");
        assertThat(again.required("Proxy-Authorization")).contains("username=\"agent\"", "nonce=\"n2\"");
        bob.send(bob.response(again, 200));
    }

    @Test
    void aCallOverTcpStaysThere_11_1() {
        try (Peer carol = Peer.tcp()) {
            String key = started(alice.request("START", APP).with("X-Do", "INFO").with("X-To", carol.uri()));
            SipMessage invite = carol.await("INVITE");
            assertThat(invite.requestUri()).isEqualTo(carol.uri());
            assertThat(invite.topVia().transport()).isEqualToIgnoringCase("TCP");
            carol.send(carol.response(invite, 200));
            carol.await("ACK");
            carol.send(carol.response(carol.await("INFO"), 200));
            Events.await(key, "success 200 INFO CONFIRMED");
        }
    }
}
