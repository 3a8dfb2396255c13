package org.calliope.ims.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.aka.AuthenticationVector;
import org.calliope.ims.aka.Milenage;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A telephone against a registrar that is played by another one.
 *
 * <pre>
 *   alice               registrar
 *     | REGISTER            |
 *     |--------------------&gt;|
 *     | 401 (challenge)     |
 *     |&lt;--------------------|
 *     | REGISTER (answer)   |
 *     |--------------------&gt;|
 *     | 200 (Service-Route) |
 *     |&lt;--------------------|
 * </pre>
 */
class RegisteringTest {
    private static final String CHALLENGE =
            "Digest realm=\"ims.example\", nonce=\"abc\", qop=\"auth\", algorithm=MD5";
    private UserAgent registrar;

    @BeforeEach
    void open() {
        registrar = UserAgent.builder("sip:registrar@ims.example").patience(Duration.ofSeconds(5)).build()
                .answeringMyself("REGISTER");
    }

    @AfterEach
    void close() {
        registrar.close();
    }

    private UserAgent.Builder alice() {
        String[] hostPort = registrar.hostPort().split(":");
        return UserAgent.builder("sip:alice@ims.example").password("alice").patience(Duration.ofSeconds(5))
                .proxy(hostPort[0], Integer.parseInt(hostPort[1]));
    }

    private SipMessage serve(int status, String name, String value) {
        ServerTransaction register = registrar.awaitRequest("REGISTER");
        register.respond(register.prepare(status).with(name, value));
        return register.request();
    }

    private CompletableFuture<SipMessage> challengeAndAccept() {
        return CompletableFuture.supplyAsync(() -> {
            serve(401, "WWW-Authenticate", CHALLENGE);
            return serve(200, "Service-Route", "<sip:orig@127.0.0.1:5064;lr>");
        });
    }

    @Test
    @DisplayName("TS 24.229 5.1.1.2: private identity in the first REGISTER, no Route, then the answer to the challenge")
    void imsTelephone() {
        try (UserAgent alice = alice().mode(Mode.IMS).build()) {
            CompletableFuture<SipMessage> second = challengeAndAccept();
            alice.register();

            SipMessage first = registrar.exchange().received().get(0);
            assertThat(first.requestUri()).isEqualTo("sip:ims.example");
            assertThat(first.header("Authorization").orElse("")).contains("username=\"alice@ims.example\"", "nonce=\"\"",
                    "response=\"\"", "uri=\"sip:ims.example\"");
            assertThat(first.has("Route")).isFalse();
            assertThat(first.header("Expires")).contains("600000");
            SipMessage answered = second.join();
            assertThat(answered.header("Authorization").orElse("")).contains("nonce=\"abc\"", "nc=00000001");
            assertThat(answered.callId()).isEqualTo(first.callId());
            assertThat(answered.cseq()).isEqualTo(first.cseq() + 1);
            assertThat(alice.invitation("sip:bob@ims.example").list("Route"))
                    .containsExactly("<sip:" + registrar.hostPort() + ";lr>", "<sip:orig@127.0.0.1:5064;lr>");
            assertThat(alice.invitation("sip:bob@ims.example").header("P-Preferred-Identity")).contains("<sip:alice@ims.example>");
        }
    }

    @Test
    @DisplayName("A plain softphone: user name without domain, no credentials before the challenge, Service-Route unknown")
    void softphoneOverTcp() {
        try (UserAgent alice = alice().transport(Transport.TCP).build()) {
            CompletableFuture<SipMessage> second = challengeAndAccept();
            alice.register();

            SipMessage first = registrar.exchange().received().get(0);
            assertThat(first.has("Authorization")).isFalse();
            assertThat(second.join().header("Authorization").orElse("")).contains("username=\"alice\"");
            assertThat(first.contact().orElseThrow().uri()).endsWith(";transport=tcp");
            assertThat(alice.invitation("sip:bob@ims.example").list("Route"))
                    .containsExactly("<sip:" + registrar.hostPort() + ";transport=tcp;lr>");
            assertThat(alice.invitation("sip:bob@ims.example").has("P-Preferred-Identity")).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 3261 22.1: a second 401 is not answered unless it says that only the nonce was stale")
    void refusedAndStale() {
        try (UserAgent alice = alice().build()) {
            CompletableFuture<Void> refusing = CompletableFuture.runAsync(() -> {
                serve(401, "WWW-Authenticate", CHALLENGE);
                serve(401, "WWW-Authenticate", CHALLENGE);
            });
            alice.registration().password("wrong").expect(401);
            refusing.join();
            CompletableFuture<Void> stale = CompletableFuture.runAsync(() -> {
                serve(401, "WWW-Authenticate", CHALLENGE);
                serve(401, "WWW-Authenticate", CHALLENGE + ", stale=true");
                serve(200, "Expires", "60");
            });
            alice.register();
            stale.join();
        }
    }

    @Test
    @DisplayName("RFC 3261 10.2: several contacts, all of them removed, and a query without any")
    void contacts() {
        try (UserAgent alice = alice().build()) {
            CompletableFuture<SipMessage> two = CompletableFuture.supplyAsync(() -> serve(200, "Expires", "60"));
            alice.registration().contact("<sip:a@127.0.0.1>;q=0.5").contact("<sip:b@127.0.0.1>").expires(60).expect(200);
            assertThat(two.join().list("Contact")).containsExactly("<sip:a@127.0.0.1>;q=0.5", "<sip:b@127.0.0.1>");
            CompletableFuture<SipMessage> star = CompletableFuture.supplyAsync(() -> serve(200, "Expires", "0"));
            alice.registration().everyContact().expect(200);
            assertThat(star.join().list("Contact")).containsExactly("*");
            assertThat(star.join().header("Expires")).contains("0");
            CompletableFuture<SipMessage> query = CompletableFuture.supplyAsync(() -> serve(200, "Expires", "60"));
            alice.registration().query().expect(200);
            assertThat(query.join().has("Contact")).isFalse();
            assertThat(query.join().has("Expires")).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 8760 2.4: of several challenges the first is answered, or the one by the algorithm asked for")
    void choosesAmongChallenges() {
        try (UserAgent alice = alice().build()) {
            for (String algorithm : List.of("SHA-256", "MD5")) {
                CompletableFuture<SipMessage> answered = CompletableFuture.supplyAsync(() -> {
                    ServerTransaction register = registrar.awaitRequest("REGISTER");
                    register.respond(register.prepare(401)
                            .with("WWW-Authenticate", CHALLENGE.replace("MD5", "SHA-256"))
                            .with("WWW-Authenticate", CHALLENGE));
                    return serve(200, "Expires", "60");
                });
                alice.registration().algorithm(algorithm.equals("MD5") ? "MD5" : "").expect(200);
                assertThat(answered.join().required("Authorization")).contains("algorithm=" + algorithm);
            }
        }
    }

    @Test
    @DisplayName("RFC 7616 3.4 and 3.5: a nonce is counted on, and followed by the one that Authentication-Info names")
    void countsOn() {
        try (UserAgent alice = alice().build()) {
            CompletableFuture<SipMessage> first = challengeAndAccept();
            alice.register();
            first.join();
            CompletableFuture<SipMessage> second = CompletableFuture.supplyAsync(
                    () -> serve(200, "Authentication-Info", "nextnonce=\"def\",qop=auth,rspauth=\"00\""));
            alice.registration().reuseChallenge().expect(200);
            assertThat(second.join().required("Authorization")).contains("nonce=\"abc\"", "nc=00000002");
            CompletableFuture<SipMessage> third = CompletableFuture.supplyAsync(() -> serve(200, "Expires", "60"));
            alice.registration().reuseChallenge().expect(200);
            assertThat(third.join().required("Authorization")).contains("nonce=\"def\"", "nc=00000001");
        }
    }

    @Test
    @DisplayName("RFC 3310 3.3 and 3.4: a SIM answers, is resynchronised once, and answers a refresh as before")
    void sim() {
        byte[] k = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Milenage network = new Milenage(k, k);
        String ahead = akaChallenge(network, 1L << 40);
        String inStep = akaChallenge(network, (1L << 20) + 33);
        try (UserAgent alice = alice().mode(Mode.IMS).sim(new Usim(k, k, 1L << 20)).build()) {
            CompletableFuture<List<SipMessage>> asked = CompletableFuture.supplyAsync(() -> List.of(
                    serve(401, "WWW-Authenticate", ahead), serve(401, "WWW-Authenticate", inStep),
                    serve(200, "Expires", "60"), serve(200, "Expires", "60")));

            alice.registration().algorithm("AKAv1-MD5").expect(200);
            alice.registration().reuseChallenge().expect(200);

            List<String> authorizations = asked.join().stream().map(m -> m.required("Authorization")).toList();
            assertThat(authorizations.get(0)).contains("nonce=\"\"", "algorithm=AKAv1-MD5");
            assertThat(authorizations.get(1)).contains("auts=\"");
            assertThat(authorizations.get(2)).doesNotContain("auts=").contains("algorithm=AKAv1-MD5");
            assertThat(authorizations.get(3)).isEqualTo(authorizations.get(2));
        }
    }

    private static String akaChallenge(Milenage network, long sqn) {
        AuthenticationVector vector = network.vector(new byte[16], sqn, 0x8000);
        return new Challenge("ims.example", AkaDigest.nonce(vector, new byte[0]), "", "AKAv1-MD5", "auth").headerValue();
    }
}
