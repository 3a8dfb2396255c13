package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 17.5: who comes with an identity that a trusted host asserts (RFC 3325). */
class AssertedIdentityTest {

    @RegisterExtension
    static final Application ASSERTED = Application.of("asserted", Who.class)
        .with(SecurityTest.constraint("Main", "", "<auth-constraint><role-name>member</role-name></auth-constraint>")
            + SecurityTest.login("<auth-method>DIGEST</auth-method>" + assertion("SUPPORTED")));

    @RegisterExtension
    static final Application REQUIRED = Application.of("assertedonly", Who.class)
        .with(SecurityTest.constraint("Main", "", "<auth-constraint><role-name>member</role-name></auth-constraint>")
            + SecurityTest.login(assertion("REQUIRED")));

    @RegisterExtension
    static final Application OPEN = Application.of("unsecured", Who.class);

    private static String assertion(String support) {
        return "<identity-assertion><identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme>"
            + "<identity-assertion-support>" + support + "</identity-assertion-support></identity-assertion>";
    }

    @BeforeAll
    static void users() throws IOException {
        SecurityTest.users();
    }

    @Test
    void anAssertedIdentityOfATrustedHostIsTheUser_17_5() {
        try (Peer peer = Peer.at(Suite.TRUSTED)) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", ASSERTED)
                .with("P-Asserted-Identity", "\"Carol\" <sip:carol@ims.example;user=phone>"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("X-Name")).isEqualTo("sip:carol@ims.example");
        }
    }

    @Test
    void anAssertedIdentityOfAnybodyElseIsNotBelieved_17_5() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("MESSAGE", ASSERTED)
                .with("P-Asserted-Identity", "<sip:carol@ims.example>")).status()).isEqualTo(401);
            assertThat(peer.exchange(peer.request("MESSAGE", REQUIRED)
                .with("P-Asserted-Identity", "<sip:carol@ims.example>")).status()).isEqualTo(403);
        }
    }

    /** Where a request comes from is where its packet came from, whatever it says itself. */
    @Test
    void aForgedViaIsNoTrustedHost_17_5_5_5() {
        for (Peer peer : List.of(Peer.udp(), Peer.tcp())) {
            try (peer) {
                for (String received : List.of("", ";received=" + Suite.TRUSTED, ";received=" + Suite.TRUSTED + ";rport=1")) {
                    for (String host : List.of("127.0.0.1", Suite.TRUSTED, "trusted.example")) {
                        SipMessage request = peer.request("OPTIONS", OPEN);
                        peer.send(request.replace("Via", request.required("Via").replace("127.0.0.1", host) + received));
                        Events.await("secure", "called " + request.callId() + " from 127.0.0.1");
                    }
                }
            }
        }
    }

    @Test
    void withoutAnAssertedIdentityTheDigestCounts_17_5() {
        try (Peer peer = Peer.at(Suite.TRUSTED)) {
            assertThat(SecurityTest.login(peer, peer.request("MESSAGE", ASSERTED), "MD5", "alice", SecurityTest.PASSWORD).status()).isEqualTo(200);
            assertThat(peer.exchange(peer.request("MESSAGE", REQUIRED)).status()).isEqualTo(403);
        }
    }

    @Test
    void anAssertedIdentityWithoutTheRoleIsForbidden_17_8() {
        try (Peer peer = Peer.at(Suite.TRUSTED)) {
            assertThat(peer.exchange(peer.request("MESSAGE", REQUIRED)
                .with("P-Asserted-Identity", "<sip:dave@ims.example>")).status()).isEqualTo(403);
        }
    }
}
