package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;
import static org.calliope.ims.flow.Flows.eventually;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Registration with SIP Digest.
 *
 * <pre>
 *  UE          P-CSCF        I-CSCF        HSS        S-CSCF
 *   | REGISTER    |             |           |            |
 *   |------------&gt;|------------&gt;| UAR       |            |
 *   |             |             |==========&gt;|            |
 *   |             |             | UAA       |            |
 *   |             |             |&lt;==========|            |
 *   |             |             |-----------------------&gt;|
 *   |             |             |           |        MAR |
 *   |             |             |           |&lt;===========|
 *   |             |             |           | MAA        |
 *   | 401         |             |           |===========&gt;|
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 *   | REGISTER with the answer, UAR, UAA as before       |
 *   |------------&gt;|------------&gt;|-----------------------&gt;|
 *   |             |             |           |        SAR |
 *   |             |             |           |&lt;===========|
 *   | 200         |             |           | SAA =======&gt;|
 *   |&lt;------------|&lt;------------|&lt;-----------------------|
 * </pre>
 */
class RegistrationIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    @ParameterizedTest(name = "{0} over {1}")
    @CsvSource({"SOFTPHONE,UDP", "SOFTPHONE,TCP", "IMS,UDP", "IMS,TCP"})
    @DisplayName("TS 24.229 5.4.1.2.2F: challenged once, then 200 with Service-Route, P-Associated-URI and the contact")
    void first(Mode mode, Transport transport) {
        UserAgent alice = IMS.phone("alice", p -> p.mode(mode).transport(transport));

        SipMessage ok = alice.register();

        assertThat(alice.exchange().received()).extracting(SipMessage::status).filteredOn(s -> s >= 200)
            .containsExactly(401, 200);
        assertThat(ok.list("Service-Route")).singleElement().satisfies(route -> {
            assertThat(Address.parse(route).sipUri().user()).isEqualTo("orig");
            assertThat(Address.parse(route).sipUri().port()).isEqualTo(IMS.scscf().getPort());
            assertThat(Address.parse(route).sipUri().loose()).isTrue();
        });
        assertThat(ok.list("P-Associated-URI")).first().asString().contains("sip:alice@ims.example");
        assertThat(ok.contact().orElseThrow().uri()).isEqualTo(alice.contactUri());
        assertThat(Integer.parseInt(ok.contact().orElseThrow().parameter("expires").orElse("0"))).isPositive();
        assertThat(bindings(IMS, "alice")).extracting(Binding::contact).singleElement().asString()
            .contains(alice.hostPort());
        assertThat(alice.exchange().entries()).allMatch(e -> e.transport() == transport);
    }

    @Test
    @DisplayName("RFC 7616 3.3, TS 24.229 5.4.1.2.1B: the challenge is Digest with qop for the home domain")
    void challenge() {
        SipMessage challenged = IMS.phone("alice").registration().withoutAnswer().expect(401);

        assertThat(challenged.all("WWW-Authenticate")).isNotEmpty().allSatisfy(value -> assertThat(value)
            .contains("Digest", "realm=\"ims.example\"", "nonce=\"", "qop=\"auth\""));
        assertThat(bindings(IMS, "alice")).isEmpty();
    }

    @Test
    @DisplayName("RFC 3261 10.3 step 7: a refresh keeps one contact and gives it its time again")
    void refresh() {
        UserAgent alice = IMS.phone("alice");
        alice.registration().expires(60).expect(200);
        Binding before = bindings(IMS, "alice").get(0);

        alice.registration().expires(600).expect(200);

        assertThat(bindings(IMS, "alice")).singleElement().satisfies(after -> {
            assertThat(after.expires()).isAfter(before.expires().plusSeconds(500));
            assertThat(after.cseq()).isGreaterThan(before.cseq());
        });
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5: an expired registration is gone, and the user with it")
    void expiry() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.register();
        bob.registration().expires(1).expect(200);

        eventually().until(() -> bindings(IMS, "bob").isEmpty());

        alice.call(bob.identity()).expect(480);
        assertThat(bob.invited()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SOFTPHONE,UDP", "IMS,TCP"})
    @DisplayName("TS 24.229 5.4.1.4.1: de-registration ends the registration at once")
    void deregistration(Mode mode, Transport transport) {
        UserAgent alice = IMS.phone("alice", p -> p.mode(mode).transport(transport));
        alice.register();

        SipMessage ok = alice.deregister();

        assertThat(ok.list("Contact").stream().map(Address::parse)
            .filter(c -> !c.parameter("expires").equals(java.util.Optional.of("0")))).isEmpty();
        assertThat(bindings(IMS, "alice")).isEmpty();
    }

    @Test
    @DisplayName("RFC 3261 10.2.2: Contact: * with Expires: 0 ends all contacts")
    void everyContact() {
        UserAgent desk = IMS.phone("alice");
        UserAgent mobile = IMS.phone("alice", Flows.ims(Transport.TCP));
        desk.register();
        mobile.register();
        assertThat(bindings(IMS, "alice")).hasSize(2);

        mobile.registration().everyContact().expect(200);

        assertThat(bindings(IMS, "alice")).isEmpty();
    }

    @Test
    @DisplayName("RFC 3261 10.2.2: * with another time than 0 is a mistake, and changes nothing")
    void starNeedsZero() {
        UserAgent alice = IMS.phone("alice");
        alice.register();

        alice.registration().contact("*").expires(60).expect(400);

        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @Test
    @DisplayName("RFC 3261 10.3 step 8: several contacts in one REGISTER, and the 200 lists what is registered")
    void severalContacts() {
        UserAgent alice = IMS.phone("alice");
        String other = "sip:alice@127.0.0.1:40404";

        SipMessage ok = alice.registration().contact("<" + alice.contactUri() + ">;q=0.8")
            .contact("<" + other + ">;q=0.2").expect(200);
        assertThat(ok.list("Contact")).hasSize(2);

        SipMessage one = alice.registration().contact("<" + other + ">;expires=0").expect(200);
        assertThat(one.list("Contact").stream().map(c -> Address.parse(c).uri())).containsOnly(alice.contactUri());
        SipMessage queried = alice.registration().query().expect(200);
        assertThat(queried.list("Contact").stream().map(c -> Address.parse(c).uri())).containsExactly(alice.contactUri());
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3B: wrong passwords are challenged again a few times, then refused with 403")
    void wrongPassword() {
        UserAgent alice = IMS.phone("alice");

        SipMessage refused = alice.registration().password("guessed").attempts(5).expect(403);

        Refused.by(IMS, refused, "S-CSCF");
        assertThat(alice.exchange().received()).filteredOn(m -> m.status() == 401).hasSizeLessThanOrEqualTo(3);
        assertThat(bindings(IMS, "alice")).isEmpty();
        alice.register();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3B: somebody's wrong password does not end the user's registration")
    void wrongPasswordLeavesTheRegistered() {
        IMS.phone("alice").register();

        IMS.phone("alice").registration().password("guessed").attempts(5).expect(403);

        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"SOFTPHONE", "IMS"})
    @DisplayName("TS 24.229 5.3.1.3: a user the HSS does not know is refused with 403")
    void unknownUser(Mode mode) {
        SipMessage refused = IMS.phone("nobody", p -> p.mode(mode)).registration().expect(403);

        Refused.by(IMS, refused, "I-CSCF");
    }

    @Test
    @DisplayName("RFC 3261 10.3 step 5: a domain that is not ours is refused, not forwarded")
    void unknownDomain() {
        UserAgent stranger = IMS.phone("alice");

        SipMessage refused = stranger.registration().requestUri("sip:elsewhere.example")
            .identity("sip:alice@elsewhere.example").send();

        assertThat(refused.status()).isIn(403, 404);
        assertThat(refused.header("Reason")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"SOFTPHONE", "IMS"})
    @DisplayName("TS 29.228 6.1.1.1: one user's private identity may not register another's public identity")
    void registerForSomebodyElse(Mode mode) {
        UserAgent alice = IMS.phone("alice", p -> p.mode(mode).userName("alice@ims.example"));

        SipMessage refused = alice.registration().identity("sip:bob@ims.example").expect(403);

        assertThat(refused.header("Reason")).isPresent();
        assertThat(bindings(IMS, "bob")).isEmpty();
    }

    @Test
    @DisplayName("RFC 3261 10.3: telephones of one user that register in the same moment all get registered")
    void atTheSameTime() {
        List<UserAgent> phones = Stream.of(Transport.UDP, Transport.TCP, Transport.UDP, Transport.TCP)
            .map(transport -> IMS.phone("alice", Flows.over(transport))).toList();

        List<CompletableFuture<SipMessage>> answers = phones.stream()
            .map(phone -> CompletableFuture.supplyAsync(phone::register)).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        assertThat(bindings(IMS, "alice")).hasSize(phones.size());
    }

    @Test
    @DisplayName("RFC 3261 10.3 step 7: an old REGISTER that comes late does not undo a newer one")
    void lateRegister() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        SipMessage first = alice.exchange().sent().get(1);
        alice.deregister();

        String branch = first.topVia().branch();
        alice.sendRaw(first.toString().replace(branch, branch + "late").getBytes(java.nio.charset.StandardCharsets.UTF_8));

        SipMessage answer = alice.awaitStray(m -> m.status() >= 200);
        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(bindings(IMS, "alice")).isEmpty();
    }

    @Test
    @DisplayName("RFC 3327 5, RFC 7315: Path and charging stay within the network")
    void nothingInternalReachesTheTelephone() {
        UserAgent alice = IMS.phone("alice", Flows.ims(Transport.UDP));
        alice.register();

        assertThat(alice.exchange().received()).allSatisfy(m -> {
            assertThat(m.has("P-Charging-Vector")).isFalse();
            assertThat(m.has("P-Charging-Function-Addresses")).isFalse();
            assertThat(m.list("Via")).hasSize(1);
        });
    }
}
