package org.calliope.ims.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
}
