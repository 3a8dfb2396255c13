package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;

import java.util.List;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.testkit.FakeHss.Command;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several S-CSCFs, of which not all are of use: the registration goes to one that is.
 *
 * <pre>
 * alice        P-CSCF        I-CSCF        HSS      S-CSCF 1   S-CSCF 2
 *   | REGISTER    |             |           |           |          |
 *   |------------&gt;|------------&gt;| UAR, UAA  |           |          |
 *   |             |             |==========&gt;|           |          |
 *   |             |             | REGISTER              |          |
 *   |             |             |----------------------&gt;X          |
 *   |             |             |   silence, 480 or 3xx            |
 *   |             |             | REGISTER                         |
 *   |             |             |---------------------------------&gt;|
 *   | 401         |             |                                  |
 *   |&lt;------------|&lt;------------|&lt;---------------------------------|
 * </pre>
 */
class SeveralScscfsIT {
    private static final List<Integer> PORTS = FreePorts.draw(3);
    private static final String HERE = uri(PORTS.get(0));
    private static final String DOWN = uri(PORTS.get(1));
    private static final String DOWN_TOO = uri(PORTS.get(2));

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("ims", "scscf", HERE)
        .conf("icscf", "scscf-list", DOWN + " 1 2, " + HERE + " 1, " + DOWN_TOO + " 3").conf("icscf", "scscf-timeout", "1s")
        .conf("icscf", "scscf-memory", "0s").conf("icscf", "trusted-peers", "127.0.0.1").build();

    private static String uri(int port) {
        return "sip:127.0.0.1:" + port;
    }

    private static void choosing(List<Long> mandatory, List<Long> optional, String... names) {
        IMS.hss().choosing(new ServerCapabilities(mandatory, optional, List.of(names)));
    }

    @BeforeEach
    void forget() {
        IMS.hss().forget();
    }

    /** Before the telephones of a test are de-registered. */
    @AfterEach
    void right() {
        IMS.hss().right();
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: the S-CSCF chosen is down: the REGISTER goes to the next that has the capabilities")
    void firstIsDown() {
        choosing(List.of(1L), List.of(2L));

        IMS.phone("alice").register();

        assertThat(bindings(IMS, "alice")).hasSize(1);
        assertThat(IMS.hss().servedBy("sip:alice@ims.example")).contains(HERE);
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: an S-CSCF that answers 480: the REGISTER goes to the next, as it came")
    void firstRefuses() {
        UserAgent refusing = IMS.phone("carol").answering("REGISTER", 480);
        choosing(List.of(), List.of(), uri(port(refusing)), HERE);

        IMS.phone("alice").register();

        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3, TS 29.228 6.1.1: the S-CSCF that the HSS names is down: it is asked for capabilities")
    void namedIsDown() {
        IMS.hss().serve("sip:alice@ims.example", DOWN);

        UserAgent alice = IMS.phone("alice");
        alice.register();

        assertThat(IMS.hss().asked()).filteredOn(UserAuthorizationRequest.class::isInstance)
            .map(r -> ((UserAuthorizationRequest) r).type()).startsWith(UserAuthorizationType.REGISTRATION,
                UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
        assertThat(bindings(IMS, "alice")).hasSize(1);
        assertThat(IMS.hss().servedBy("sip:alice@ims.example")).contains(HERE);
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: when the last S-CSCF does not answer either the registration ends with 504")
    void allAreDown() {
        choosing(List.of(3L), List.of(), DOWN);

        SipMessage answer = IMS.phone("alice").registration().send();

        assertThat(answer.status()).isEqualTo(504);
        Refused.by(IMS, answer, "I-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: silence, then 480, then an answer: the third S-CSCF is the one that counts")
    void theLastOneCounts() {
        UserAgent refusing = IMS.phone("carol").answering("REGISTER", 480);
        choosing(List.of(), List.of(), DOWN, uri(port(refusing)), HERE);

        IMS.phone("alice").register();
        IMS.hss().refusing(Command.MAR, ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED);
        SipMessage forbidden = IMS.phone("bob").registration().send();

        assertThat(forbidden.status()).isEqualTo(403);
        Refused.by(IMS, forbidden, "S-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: 480, then silence: the third S-CSCF takes it")
    void refusedThenSilent() {
        UserAgent refusing = IMS.phone("carol").answering("REGISTER", 480);
        choosing(List.of(), List.of(), uri(port(refusing)), DOWN, HERE);

        IMS.phone("alice").register();

        assertThat(bindings(IMS, "alice")).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: 480, then silence, and no third S-CSCF: 480, once")
    void refusedThenNone() {
        UserAgent refusing = IMS.phone("carol").answering("REGISTER", 480);
        choosing(List.of(9L), List.of(), uri(port(refusing)), DOWN);

        UserAgent alice = IMS.phone("alice");

        assertThat(alice.registration().send().status()).isEqualTo(480);
        assertThat(alice.exchange().received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 480})
    @DisplayName("TS 24.229 5.3.1.3: a redirection or refusal by the last S-CSCF ends the registration with 480")
    void nobodyTakesIt(int status) {
        UserAgent refusing = IMS.phone("carol").answering("REGISTER", status);
        choosing(List.of(9L), List.of(), uri(port(refusing)));

        assertThat(IMS.phone("alice").registration().send().status()).isEqualTo(480);
        assertThat(refusing.exchange().received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+15550100", "http://127.0.0.1", "sip:", "<sip:127.0.0.1>"})
    @DisplayName("TS 24.229 5.3.1.3, TS 29.229 6.3.3: an S-CSCF name that is no SIP URI: 480 with the reason")
    void nameThatIsNone(String name) {
        IMS.hss().serve("sip:alice@ims.example", name);

        SipMessage answer = IMS.phone("alice").registration().send();

        assertThat(answer.status()).isEqualTo(480);
        Refused.by(IMS, answer, "I-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.2, TS 29.228 6.1.1: a contact with sos is asked for as an emergency registration")
    void emergency() {
        UserAgent alice = IMS.phone("alice");
        alice.registration().contact("<" + alice.contactUri() + ";sos>").expect(200);

        assertThat(IMS.hss().asked()).filteredOn(UserAuthorizationRequest.class::isInstance).isNotEmpty()
            .allMatch(r -> ((UserAuthorizationRequest) r).emergency());
    }

    /** What a trusted peer may get wrong on its way to the I-CSCF. */
    private static UserAgent peer() {
        return IMS.phone("alice", phone -> phone.proxy(IMS.icscf()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"To|<sip:bob@ims.example>", "From|<sip:bob@ims.example>;tag=2",
        "Route|<sip:127.0.0.1:9;lr>", "P-Visited-Network-ID|\"\"", "Authorization|Digest username=\"alice, realm="})
    @DisplayName("RFC 3261 20: a second To or From, a Route past the registrar, a broken value: 400 at the I-CSCF")
    void badHeader(String name, String value) {
        badInput(peer().registration().header(name, value).send());
    }

    private static void badInput(SipMessage answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(IMS.hss().asked()).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.3.1.3: no S-CSCF has the mandatory capabilities: 600")
    void noneIsAble() {
        choosing(List.of(9L), List.of());

        SipMessage answer = IMS.phone("alice").registration().send();

        assertThat(answer.status()).isEqualTo(600);
        Refused.by(IMS, answer, "I-CSCF");
    }

    private static int port(UserAgent agent) {
        return Integer.parseInt(agent.hostPort().substring(agent.hostPort().lastIndexOf(':') + 1));
    }
}
