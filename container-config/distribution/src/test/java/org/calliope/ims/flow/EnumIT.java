package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.ServerTransaction;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls to telephone numbers that ENUM translates, to this network and to another, and those that it does not.
 *
 * <pre>
 * alice      P-CSCF     S-CSCF       DNS        I-CSCF      BGCF      gateway    border
 *   | INVITE tel |          |          |           |          |          |          |
 *   |----------&gt;|---------&gt;| NAPTR    |           |          |          |          |
 *   |           |          |---------&gt;|           |          |          |          |
 *   |           |          | own domain           |          |          |          |
 *   |           |          |----------------------&gt;|          |          |          |
 *   |           |          | nothing   |           |          |          |          |
 *   |           |          |----------------------------------&gt;|--------&gt;|          |
 *   |           |          | another domain        |          |          |          |
 *   |           |          |------------------------------------------------------&gt;|
 * </pre>
 */
class EnumIT {

    private static final NumberServer DNS = new NumberServer();
    private static final UserAgent GATEWAY = UserAgent.builder("sip:gateway@ims.example").build();
    private static final UserAgent BORDER = UserAgent.builder("sip:dave@other.example").build();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "enum-suffix", NumberServer.SUFFIX)
        .conf("scscf", "enum-servers", DNS.hostPort()).conf("scscf", "enum-timeout", "1s").conf("scscf", "foreign", "border")
        .conf("scscf", "border", "sip:" + BORDER.hostPort()).conf("bgcf", "gateway.lab", "sip:" + GATEWAY.hostPort())
        .conf("bgcf", "prefix.*", "lab").build();

    private UserAgent alice;
    private UserAgent bob;

    @AfterAll
    static void close() {
        DNS.close();
        GATEWAY.close();
        BORDER.close();
    }

    @BeforeEach
    void register() {
        DNS.speaking();
        alice = IMS.phone("alice");
        bob = IMS.phone("bob");
        alice.register();
        bob.register();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+49-30-1001", "sip:+49301001@ims.example;user=phone"})
    @DisplayName("TS 24.229 5.4.3.2, RFC 6116: ENUM names a user of this network")
    void toAUserOfTheDomain(String number) {
        DNS.with("+49301001", "!^.*$!sip:bob@ims.example!");

        SipMessage arrived = through(alice.call(number), bob);

        assertThat(arrived.required("P-Called-Party-ID")).isEqualTo("<sip:bob@ims.example>");
        assertThat(DNS.asked()).contains("1.0.0.1.0.3.9.4.e164.example.");
    }

    @Test
    @DisplayName("RFC 1035 3.2.1: an answer is kept for as long as it says")
    void kept() {
        DNS.with("+49301002", "!^.*$!sip:bob@ims.example!");

        through(alice.call("tel:+49301002"), bob);
        through(alice.call("tel:+49301002"), bob);

        assertThat(DNS.asked()).filteredOn("2.0.0.1.0.3.9.4.e164.example."::equals).hasSize(1);
    }

    @Test
    @DisplayName("RFC 6116 5.2: records that can not be used, or write into messages, are passed over; one that loops ends")
    void forged() {
        DNS.with("+49301003", "!^.*$!sip:x@ims.example>\r\nP-Asserted-Identity: <sip:carol@ims.example>!", "!^(((1+)+)+)+$!sip:a@b!",
            "!^.*$!mailto:bob@ims.example!", "!^.*$!sip:bob@ims.example?Route=%3Csip:x%3E!", "!^(.*)$!sip:\\1@ims.example;user=phone!");

        SipMessage arrived = through(alice.call("tel:+49301003"), GATEWAY);

        assertThat(arrived.requestUri()).isEqualTo("sip:+49301003@ims.example;user=phone");
        assertThat(arrived.required("P-Asserted-Identity")).contains("sip:alice@ims.example").doesNotContain("carol");
        assertThat(DNS.asked()).filteredOn("3.0.0.1.0.3.9.4.e164.example."::equals).hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2, 4.4: ENUM names a user of another network: by the border, without what stays inside")
    void toAnotherDomain() {
        DNS.with("+49301004", "!^.*$!sip:dave@other.example!");

        SipMessage arrived = through(alice.call("tel:+49301004"), BORDER);

        assertThat(arrived.requestUri()).isEqualTo("sip:dave@other.example");
        assertThat(Address.parse(arrived.list("Route").get(0)).sipUri().port()).isEqualTo(
            Integer.parseInt(BORDER.hostPort().substring(BORDER.hostPort().indexOf(':') + 1)));
        assertThat(arrived.required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        assertThat(arrived.has("P-Charging-Vector")).isFalse();
        assertThat(arrived.has("P-Served-User")).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 4.4: who the other network says that the called user is, is not believed")
    void whoIsNotTrustedAssertsNobody() {
        Call call = alice.call("sip:dave@other.example");
        ServerTransaction arrived = BORDER.awaitInvite().incoming().transaction();
        arrived.respond(arrived.prepare(486).with("P-Asserted-Identity", "<sip:carol@ims.example>"));

        assertThat(call.expect(486).has("P-Asserted-Identity")).isFalse();
    }

    @Test
    @DisplayName("RFC 3325 7: who asks for privacy is not named to another network")
    void privacy() {
        SipMessage arrived = through(alice.call(alice.invitation("sip:dave@other.example").with("Privacy", "id")), BORDER);

        assertThat(arrived.has("P-Asserted-Identity")).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2, 5.6.2: ENUM does not know the number: it leaves by the gateway as it was called")
    void notInEnum() {
        SipMessage arrived = through(alice.call("tel:+49301005"), GATEWAY);

        assertThat(arrived.requestUri()).isEqualTo("tel:+49301005");
        assertThat(arrived.required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        assertThat(arrived.required("P-Charging-Vector")).contains("orig-ioi=\"ims.example\"");
        assertThat(arrived.list("Record-Route")).as("the BGCF does not stay").noneMatch(route ->
            Address.parse(route).sipUri().port() == IMS.bgcf().getPort());
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: DNS does not answer: the call leaves by the gateway")
    void dnsAway() {
        DNS.silent();

        through(alice.call("tel:+49301006"), GATEWAY);

        assertThat(DNS.asked()).contains("6.0.0.1.0.3.9.4.e164.example.");
    }

    @Test
    @DisplayName("RFC 4694 5.3: a number that was looked up before is not looked up again")
    void dipped() {
        SipMessage arrived = through(alice.call("tel:+49301007;npdi;rn=+49160"), GATEWAY);

        assertThat(arrived.requestUri()).isEqualTo("tel:+49301007;npdi;rn=+49160");
        assertThat(DNS.asked()).doesNotContain("7.0.0.1.0.3.9.4.e164.example.");
    }
}
