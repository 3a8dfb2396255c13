package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 10.1: one target after the other, and following redirections. */
class ProxySequentialTest {

    @RegisterExtension
    static final Application APP = Application.of("sequential", ScriptedProxy.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();
    private final Peer carol = Peer.udp();

    @AfterEach
    void close() {
        List.of(alice, bob, carol).forEach(Peer::close);
    }

    private SipMessage sequential() {
        return alice.request("INVITE", APP).with("X-Set", "parallel=false").with("X-To", bob.uri()).with("X-To", carol.uri());
    }

    private SipMessage single(String recurse) {
        return alice.request("INVITE", APP).with("X-Set", "recurse=" + recurse).with("X-To", bob.uri());
    }

    private SipMessage redirection(SipMessage request, Peer target) {
        return bob.response(request, 302).replace("Contact", "<" + target.uri() + ">");
    }

    @Test
    void theSecondTargetIsTriedWhenTheFirstRefuses_10_1() {
        SipMessage invite = alice.send(sequential());
        SipMessage atBob = bob.await("INVITE");
        bob.send(bob.response(atBob, 180));
        alice.await(invite, 180);
        carol.expectNone("INVITE", SipMessage::isRequest);
        bob.send(bob.response(atBob, 486));
        carol.send(carol.response(carol.await("INVITE"), 200));
        assertThat(alice.conclude(invite).to().tag()).contains("p" + carol.port());
    }

    @Test
    void theSecondTargetIsNotTriedWhenTheFirstAccepts_10_1() {
        SipMessage invite = alice.send(sequential());
        bob.send(bob.response(bob.await("INVITE"), 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
        carol.expectNone("INVITE", SipMessage::isRequest);
    }

    @Test
    void a6xxEndsTheSearch_10_2_4() {
        SipMessage invite = alice.send(sequential());
        bob.send(bob.response(bob.await("INVITE"), 603));
        assertThat(alice.conclude(invite).status()).isEqualTo(603);
        carol.expectNone("INVITE", SipMessage::isRequest);
    }

    @Test
    void theBestOfAllRefusalsGoesBack_10_2_4() {
        SipMessage invite = alice.send(sequential());
        bob.send(bob.response(bob.await("INVITE"), 404));
        carol.send(carol.response(carol.await("INVITE"), 500));
        assertThat(alice.conclude(invite).status()).isEqualTo(404);
    }

    @Test
    void theCallersCancelEndsTheSearch_10_2_6() {
        SipMessage invite = alice.send(sequential());
        SipMessage atBob = bob.await("INVITE");
        bob.send(bob.response(atBob, 180));
        alice.await(invite, 180);
        alice.exchange(alice.cancel(invite));
        bob.cancelled(atBob);
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
        carol.expectNone("INVITE", SipMessage::isRequest);
    }

    @Test
    void aTargetThatTakesTooLongIsCancelledForTheNext_10_1() {
        SipMessage invite = alice.send(sequential().with("X-Set", "timeout=1"));
        SipMessage atBob = bob.await("INVITE");
        bob.send(bob.response(atBob, 180));
        alice.await(invite, 180);
        bob.cancelled(atBob);
        carol.send(carol.response(carol.await("INVITE"), 200));
        assertThat(alice.conclude(invite).to().tag()).contains("p" + carol.port());
    }

    @Test
    void aRedirectionIsFollowed_10_1_RFC3261_16_7_4() {
        SipMessage invite = alice.send(single("true"));
        bob.send(redirection(bob.await("INVITE"), carol));
        SipMessage atCarol = carol.await("INVITE");
        assertThat(atCarol.requestUri()).isEqualTo(carol.uri());
        carol.send(carol.response(atCarol, 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
        alice.expectNone("302", m -> m.status() == 302);
    }

    @Test
    void aRedirectionGoesBackWithoutRecursion_10_1() {
        SipMessage invite = alice.send(single("false"));
        bob.send(redirection(bob.await("INVITE"), carol));
        SipMessage redirection = alice.conclude(invite);
        assertThat(redirection.status()).isEqualTo(302);
        assertThat(redirection.required("Contact")).contains(carol.uri());
        carol.expectNone("INVITE", SipMessage::isRequest);
        Events.await(invite.callId(), "redirect 302");
    }

    @Test
    void aRedirectionToTheSameTargetIsNotFollowed_RFC3261_16_5() {
        SipMessage invite = alice.send(single("true"));
        bob.send(redirection(bob.await("INVITE"), bob));
        assertThat(alice.conclude(invite).status()).isGreaterThanOrEqualTo(300);
        bob.expectNone("a second INVITE", m -> m.is("INVITE"));
    }

    @Test
    void everyContactOfARedirectionIsATarget_RFC3261_16_5() {
        try (Peer dave = Peer.udp()) {
            SipMessage invite = alice.send(single("true"));
            bob.send(redirection(bob.await("INVITE"), carol).with("Contact", "<" + dave.uri() + ">"));
            carol.send(carol.response(carol.await("INVITE"), 404));
            dave.send(dave.response(dave.await("INVITE"), 200));
            assertThat(alice.conclude(invite).to().tag()).contains("p" + dave.port());
        }
    }

    @Test
    void aRedirectionDoesNotEndASequentialSearch_10_1() {
        try (Peer dave = Peer.udp()) {
            SipMessage invite = alice.send(sequential());
            bob.send(redirection(bob.await("INVITE"), dave));
            dave.send(dave.response(dave.await("INVITE"), 486));
            carol.send(carol.response(carol.await("INVITE"), 200));
            assertThat(alice.conclude(invite).to().tag()).contains("p" + carol.port());
        }
    }
}
