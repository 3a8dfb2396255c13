package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 10.2.4, RFC 3261 16.7: a request goes to several targets at once; the best of their responses goes back. */
class ProxyParallelTest {

    @RegisterExtension
    static final Application APP = Application.of("parallel", ScriptedProxy.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();
    private final Peer carol = Peer.udp();

    @AfterEach
    void close() {
        List.of(alice, bob, carol).forEach(Peer::close);
    }

    private SipMessage request(String method) {
        return alice.request(method, APP).with("X-To", bob.uri()).with("X-To", carol.uri());
    }

    private SipMessage invite() {
        return alice.send(request("INVITE"));
    }

    @Test
    void everyTargetGetsTheRequestWithABranchOfItsOwn_10_2() {
        invite();
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        assertThat(atBob.requestUri()).isEqualTo(bob.uri());
        assertThat(atCarol.requestUri()).isEqualTo(carol.uri());
        assertThat(atBob.topVia().branch()).isNotEqualTo(atCarol.topVia().branch());
        assertThat(atBob.callId()).isEqualTo(atCarol.callId());
    }

    @Test
    void theFirst2xxGoesBackAndTheOtherBranchIsCancelled_10_2_4_RFC3261_16_7_10() {
        SipMessage invite = invite();
        SipMessage atCarol = carol.await("INVITE");
        carol.send(carol.response(atCarol, 180));
        alice.await(invite, 180);
        bob.send(bob.response(bob.await("INVITE"), 200));
        assertThat(alice.conclude(invite).to().tag()).contains("p" + bob.port());
        carol.cancelled(atCarol);
        alice.expectNone("487", m -> m.status() == 487);
    }

    @Test
    void aBranchThatHasSaidNothingYetIsCancelledWhenItDoes_RFC3261_9_1() {
        SipMessage invite = invite();
        SipMessage atCarol = carol.await("INVITE");
        bob.send(bob.response(bob.await("INVITE"), 200));
        alice.conclude(invite);
        carol.expectNone("CANCEL", m -> m.is("CANCEL"));
        carol.send(carol.response(atCarol, 180));
        carol.cancelled(atCarol);
    }

    @Test
    void provisionalResponsesOfAllBranchesGoBackBut100DoesNot_10_2_4_RFC3261_16_7_5() {
        SipMessage invite = invite();
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        bob.send(bob.response(atBob, 100));
        bob.send(bob.response(atBob, 180));
        carol.send(carol.response(atCarol, 183));
        alice.await(invite, 180);
        alice.await(invite, 183);
        Events.await(invite.callId(), "provisional 180");
        Events.await(invite.callId(), "provisional 183");
        assertThat(Events.of(invite.callId())).doesNotContain("provisional 100");
        bob.send(bob.response(atBob, 200));
        alice.conclude(invite);
        carol.cancelled(atCarol);
    }

    @Test
    void theLowestClassIsTheBestResponse_10_2_4_RFC3261_16_7_6() {
        SipMessage invite = invite();
        bob.send(bob.response(bob.await("INVITE"), 500));
        carol.send(carol.response(carol.await("INVITE"), 404));
        assertThat(alice.conclude(invite).status()).isEqualTo(404);
        bob.await("ACK");
        carol.await("ACK");
    }

    @Test
    void noFailureGoesBackWhileABranchIsOpen_10_2_4_RFC3261_16_7_6() {
        SipMessage invite = invite();
        bob.send(bob.response(bob.await("INVITE"), 486));
        SipMessage atCarol = carol.await("INVITE");
        bob.await("ACK");
        alice.expectNone("a final response", SipMessage::isFinal);
        carol.send(carol.response(atCarol, 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void a6xxIsTheBestResponse_10_2_4_RFC3261_16_7_6() {
        SipMessage invite = invite();
        bob.send(bob.response(bob.await("INVITE"), 404));
        carol.send(carol.response(carol.await("INVITE"), 603));
        assertThat(alice.conclude(invite).status()).isEqualTo(603);
    }

    @Test
    void a6xxCancelsTheOtherBranches_10_2_4_RFC3261_16_7_5() {
        SipMessage invite = invite();
        SipMessage atCarol = carol.await("INVITE");
        carol.send(carol.response(atCarol, 180));
        alice.await(invite, 180);
        bob.send(bob.response(bob.await("INVITE"), 603));
        carol.cancelled(atCarol);
        assertThat(alice.conclude(invite).status()).isEqualTo(603);
    }

    @Test
    void a2xxBeatsA6xxThatCameBefore_RFC3261_16_7_5() {
        SipMessage invite = invite();
        SipMessage atCarol = carol.await("INVITE");
        carol.send(carol.response(atCarol, 180));
        alice.await(invite, 180);
        bob.send(bob.response(bob.await("INVITE"), 603));
        carol.await("CANCEL");
        carol.send(carol.response(atCarol, 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void challengesOfAllBranchesAreInTheResponse_RFC3261_16_7_7() {
        SipMessage invite = invite();
        bob.send(bob.response(bob.await("INVITE"), 401).with("WWW-Authenticate", "Digest realm=\"bob\", nonce=\"1\""));
        carol.send(carol.response(carol.await("INVITE"), 407).with("Proxy-Authenticate", "Digest realm=\"carol\", nonce=\"2\""));
        SipMessage refusal = alice.conclude(invite);
        assertThat(refusal.status()).isIn(401, 407);
        assertThat(refusal.required("WWW-Authenticate")).contains("bob");
        assertThat(refusal.required("Proxy-Authenticate")).contains("carol");
    }

    @Test
    void every2xxOfAnInviteGoesBack_10_2_4_RFC3261_16_7_5() {
        SipMessage invite = alice.send(request("INVITE").with("X-Set", "no-cancel=true"));
        bob.send(bob.response(bob.await("INVITE"), 200));
        carol.send(carol.response(carol.await("INVITE"), 200));
        assertThat(List.of(alice.conclude(invite).to().tag(), alice.conclude(invite).to().tag()).toString())
            .contains("p" + bob.port(), "p" + carol.port());
    }

    @Test
    void noBranchIsCancelledWithNoCancel_10_1() {
        SipMessage invite = alice.send(request("INVITE").with("X-Set", "no-cancel=true"));
        SipMessage atCarol = carol.await("INVITE");
        carol.send(carol.response(atCarol, 180));
        alice.await(invite, 180);
        bob.send(bob.response(bob.await("INVITE"), 200));
        alice.conclude(invite);
        carol.expectNone("CANCEL", m -> m.is("CANCEL"));
        carol.send(carol.response(atCarol, 486));
        carol.await("ACK");
        alice.expectNone("486", m -> m.status() == 486);
    }

    @Test
    void one2xxOnlyGoesBackForOtherMethods_10_2_4_RFC3261_16_7_5() {
        SipMessage message = alice.send(request("MESSAGE"));
        bob.send(bob.response(bob.await("MESSAGE"), 200));
        carol.send(carol.response(carol.await("MESSAGE"), 200));
        assertThat(alice.awaitFinal(message).status()).isEqualTo(200);
        alice.expectNone("a second final response", SipMessage::isFinal);
    }

    @Test
    void theCallersCancelReachesEveryBranchAndTheApplication_10_2_6() {
        SipMessage invite = invite();
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        bob.send(bob.response(atBob, 180));
        carol.send(carol.response(atCarol, 183));
        alice.await(invite, 180);
        alice.await(invite, 183);
        SipMessage cancel = alice.cancel(invite);
        assertThat(alice.exchange(cancel).status()).isEqualTo(200);
        bob.cancelled(atBob);
        carol.cancelled(atCarol);
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
        Events.await(invite.callId(), "CANCEL");
    }

    /** The CANCEL has the branch of its INVITE; its transaction is over first, and the INVITE's goes on without it. */
    @Test
    void theAnswerToACancelledInviteComesAgainUntilItIsAcknowledged_RFC3261_9_2_and_17_2_1() {
        SipMessage invite = invite();
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        bob.send(bob.response(atBob, 180));
        carol.send(carol.response(atCarol, 180));
        alice.await(invite, 180);
        alice.exchange(alice.cancel(invite));
        alice.expectNone("487 before the targets have answered", m -> m.status() == 487);
        bob.cancelled(atBob);
        carol.cancelled(atCarol);
        SipMessage terminated = alice.awaitFinal(invite);
        Awaitility.await().until(() -> alice.repetitions(terminated.startLine()) > 0);
        alice.send(alice.ack(invite, terminated));
    }

    @Test
    void aTargetThatCanNotBeReachedCountsAsAFailedBranch_RFC3261_16_9() {
        Peer gone = Peer.tcp();
        gone.close();
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", gone.uri()).with("X-To", bob.uri()));
        bob.send(bob.response(bob.await("INVITE"), 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }
}
