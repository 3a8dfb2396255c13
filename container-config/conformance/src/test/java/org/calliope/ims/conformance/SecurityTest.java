package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.testkit.wire.SipMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 17: security-constraint, login-config, roles and the user behind a request. */
class SecurityTest {

    static final String REALM = "conformance.example";
    static final String PASSWORD = "pass word";
    /** Who comes with a certificate. */
    static final String CERTIFIED = "CN=Dave,O=Example";

    @RegisterExtension
    static final Application APP = Application.declared("secure",
        "<servlet-selection>"
            + map("Public", "OPTIONS") + map("Proxying", "SUBSCRIBE") + map("Nobody", "PUBLISH") + map("Tls", "REGISTER") + map("Members", "")
            + "</servlet-selection>"
            + "<servlet><servlet-name>Members</servlet-name><servlet-class>" + Who.class.getName() + "</servlet-class>"
            + "<security-role-ref><role-name>insider</role-name><role-link>member</role-link></security-role-ref></servlet>"
            + Application.servlet("Public", Who.class) + Application.servlet("Proxying", Who.class)
            + Application.servlet("Nobody", Who.class) + Application.servlet("Tls", Who.class)
            + constraint("Members", "", "<auth-constraint><role-name>member</role-name></auth-constraint>")
            + constraint("Proxying", "", "<proxy-authentication/><auth-constraint><role-name>*</role-name></auth-constraint>")
            + constraint("Nobody", "", "<auth-constraint/>")
            + constraint("Tls", "", "<user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee></user-data-constraint>")
            + "<login-config><auth-method>DIGEST</auth-method><realm-name>" + REALM + "</realm-name></login-config>"
            + "<security-role><role-name>member</role-name></security-role>", Who.class);

    @RegisterExtension
    static final Application METHODS = Application.of("securemethods", Who.class)
        .with(constraint("Main", "<sip-method>MESSAGE</sip-method>", "<auth-constraint><role-name>member</role-name></auth-constraint>")
            + login("<auth-method>DIGEST</auth-method>"));

    private static String map(String servlet, String method) {
        String condition = method.isEmpty() ? "<exists><var>request.method</var></exists>"
            : "<equal><var>request.method</var><value>" + method + "</value></equal>";
        return "<servlet-mapping><servlet-name>" + servlet + "</servlet-name><pattern>" + condition + "</pattern></servlet-mapping>";
    }

    static String constraint(String servlet, String methods, String inside) {
        return "<security-constraint><resource-collection><resource-name>r</resource-name><servlet-name>" + servlet
            + "</servlet-name>" + methods + "</resource-collection>" + inside + "</security-constraint>";
    }

    static String login(String inside) {
        return "<login-config>" + inside + "<realm-name>" + REALM + "</realm-name></login-config>"
            + "<security-role><role-name>member</role-name></security-role>";
    }

    @BeforeAll
    static void users() throws IOException {
        Path file = Suite.home().resolve("conf/users");
        Files.write(file, List.of(line("alice", PASSWORD, "member"), line("bob", PASSWORD, "-"),
            "sip:carol@ims.example\t" + REALM + "\t-\t-\tmember", CERTIFIED + "\t" + REALM + "\t-\t-\tmember"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String line(String name, String password, String roles) {
        return String.join("\t", name, REALM, Digest.ha1("MD5", name, REALM, password), Digest.ha1("SHA-256", name, REALM, password), roles);
    }

    private static Challenge challenge(SipMessage response, String algorithm) {
        String header = response.status() == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        return response.headers().stream().filter(h -> h.is(header)).map(h -> Challenge.parse(h.value()))
            .filter(c -> c.algorithm().equals(algorithm)).findFirst().orElseThrow();
    }

    private static Credentials answer(SipMessage request, Challenge challenge, String user, String password, int count) {
        return Digest.answer(password, request.method(), Credentials.to(challenge, user, request.requestUri(), count, "0a4f113b"));
    }

    /** The request once more, as RFC 3261 22.2 says, with credentials. */
    private static SipMessage again(SipMessage request, Credentials credentials) {
        String via = request.required("Via");
        return request.replace("CSeq", request.cseq() + 1 + " " + request.method())
            .replace("Via", via.substring(0, via.indexOf("z9hG4bK")) + "z9hG4bK" + Peer.id())
            .with("Authorization", credentials.headerValue());
    }

    static SipMessage login(Peer peer, SipMessage request, String algorithm, String user, String password) {
        SipMessage challenged = peer.exchange(request);
        return peer.exchange(again(request, answer(request, challenge(challenged, algorithm), user, password, 1)));
    }

    @Test
    void aConstraintOnAServletIsAnsweredWithAChallenge_17_8() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP));
            assertThat(response.status()).isEqualTo(401);
            assertThat(challenge(response, "MD5").realm()).isEqualTo(REALM);
            assertThat(challenge(response, "MD5").qop()).isEqualTo("auth");
            assertThat(response.toString()).as("the better algorithm comes first, RFC 8760 2.3")
                .containsSubsequence("algorithm=SHA-256", "algorithm=MD5");
        }
    }

    @Test
    void theRightPasswordOpensTheServlet_17_5() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = login(peer, peer.request("MESSAGE", APP), "MD5", "alice", PASSWORD);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("X-Name")).isEqualTo("alice");
            assertThat(response.required("X-User")).startsWith("alice ");
        }
    }

    @Test
    void sha256IsOffered_RFC8760_2_4() {
        try (Peer peer = Peer.tcp()) {
            assertThat(login(peer, peer.request("MESSAGE", APP), "SHA-256", "alice", PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserGetAnotherChallenge_17_5() {
        try (Peer peer = Peer.udp()) {
            for (String user : List.of("alice", "mallory")) {
                SipMessage response = login(peer, peer.request("MESSAGE", APP), "MD5", user, "guess");
                assertThat(response.status()).isEqualTo(401);
                assertThat(response.required("WWW-Authenticate")).doesNotContain("stale");
            }
        }
    }

    @Test
    void aUserWithoutTheRoleIsForbidden_17_8() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = login(peer, peer.request("MESSAGE", APP), "MD5", "bob", PASSWORD);
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.required("Warning")).contains("399").contains("roles");
        }
    }

    @Test
    void isUserInRoleKnowsTheServletsOwnNamesOfRoles_17_3_17_4() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = login(peer, peer.request("MESSAGE", APP), "MD5", "alice", PASSWORD);
            assertThat(response.required("X-Roles")).isEqualTo("member=true insider=true other=false");
        }
    }

    @Test
    void withProxyAuthenticationTheChallengeIsA407_17_8() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("SUBSCRIBE", APP).with("Event", "x");
            SipMessage challenged = peer.exchange(request);
            assertThat(challenged.status()).isEqualTo(407);
            Credentials credentials = answer(request, challenge(challenged, "MD5"), "alice", PASSWORD, 1);
            SipMessage asUser = again(request, credentials);
            assertThat(peer.exchange(asUser).status()).as("not in Authorization").isEqualTo(407);
            SipMessage asProxy = again(asUser.without("Authorization"), credentials).without("Authorization")
                .with("Proxy-Authorization", credentials.headerValue());
            assertThat(peer.exchange(asProxy).status()).isEqualTo(200);
        }
    }

    @Test
    void anEmptyAuthConstraintLetsNobodyIn_17_8() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("PUBLISH", APP).with("Event", "x")).status()).isEqualTo(403);
        }
    }

    @Test
    void aServletWithoutConstraintIsOpen_17_9() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("OPTIONS", APP));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("X-User")).isEqualTo("null null");
            assertThat(response.required("X-Roles")).startsWith("member=false");
        }
    }

    @Test
    void aTransportGuaranteeRefusesWhatComesWithoutTls_17_8() {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("REGISTER", APP));
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.required("Warning")).contains("protected transport");
        }
    }

    @Test
    void aTransportGuaranteeIsKeptByTls_17_8() {
        for (Peer peer : List.of(Peer.tls(Suite.authority().unknown()), Peer.wss(Suite.authority().unknown()))) {
            try (peer) {
                assertThat(peer.exchange(peer.request("REGISTER", APP)).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aViaThatSaysTlsIsNoTls_17_8_5_5() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("REGISTER", APP);
            assertThat(peer.exchange(request.replace("Via", request.required("Via").replace("/UDP", "/TLS"))).status()).isEqualTo(403);
        }
    }

    @Test
    void aConstraintCountsForItsMethodsOnly_17_8() {
        try (Peer peer = Peer.udp()) {
            assertThat(peer.exchange(peer.request("OPTIONS", METHODS)).status()).isEqualTo(200);
            assertThat(peer.exchange(peer.request("MESSAGE", METHODS)).status()).isEqualTo(401);
        }
    }

    @Test
    void aNonceCountIsTakenOnceAndThenTheNonceIsStale_RFC7616_3_4() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("MESSAGE", APP);
            Challenge challenge = challenge(peer.exchange(request), "MD5");
            assertThat(peer.exchange(again(request, answer(request, challenge, "alice", PASSWORD, 1))).status()).isEqualTo(200);
            SipMessage replay = peer.request("MESSAGE", APP);
            SipMessage refused = peer.exchange(again(replay, answer(replay, challenge, "alice", PASSWORD, 1)));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.required("WWW-Authenticate")).contains("stale=true");
            SipMessage next = peer.request("MESSAGE", APP);
            assertThat(peer.exchange(again(next, answer(next, challenge, "alice", PASSWORD, 2))).status()).isEqualTo(200);
        }
    }

    @Test
    void aNonceThatWasMadeUpIsNotTaken_RFC7616_5_2() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("MESSAGE", APP);
            Challenge challenge = challenge(peer.exchange(request), "MD5");
            String nonce = challenge.nonce();
            String forged = nonce.substring(0, 20) + (nonce.charAt(20) == '0' ? '1' : '0') + nonce.substring(21);
            Challenge other = new Challenge(REALM, forged, "", "MD5", "auth");
            assertThat(peer.exchange(again(request, answer(request, other, "alice", PASSWORD, 1))).status()).isEqualTo(401);
        }
    }

    @Test
    void aBrokenAuthorizationHeaderIsNoCredential_17_5() {
        try (Peer peer = Peer.udp()) {
            for (String value : List.of("Digest realm=\"" + REALM + "\", nonce=\"\", response=\"\", username=\"alice\", uri=\"sip:a@b\"",
                "Digest username=\"alice\", realm=\"" + REALM + "\", nonce=\"00\", uri=\"sip:a@b\", response=\"00\", qop=auth, nc=0000000g, cnonce=\"1\"",
                "Bearer abcdef")) {
                assertThat(peer.exchange(peer.request("MESSAGE", APP).with("Authorization", value)).status()).as(value).isEqualTo(401);
            }
        }
    }

    /** The dialog's later requests are not challenged, and their user is who made the dialog. */
    @Test
    void theUserOfADialogIsThatOfItsFirstRequest_17_6() {
        try (Peer peer = Peer.udp()) {
            SipMessage request = peer.request("INVITE", APP);
            SipMessage challenged = peer.exchange(request);
            assertThat(challenged.status()).isEqualTo(401);
            peer.send(peer.ack(request, challenged));
            SipMessage invite = again(request, answer(request, challenge(challenged, "MD5"), "alice", PASSWORD, 1));
            SipMessage ok = peer.exchange(invite);
            assertThat(ok.status()).isEqualTo(200);
            peer.send(peer.ack(invite, ok));
            SipMessage bye = peer.exchange(peer.within(invite, ok, "BYE", 3));
            assertThat(bye.status()).isEqualTo(200);
            assertThat(bye.required("X-Name")).isEqualTo("alice");
            assertThat(bye.required("X-Roles")).contains("member=true");
        }
    }

    /** Who only asks leaves nothing behind. */
    @Test
    void aRefusedRequestLeavesNoSession_17_8_6_1_2_2_2() {
        try (Peer peer = Peer.udp()) {
            for (int i = 0; i < 20; i++) {
                assertThat(peer.exchange(peer.request("MESSAGE", METHODS)).status()).isEqualTo(401);
            }
        }
        Awaitility.await().untilAsserted(() -> assertThat(Suite.server().sip().getSipApplicationDispatcher()
            .findSipApplication("securemethods").getSipManager().getAllSipApplicationSessions()).isExhausted());
    }

    @Test
    void whatCanNotBeHeldUpIsNotDeployed_17_8() {
        assertThatThrownBy(() -> deploy(login("<auth-method>BASIC</auth-method>"))).hasMessageContaining("BASIC is not offered");
        assertThatThrownBy(() -> deploy(constraint("Other", "", "<auth-constraint/>"))).hasMessageContaining("servlet Other, which is not declared");
        assertThatThrownBy(() -> deploy(constraint("Main", "", "<auth-constraint><role-name>r</role-name></auth-constraint>")))
            .hasMessageContaining("without <login-config>");
    }

    private static void deploy(String inside) throws IOException {
        Application.of("secureless", Who.class).with(inside).deploy(Files.createTempDirectory("conformance"));
        Suite.server().deployer().undeploy("secureless");
    }
}
