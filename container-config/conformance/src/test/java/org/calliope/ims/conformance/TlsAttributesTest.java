package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 5.4.3: who has sent a message over TLS, as the application sees it. */
class TlsAttributesTest {

    @RegisterExtension
    static final Application APP = Application.of("tls", ScriptedTls.class);

    private static final String BY_AUTHORITY = " by " + Authority.NAME;

    private static void answers(Peer peer, String method) {
        peer.send(peer.response(peer.await(method), 200));
    }

    private static SipMessage start(Peer peer, Peer to) {
        SipMessage start = peer.request("START", APP).with("X-To", to.uri());
        assertThat(peer.exchange(start).status()).isEqualTo(200);
        return start;
    }

    @Test
    void requestsHaveTheCertificatesOfTheirSenderInOrderOfTrust_5_4_3() {
        try (Peer alice = Peer.tls(Suite.authority().known("CN=alice"))) {
            SipMessage invite = alice.request("INVITE", APP);
            alice.send(invite);
            SipMessage ok = alice.conclude(invite);
            assertThat(ok.status()).isEqualTo(200);
            assertThat(alice.exchange(alice.within(invite, ok, "BYE", 2)).status()).isEqualTo(200);
            for (String method : new String[] {"INVITE", "ACK", "BYE"}) {
                Events.await(invite.callId(), method + " request secure=true CN=alice" + BY_AUTHORITY);
            }
        }
    }

    @Test
    void requestsOverSecureWebSocketHaveThemToo_5_4_3() {
        try (Peer alice = Peer.wss(Suite.authority().known("CN=alice"))) {
            SipMessage message = alice.request("MESSAGE", APP);
            assertThat(alice.exchange(message).status()).isEqualTo(200);
            Events.await(message.callId(), "MESSAGE request secure=true CN=alice" + BY_AUTHORITY);
        }
    }

    @Test
    void whoHasNoCertificateHasNoAttribute_5_4_3() {
        try (Peer tls = Peer.tls(Suite.authority().unknown()); Peer udp = Peer.udp()) {
            for (Peer peer : new Peer[] {tls, udp}) {
                SipMessage message = peer.request("MESSAGE", APP);
                assertThat(peer.exchange(message).status()).isEqualTo(200);
                Events.await(message.callId(), "MESSAGE request secure=" + (peer == tls) + " none");
            }
        }
    }

    @Test
    void responsesHaveTheCertificatesOfTheirSender_5_4_3() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.tls(Suite.authority().known("CN=bob"))) {
            SipMessage start = start(alice, bob);
            answers(bob, "INVITE");
            bob.await("ACK");
            answers(bob, "BYE");
            Events.await(start.callId(), "INVITE response secure=true CN=bob" + BY_AUTHORITY);
            Events.await(start.callId(), "BYE response secure=true CN=bob" + BY_AUTHORITY);
        }
    }

    @Test
    void responsesWithoutTlsHaveNoAttribute_5_4_3() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage start = start(alice, bob);
            answers(bob, "INVITE");
            Events.await(start.callId(), "INVITE response secure=false none");
        }
    }

    @Test
    void aResponseIsNotSecureBecauseItsViaSaysSo_5_5() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.tcp()) {
            SipMessage start = start(alice, bob);
            SipMessage ok = bob.response(bob.await("INVITE"), 200);
            String via = ok.required("Via");
            bob.send(ok.replace("Via", via.replace("/TCP", "/TLS").replace(":" + Suite.port(), ":" + Suite.tlsPort())));
            Events.await(start.callId(), "INVITE response secure=false none");
        }
    }

    @Test
    void aProxySeesTheCertificatesOfBothSides_5_4_3() {
        try (Peer alice = Peer.tls(Suite.authority().known("CN=alice")); Peer bob = Peer.tls(Suite.authority().known("CN=bob"))) {
            SipMessage message = alice.request("MESSAGE", APP).with("X-Do", "proxy").with("X-To", bob.uri());
            alice.send(message);
            answers(bob, "MESSAGE");
            assertThat(alice.awaitFinal(message).status()).isEqualTo(200);
            Events.await(message.callId(), "MESSAGE request secure=true CN=alice" + BY_AUTHORITY);
            Events.await(message.callId(), "MESSAGE response secure=true CN=bob" + BY_AUTHORITY);
        }
    }

    /** What this server answers in the place of a peer that is not there has nobody's certificate. */
    @Test
    void aResponseOfTheContainersOwnHasNoAttribute_5_4_3() {
        try (Peer alice = Peer.udp(); Peer mallory = Peer.tls(Suite.authority().stranger("CN=mallory"))) {
            SipMessage start = start(alice, mallory);
            Awaitility.await().until(() -> Events.of(start.callId()).stream().anyMatch(e -> e.matches("INVITE response .* none")));
        }
    }
}
