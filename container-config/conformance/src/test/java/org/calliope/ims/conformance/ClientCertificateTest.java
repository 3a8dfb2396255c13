package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 17.5, CLIENT-CERT: who shows a certificate over TLS. */
class ClientCertificateTest {

    @RegisterExtension
    static final Application APP = Application.of("certified", Who.class)
        .with(SecurityTest.constraint("Main", "", "<auth-constraint><role-name>member</role-name></auth-constraint>")
            + SecurityTest.login("<auth-method>CLIENT-CERT</auth-method>"));

    @BeforeAll
    static void users() throws IOException {
        SecurityTest.users();
    }

    private static Peer dave() {
        return Peer.tls(Suite.authority().known(SecurityTest.CERTIFIED));
    }

    @Test
    void theSubjectOfAVerifiedCertificateIsTheUser_17_5() {
        try (Peer dave = dave()) {
            SipMessage response = dave.exchange(dave.request("MESSAGE", APP));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("X-Name")).isEqualTo(SecurityTest.CERTIFIED);
            assertThat(response.required("X-Roles")).startsWith("member=true");
        }
    }

    @Test
    void theUserOfADialogIsWhoHasShownTheCertificate_17_6() {
        try (Peer dave = dave()) {
            SipMessage invite = dave.request("INVITE", APP);
            dave.send(invite);
            SipMessage ok = dave.conclude(invite);
            assertThat(ok.status()).isEqualTo(200);
            assertThat(dave.exchange(dave.within(invite, ok, "BYE", 2)).required("X-Name")).isEqualTo(SecurityTest.CERTIFIED);
        }
    }

    @Test
    void withoutACertificateARequestIsForbidden_17_5() {
        try (Peer tls = Peer.tls(Suite.authority().unknown()); Peer udp = Peer.udp()) {
            for (Peer peer : new Peer[] {tls, udp}) {
                SipMessage response = peer.exchange(peer.request("MESSAGE", APP));
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.required("Warning")).contains("399").contains("no certificate");
            }
        }
    }

    @Test
    void aCertificateOfWhoHasNoRoleIsForbidden_17_8() {
        try (Peer mallory = Peer.tls(Suite.authority().known("CN=mallory,O=Example"))) {
            SipMessage response = mallory.exchange(mallory.request("MESSAGE", APP));
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.required("Warning")).contains("roles");
        }
    }

    @Test
    void aCertificateThatNobodyBelievesIsNotLookedAt_17_5() {
        double before = cut();
        try (Peer mallory = Peer.tls(Suite.authority().stranger(SecurityTest.CERTIFIED))) {
            SipMessage message = mallory.request("MESSAGE", APP);
            try {
                mallory.send(message);
            } catch (UncheckedIOException closedAtOnce) {
                assertThat(closedAtOnce).hasMessageContaining("cannot send");
            }
            Awaitility.await().until(() -> cut() > before);
            assertThat(Events.of("secure")).noneMatch(event -> event.contains(message.callId()));
        }
    }

    private static double cut() {
        return Suite.server().node().meters().counter("sip.connections.cut", "reason", "handshake").count();
    }
}
