package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.TraceEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a user is authenticated, through P-CSCF, I-CSCF and S-CSCF with the real HSS.
 *
 * <pre>
 *  UE         P-CSCF        I-CSCF        HSS         S-CSCF
 *   | REGISTER    |             |           |            |
 *   |------------&gt;|------------&gt;|-----------------------&gt;|
 *   |             |             |           |        MAR |
 *   |             |             |           |&lt;===========|
 *   |             |             |           | MAA: vector, or H(A1) by SHA-256 and MD5
 *   |             |             |           |===========&gt;|
 *   | 401 AKAv1-MD5, or SHA-256 and MD5     |            |
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 *   | REGISTER with auts        |           | MAR RAND || AUTS
 *   |------------&gt;|------------&gt;|-----------------------&gt;|
 *   | 401 with a vector from the SIM's number on         |
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 *   | REGISTER with the response            |            |
 *   |------------&gt;|------------&gt;|-----------------------&gt;|
 *   | 200, Authentication-Info  |           |            |
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 *   | REGISTER, the same nonce, nc one higher            |
 *   |------------&gt;|------------&gt;|-----------------------&gt;|
 *   | 200         |             |           |            |
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 * </pre>
 */
class AuthenticationIT {
    private static final byte[] K = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPC = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static int sims;

    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    @AfterEach
    void liftLockOuts() {
        Instant now = Instant.now();
        IMS.node().lockOuts().list(now).forEach(lock -> IMS.node().lockOuts().lift(lock.subject(), now));
    }

    @Test
    @DisplayName("RFC 8760 2.4: SHA-256 is offered before MD5, and a phone registers by either")
    void algorithms() {
        for (String algorithm : List.of("SHA-256", "MD5")) {
            UserAgent alice = IMS.phone("alice");

            alice.registration().algorithm(algorithm).expect(200);

            SipMessage challenged = challenges(alice).get(0);
            assertThat(challenged.all("WWW-Authenticate")).hasSize(2);
            assertThat(challenged.all("WWW-Authenticate").get(0)).contains("algorithm=SHA-256");
            assertThat(challenged.all("WWW-Authenticate").get(1)).contains("algorithm=MD5");
            assertThat(last(alice, "REGISTER").required("Authorization")).contains("algorithm=" + algorithm);
        }
        assertThat(bindings(IMS, "alice")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AKAv1-MD5", "AKAv2-MD5"})
    @DisplayName("TS 24.229 5.4.1.2.1A, RFC 3310, RFC 4169: a phone with a SIM registers, and its keys stay in the network")
    void aka(String algorithm) {
        String user = sim();
        UserAgent phone = phone(user, 0);

        phone.registration().algorithm(algorithm).expect(200);

        SipMessage challenged = challenges(phone).get(0);
        assertThat(challenged.required("WWW-Authenticate")).contains("algorithm=" + algorithm)
                .doesNotContain("ck=").doesNotContain("ik=");
        assertThat(bindings(IMS, user)).hasSize(1);
    }

    @Test
    @DisplayName("TS 33.102 6.3.5, RFC 3310 3.4: a SIM that is ahead of the HSS is resynchronised and registers")
    void resynchronisation() {
        String user = sim();
        UserAgent phone = phone(user, 1L << 30);

        phone.registration().algorithm("AKAv1-MD5").expect(200);

        assertThat(challenges(phone)).hasSize(2);
        assertThat(decisions(phone)).filteredOn(d -> d.rule().equals("challenge")).last()
                .satisfies(d -> assertThat(d.values()).containsEntry("why", "resynchronisation"));
        assertThat(bindings(IMS, user)).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3A: a SIM with another key is refused, and nothing is registered")
    void anotherSim() {
        String user = sim();
        UserAgent phone = IMS.phone(user, p -> p.mode(Mode.IMS).sim(new Usim(OPC, K, 0)));

        SipMessage refused = phone.registration().attempts(2).expect(403);

        assertThat(challenges(phone)).as("a SIM answers two invalid challenges").hasSize(2);
        assertThat(Refused.by(IMS, refused, "S-CSCF").rule()).isEqualTo("aka");
        assertThat(bindings(IMS, user)).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.2A, RFC 7616 3.4: refresh and de-registration in one round trip, nc counted on")
    void oneRoundTrip() {
        UserAgent alice = IMS.phone("alice");
        SipMessage ok = alice.register();
        assertThat(ok.required("Authentication-Info")).contains("rspauth=", "qop=auth", "nc=00000001");

        alice.registration().reuseChallenge().expect(200);
        alice.registration().reuseChallenge().expires(0).expect(200);

        assertThat(challenges(alice)).as("one challenge for three REGISTERs").hasSize(1);
        assertThat(bindings(IMS, "alice")).isEmpty();
    }

    @Test
    @DisplayName("RFC 7616 3.4: a nonce count that was used before is a replay; the right phone is asked anew as stale")
    void replay() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        alice.registration().reuseChallenge().expect(200);

        SipMessage replayed = alice.registration().reuseChallenge(2).withoutAnswer().expect(401);

        assertThat(replayed.required("WWW-Authenticate")).contains("stale=true");
        assertThat(Refused.traced(IMS, replayed.callId())).filteredOn(Decision.class::isInstance)
                .map(Decision.class::cast).filteredOn(d -> d.rule().equals("replay")).singleElement()
                .satisfies(d -> assertThat(d.reason()).isEqualTo("this nonce count was used before"));
        alice.register();
    }

    @Test
    @DisplayName("TS 33.203 6.1.2: who guesses is locked out, whom it is about registers elsewhere, and it can be lifted")
    void lockOut() {
        UserAgent owner = IMS.phone("bob");
        owner.register();
        UserAgent guesser = IMS.phone("bob", p -> p.localAddress("127.0.0.66"));
        for (int i = 0; i < 5; i++) {
            guesser.registration().password("guessed").attempts(2).send();
        }

        SipMessage refused = guesser.registration().password("bob").expect(403);

        assertThat(Refused.by(IMS, refused, "S-CSCF").rule()).isEqualTo("lock-out");
        assertThat(IMS.node().lockOuts().list(Instant.now())).extracting(LockOut::subject)
                .containsExactly(new Subject("bob@ims.example", "127.0.0.66"));
        owner.registration().expect(200);
        IMS.phone("alice", p -> p.localAddress("127.0.0.66")).register();
        liftLockOuts();
        guesser.registration().password("bob").expect(200);
    }

    @Test
    @DisplayName("RFC 3261 10.2: a user in the Request-URI of a REGISTER is refused")
    void userInRequestUri() {
        SipMessage refused = IMS.phone("alice").registration().requestUri("sip:alice@ims.example").expect(400);

        assertThat(refused.required("Reason")).contains("names the domain, not a user");
    }

    @Test
    @DisplayName("TS 24.229 5.1.1.2.3, 5.3.1.2: a private identity that is not made of the public one has to be named from the start")
    void authenticationUser() {
        IMS.console().post("api/v1/subscriptions", "{\"privateIdentity\":\"grace-priv@ims.example\",\"password\":\"grace\","
                + "\"publicIdentities\":[\"sip:grace@ims.example\"]}", IMS.node().admin());
        UnaryOperator<UserAgent.Builder> named = phone -> phone.userName("grace-priv@ims.example");

        SipMessage refused = IMS.phone("grace", named).registration().expect(403);
        Refused.by(IMS, refused, "I-CSCF");
        IMS.phone("grace", phone -> named.apply(phone).mode(Mode.IMS)).register();

        assertThat(bindings(IMS, "grace")).extracting(Binding::impi)
                .containsExactly(new PrivateIdentity("grace-priv@ims.example"));
    }

    /** A new subscriber with a SIM. */
    private static String sim() {
        String user = "sim" + ++sims;
        IMS.console().post("api/v1/subscriptions", "{\"user\":\"" + user + "\",\"authentication\":{\"k\":\""
                + HexFormat.of().formatHex(K) + "\",\"opc\":\"" + HexFormat.of().formatHex(OPC)
                + "\",\"amf\":\"8000\"}}", IMS.node().admin());
        return user;
    }

    private static UserAgent phone(String user, long sqn) {
        return IMS.phone(user, p -> p.mode(Mode.IMS).sim(new Usim(K, OPC, sqn)));
    }

    private static List<SipMessage> challenges(UserAgent phone) {
        return phone.exchange().received().stream().filter(m -> m.status() == 401).toList();
    }

    private static SipMessage last(UserAgent phone, String method) {
        return phone.exchange().sent().stream().filter(m -> m.is(method)).reduce((first, second) -> second).orElseThrow();
    }

    private static List<Decision> decisions(UserAgent phone) {
        List<TraceEvent> events = Refused.traced(IMS, last(phone, "REGISTER").callId());
        return events.stream().filter(Decision.class::isInstance).map(Decision.class::cast).toList();
    }
}
