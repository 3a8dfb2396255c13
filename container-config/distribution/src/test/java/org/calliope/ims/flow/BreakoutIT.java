package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without ENUM: numbers of this network's users reach them, others leave by gateways, of which one may not work.
 *
 * <pre>
 * alice      P-CSCF     S-CSCF     I-CSCF       HSS        BGCF    gateway 1  gateway 2
 *   | INVITE tel |         |          |           |          |          |          |
 *   |----------&gt;|--------&gt;|---------&gt;| LIR tel   |          |          |          |
 *   |           |         |          |----------&gt;|          |          |          |
 *   |           |         |          | unknown   |          |          |          |
 *   |           |         |          |---------------------&gt;|---------&gt;|          |
 *   |           |         |          |           |          | 503, or silence     |
 *   |           |         |          |           |          |--------------------&gt;|
 * </pre>
 */
class BreakoutIT {

    private static final UserAgent FIRST = UserAgent.builder("sip:first@ims.example").build();
    private static final UserAgent SECOND = UserAgent.builder("sip:second@ims.example").build();
    private static final UserAgent OVER_TCP = UserAgent.builder("sip:tcp@ims.example").transport(Transport.TCP).build();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("bgcf", "gateway.first", "sip:" + FIRST.hostPort())
        .conf("bgcf", "gateway.second", "sip:" + SECOND.hostPort())
        .conf("bgcf", "gateway.outside", "sip:" + SECOND.hostPort() + " untrusted")
        .conf("bgcf", "gateway.tcp", "sip:" + OVER_TCP.hostPort() + ";transport=tcp")
        .conf("bgcf", "gateway.refusing", "sip:127.0.0.1:1;transport=tcp")
        .conf("bgcf", "prefix.+49", "first 1, second 2").conf("bgcf", "prefix.+49160", "second").conf("bgcf", "prefix.+1", "outside")
        .conf("bgcf", "prefix.+44", "tcp").conf("bgcf", "prefix.+33", "refusing 1, second 2").conf("bgcf", "prefix.+39", "first")
        .conf("bgcf", "gateway.national", "sip:" + SECOND.hostPort()).conf("bgcf", "numbers.national", "+47 0")
        .conf("bgcf", "prefix.+47", "first 1, national 2").conf("bgcf", "gateway-timeout", "1s").conf("bgcf", "gateway-pause", "1s").conf("bgcf", "trusted-peers", "127.0.0.1").build();

    /** Gateways that will never work. */
    private static int dead;

    private UserAgent alice;

    @AfterAll
    static void close() {
        FIRST.close();
        SECOND.close();
        OVER_TCP.close();
    }

    @BeforeEach
    void register() {
        FIRST.losing(message -> false);
        alice = IMS.phone("alice");
        alice.register();
        eventually().until(() -> ailing() == dead);
    }

    private static double ailing() {
        return IMS.node().meters().get("ims.gateways.ailing").gauge().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+49-89-1001", "sip:+49891001@ims.example;user=phone", "sip:+49891001@ims.example"})
    @DisplayName("TS 24.229 5.3.2.1: a number that the HSS knows is a user's, and needs neither ENUM nor a gateway")
    void ownNumber(String number) {
        IMS.hss().number("bob", "tel:+49891001");
        UserAgent bob = IMS.phone("bob");
        bob.register();

        SipMessage arrived = through(alice.call(number), bob);

        assertThat(arrived.required("P-Called-Party-ID")).isEqualTo("<tel:+49891001>");
    }

    @ParameterizedTest
    @CsvSource({"tel:+49891002, tel:+49891002",
        "sip:+49891002@ims.example;user=phone, sip:+49891002@ims.example;user=phone",
        "sip:+49891002@ims.example, sip:+49891002@ims.example;user=phone"})
    @DisplayName("TS 23.228 5.19, TS 24.229 5.6.2: a number that nobody has here leaves by the first gateway")
    void anotherNumber(String number, String left) {
        SipMessage arrived = through(alice.call(number), FIRST);

        assertThat(arrived.requestUri()).isEqualTo(left);
    }

    @Test
    @DisplayName("RFC 4694 5.1: the routing number chooses the gateway")
    void routingNumber() {
        through(alice.call("tel:+49891002;npdi;rn=+49160"), SECOND);
    }

    @Test
    @DisplayName("RFC 3263 4.3: the first gateway says 503: the second one has the call, and what its user says goes back")
    void unavailable() {
        Call call = alice.call("tel:+49891003");
        FIRST.awaitInvite().reject(503);
        SECOND.awaitInvite().busy();
        call.expect(486);

        assertThat(ailing()).isEqualTo(dead + 1);
    }

    @Test
    @DisplayName("TS 24.229 5.6.2: each gateway has the number as it wants it, also the one that is tried second")
    void rewritten() {
        Call call = alice.call("tel:+47-30-1234");
        IncomingCall first = FIRST.awaitInvite();
        assertThat(first.invite().requestUri()).isEqualTo("tel:+47-30-1234");
        first.reject(503);

        assertThat(through(call, SECOND).requestUri()).isEqualTo("sip:0301234@" + SECOND.hostPort());
    }

    @Test
    @DisplayName("RFC 3263 4.3: the first gateway is silent: the second one has the call")
    void silent() {
        FIRST.losing(message -> message.isRequest());
        through(alice.call("tel:+49891004"), SECOND);
        // who is known not to work is not waited for
        through(alice.call("tel:+49891005"), SECOND);

        FIRST.losing(message -> false);
        eventually().until(() -> ailing() == dead);
        through(alice.call("tel:+49891006"), FIRST);
    }

    @Test
    @DisplayName("RFC 3261 16.9: a gateway that refuses the connection: the second one has the call")
    void refused() {
        dead = 1;
        through(alice.call("tel:+3311"), SECOND);
    }

    @Test
    @DisplayName("RFC 3261 16.7 step 6: all gateways say 503: 500 goes back, and why")
    void allUnavailable() {
        Call call = alice.call("tel:+49891007");
        FIRST.awaitInvite().reject(503);
        SECOND.awaitInvite().reject(503);

        Refused.by(IMS, call.expect(500), "BGCF");
    }

    @Test
    @DisplayName("RFC 3261 16.7 step 6: the only gateway is silent: 500 goes back, and why")
    void allSilent() {
        FIRST.losing(message -> message.isRequest());

        Refused.by(IMS, alice.call("tel:+3911").expect(500), "BGCF");
    }

    @Test
    @DisplayName("RFC 3261 9.1: who gives up while the second gateway rings is heard there, and no other one is tried")
    void givenUp() {
        Call call = alice.call("tel:+49891008");
        FIRST.awaitInvite().reject(503);
        IncomingCall in = SECOND.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.cancel();
        in.awaitCancel();
    }

    @Test
    @DisplayName("TS 24.229 5.6.2: what a gateway says of the call goes back as it is")
    void busy() {
        Call call = alice.call("tel:+49891009");
        FIRST.awaitInvite().busy();
        call.expect(486);
    }

    @Test
    @DisplayName("TS 24.229 5.6.2: no gateway leads there: 404, and what to set")
    void noRoute() {
        SipMessage answer = alice.call("tel:+7495").expect(404);

        assertThat(Refused.by(IMS, answer, "BGCF").reason()).contains("tel:+7495").contains("conf/bgcf.properties");
    }

    @Test
    @DisplayName("TS 24.229 4.4, 5.6.2: before a gateway that is not trusted the border is drawn, for the whole dialog")
    void untrusted() {
        SipMessage arrived = through(alice.call(alice.invitation("tel:+1212").with("Privacy", "id")), SECOND);

        assertThat(arrived.has("P-Charging-Vector")).isFalse();
        assertThat(arrived.has("P-Asserted-Identity")).isFalse();
        assertThat(Address.parse(arrived.list("Record-Route").get(0)).sipUri().port()).isEqualTo(IMS.bgcf().getPort());
    }

    @Test
    @DisplayName("RFC 3261 18.1: a gateway over TCP")
    void overTcp() {
        through(alice.call("tel:+4420"), OVER_TCP);

        OVER_TCP.losing(message -> message.isRequest());
        alice.call("tel:+4421").expect(500);
        OVER_TCP.losing(message -> false);
        eventually().until(() -> ailing() == dead);
    }

    @Test
    @DisplayName("RFC 3261 16.3 step 4: a request that comes back again and again is ended")
    void loop() {
        try (UserAgent gateway = UserAgent.builder("sip:gw@ims.example").proxy(IMS.bgcf()).build()) {
            SipMessage invite = gateway.invitation("tel:+49891010")
                .with("Via", "SIP/2.0/UDP " + gateway.hostPort() + ";branch=z9hG4bKlooping");
            for (int i = 0; i < 3; i++) {
                invite = invite.with("Via", "SIP/2.0/UDP 127.0.0.1:" + IMS.bgcf().getPort() + ";branch=z9hG4bKpass" + i);
            }
            gateway.call(invite).expect(482);
        }
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: a local number of somewhere else, and another domain, are refused with what to do")
    void nowhere() {
        assertThat(Refused.by(IMS, alice.call("tel:110;phone-context=+49").expect(484), "S-CSCF").reason())
            .contains("country code");
        assertThat(Refused.by(IMS, alice.call("sip:dave@other.example").expect(404), "S-CSCF").reason())
            .contains("foreign in conf/scscf.properties");
    }

    @Test
    @DisplayName("A MESSAGE leaves by a gateway too, and the next one is tried")
    void message() {
        FIRST.answering("MESSAGE", 503);
        SECOND.answering("MESSAGE", 200);

        assertThat(alice.message("tel:+49891011", "hello").awaitFinal().status()).isEqualTo(200);
    }
}
