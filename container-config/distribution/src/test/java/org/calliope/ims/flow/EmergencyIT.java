package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.atomic.AtomicReference;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
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
 * Emergency calls reach the emergency centre for where the caller is, whoever calls, and it calls back.
 *
 * <pre>
 * alice            P-CSCF                     E-CSCF         PSAP 1    PSAP 2
 *   | INVITE tel:112  |                          |              |         |
 *   |----------------&gt;| INVITE urn:service:sos   |              |         |
 *   |                 | P-Asserted-Identity      |              |         |
 *   |                 |-------------------------&gt;| by location  |         |
 *   |                 |                          |-------------&gt;|         |
 *   |                 |                          | busy, or silence       |
 *   |                 |                          |-----------------------&gt;|
 * </pre>
 */
class EmergencyIT {

    private static final UserAgent CITY = UserAgent.builder("sip:city@psap.example").build();
    private static final UserAgent COUNTRY = UserAgent.builder("sip:country@psap.example").build();
    /** Takes no INVITE, and so gets them again and again. */
    private static final UserAgent DEAF = UserAgent.builder("sip:deaf@psap.example").build().losing(message -> message.is("INVITE"));
    private static final UserAgent GATEWAY = UserAgent.builder("sip:gateway@psap.example").build();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("ecscf", "psap.city", "sip:" + CITY.hostPort())
        .conf("ecscf", "psap.country", "sip:" + COUNTRY.hostPort()).conf("ecscf", "psap.phone", "tel:+4930112")
        .conf("ecscf", "psap.outside", "sip:" + CITY.hostPort() + " untrusted")
        .conf("ecscf", "polygon.mitte", "52.50 13.35, 52.54 13.35, 52.54 13.43, 52.50 13.43")
        .conf("ecscf", "civic.berlin", "country=DE, A3=Berlin").conf("ecscf", "area.mitte", "city").conf("ecscf", "area.berlin", "city")
        .conf("ecscf", "psap.deaf", "sip:" + DEAF.hostPort()).conf("ecscf", "cell.99999", "deaf")
        .conf("ecscf", "cell.26201-d4c3", "city").conf("ecscf", "default.mountain", "phone").conf("ecscf", "default.marine", "outside")
        .conf("ecscf", "default", "country").conf("ecscf", "psap-timeout", "1s").conf("ecscf", "psap-pause", "1s")
        .conf("bgcf", "gateway.g", "sip:" + GATEWAY.hostPort()).conf("bgcf", "prefix.*", "g")
        .conf("pcscf", "emergency-numbers", "112, 110=police, 117=mountain").conf("icscf", "trusted-peers", "127.0.0.1").build();

    private static final String CELL = "3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=26201D4C3AA01";
    private static final String PIDF = """
        <?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
            xmlns:gml="http://www.opengis.net/gml" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" entity="pres:alice@ims.example">
          <dm:device id="ue"><gp:geopriv><gp:location-info>%s</gp:location-info><gp:usage-rules/></gp:geopriv></dm:device>
        </presence>
        """;
    private static final String POINT = "<gml:Point srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:pos>52.52 13.40</gml:pos></gml:Point>";

    @AfterAll
    static void close() {
        CITY.close();
        COUNTRY.close();
        DEAF.close();
        GATEWAY.close();
    }

    @BeforeEach
    void allWork() {
        IMS.hss().forget();
        eventually().until(() -> IMS.node().meters().get("ims.psaps.ailing").gauge().value() == 0);
    }

    @ParameterizedTest
    @CsvSource({"urn:service:sos, urn:service:sos", "tel:112, urn:service:sos", "sip:112@ims.example, urn:service:sos",
        "sip:110@ims.example;user=phone, urn:service:sos.police", "urn:service:sos.ecall.automatic, urn:service:sos.ecall.automatic"})
    @DisplayName("TS 24.229 5.2.10, 5.11.2: numbers and URNs go to the emergency centre, which learns who calls and what for")
    void registeredCaller(String dialled, String urn) {
        IMS.hss().number("alice", "tel:+49891001");
        UserAgent alice = registered(IMS, "alice");

        SipMessage arrived = through(alice.call(dialled), COUNTRY);

        assertThat(arrived.requestUri()).isEqualTo(urn);
        assertThat(arrived.list("P-Asserted-Identity")).containsExactly("<sip:alice@ims.example>", "<tel:+49891001>");
        assertThat(arrived.required("P-Charging-Vector")).contains("icid-value=", "orig-ioi=\"ims.example\"");
        assertThat(arrived.list("Route")).as("nothing leads on from the emergency centre").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    @DisplayName("TS 24.229 5.2.10.2: a telephone that has not registered gets through, and nobody is asserted")
    void unregisteredCaller(Transport transport) {
        UserAgent stranger = IMS.phone("mallory", Flows.over(transport));
        SipMessage invite = stranger.invitation("urn:service:sos").with("P-Asserted-Identity", "<sip:alice@ims.example>")
            .with("P-Preferred-Identity", "<sip:alice@ims.example>").with("P-Access-Network-Info", CELL);

        SipMessage arrived = through(stranger.call(invite), CITY);

        assertThat(arrived.has("P-Asserted-Identity")).isFalse();
        assertThat(arrived.has("P-Preferred-Identity")).isFalse();
        stranger.call("sip:bob@ims.example").expect(403);
    }

    @Test
    @DisplayName("TS 24.229 5.2.10: neither Service-Route nor security agreement stands in the way")
    void imsPhone() {
        UserAgent alice = IMS.phone("alice", Flows.ims(Transport.UDP));
        alice.register();
        SipMessage invite = alice.invitation("urn:service:sos").with("Require", "sec-agree").with("Proxy-Require", "sec-agree")
            .with("Security-Verify", "tls;q=0.1");
        assertThat(invite.list("Route")).as("P-CSCF and S-CSCF").hasSize(2);

        SipMessage arrived = through(alice.call(invite), COUNTRY);

        assertThat(arrived.list("Route")).hasSize(1);
        assertThat(arrived.has("Security-Verify")).isFalse();
        assertThat(arrived.toString()).doesNotContain("sec-agree");
    }

    private JsonNode recordOf(Call call) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        eventually().until(() -> {
            ChargingIT.records(IMS).stream().filter(record -> record.path("nodeFunctionality").asText().equals("E-CSCF")
                && record.path("sessionId").asText().equals(call.callId())).findFirst().ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: an emergency call has a charging record, of the E-CSCF")
    void charged() {
        Call call = registered(IMS, "alice").call("tel:112");
        through(call, COUNTRY);

        JsonNode record = recordOf(call);
        assertThat(record.path("servedUser").asText()).isEqualTo("sip:alice@ims.example");
        assertThat(record.path("requestedPartyAddress").asText()).isEqualTo("urn:service:sos");
        assertThat(record.path("roleOfNode").asText()).isEqualTo("originating");
        assertThat(record.path("originatingIoi").asText()).isEqualTo("ims.example");
        assertThat(record.path("imsChargingIdentifier").asText()).isNotEmpty();
        assertThat(record.path("sdpMediaComponents").path(0).asText()).startsWith("audio ");
        assertThat(record.path("serviceDeliveryStartTimeStamp").asText()).isNotEmpty();
        assertThat(record.path("causeForRecordClosing").asText()).isEqualTo("normal");
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: so has one that nobody takes, of who has not registered, who is nobody")
    void chargedInVain() {
        Call call = IMS.phone("mallory").call("urn:service:sos");
        COUNTRY.awaitInvite().busy();
        call.expect(486);

        JsonNode record = recordOf(call);
        assertThat(record.path("servedUser").asText()).isEmpty();
        assertThat(record.path("serviceReasonReturnCode").asInt()).isEqualTo(486);
        assertThat(record.path("causeForRecordClosing").asText()).isEqualTo("unsuccessful");
    }

    @Test
    @DisplayName("TS 24.229 5.11.2, 7.2A.4: the cell of the access network chooses the emergency centre")
    void byCell() {
        UserAgent alice = registered(IMS, "alice");

        SipMessage arrived = through(alice.call(alice.invitation("tel:112").with("P-Access-Network-Info", CELL)), CITY);

        assertThat(arrived.required("P-Access-Network-Info")).as("it may want to know the cell").isEqualTo(CELL);
    }

    @ParameterizedTest
    @ValueSource(strings = {POINT, "<ca:civicAddress xmlns:ca=\"urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr\"><ca:country>DE</ca:country>"
        + "<ca:A3>Berlin</ca:A3></ca:civicAddress>"})
    @DisplayName("RFC 6442 4.1: a location in the body beside the session description chooses it, and arrives as it was")
    void byLocationObject(String location) {
        UserAgent alice = registered(IMS, "alice");
        SipMessage plain = alice.invitation("tel:112");
        String body = "--b\r\nContent-Type: application/sdp\r\n\r\n" + plain.bodyText() + "\r\n--b\r\nContent-Type: application/pidf+xml\r\n"
            + "Content-ID: <where@alice>\r\n\r\n" + PIDF.formatted(location) + "\r\n--b--\r\n";
        SipMessage invite = plain.with("Geolocation", "<cid:where@alice>").with("Geolocation-Routing", "yes")
            .withBody("multipart/mixed;boundary=b", body);

        SipMessage arrived = through(alice.call(invite), CITY);

        assertThat(arrived.bodyText()).isEqualTo(body);
        assertThat(arrived.required("Geolocation")).isEqualTo("<cid:where@alice>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<gml:Point><gml:pos>north</gml:pos></gml:Point>", "<not xml"})
    @DisplayName("TS 24.229 5.11.2: a location that can not be read holds nobody up")
    void unreadableLocation(String location) {
        UserAgent alice = registered(IMS, "alice");
        SipMessage invite = alice.invitation("tel:112").with("P-Access-Network-Info", CELL)
            .withBody("application/pidf+xml", PIDF.formatted(location));

        through(alice.call(invite), CITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 480, 503})
    @DisplayName("TS 24.229 5.11.2: a centre that does not take the call: the one for everybody has it")
    void refused(int status) {
        UserAgent alice = registered(IMS, "alice");
        Call call = alice.call(alice.invitation("tel:112").with("P-Access-Network-Info", CELL));
        IncomingCall first = CITY.awaitInvite();
        first.ring();
        first.reject(status);

        IncomingCall second = COUNTRY.awaitInvite();
        second.answer();
        call.awaitAnswer();
        second.awaitAck();
        second.hangUp();
        call.awaitBye();
    }

    @Test
    @DisplayName("RFC 3263 4.3: a centre that says nothing: the one for everybody has the call")
    void silent() {
        UserAgent alice = registered(IMS, "alice");

        through(alice.call(alice.invitation("tel:112").with("P-Access-Network-Info", "3GPP-GERAN; cgi-3gpp=9999900")), COUNTRY);
    }

    @Test
    @DisplayName("TS 24.229 5.11.2: what the last centre says goes back; who gives up is not put through to another")
    void lastWord() {
        UserAgent alice = registered(IMS, "alice");
        Call busy = alice.call("tel:112");
        COUNTRY.awaitInvite().busy();
        busy.expect(486);

        Call given = alice.call(alice.invitation("tel:112").with("P-Access-Network-Info", CELL));
        IncomingCall in = CITY.awaitInvite();
        in.ring();
        given.awaitRinging();
        given.cancel();
        in.awaitCancel();
        assertThat(COUNTRY.invited()).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.11.2: a centre on the telephone network is reached by the BGCF with its number")
    void byTelephone() {
        SipMessage arrived = through(registered(IMS, "carol").call("tel:117"), GATEWAY);

        assertThat(arrived.requestUri()).isEqualTo("tel:+4930112");
        assertThat(arrived.required("P-Asserted-Identity")).isEqualTo("<sip:carol@ims.example>");
    }

    @Test
    @DisplayName("TS 24.229 4.4: a centre outside the trust domain learns who calls, and nothing of the network")
    void outside() {
        SipMessage arrived = through(registered(IMS, "carol").call("urn:service:sos.marine"), CITY);

        assertThat(arrived.has("P-Charging-Vector")).isFalse();
        assertThat(arrived.required("P-Asserted-Identity")).isEqualTo("<sip:carol@ims.example>");
    }

    @Test
    @DisplayName("TS 24.229 5.2.10: the telephone learns by P-Asserted-Identity that its number was an emergency number")
    void theTelephoneLearns() {
        UserAgent alice = registered(IMS, "alice");
        Call dialled = alice.call("tel:112");
        IncomingCall in = COUNTRY.awaitInvite();
        in.ring();
        assertThat(dialled.awaitRinging().required("P-Asserted-Identity")).isEqualTo("<sip:112@ims.example;user=phone>");
        in.busy();
        dialled.expect(486);
    }

    @Test
    @DisplayName("RFC 7090, TS 24.229 5.4.3.3: the emergency centre calls back, and reaches the emergency registration too")
    void callBack() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent mobile = IMS.phone("alice");
        mobile.registration().contact("<" + mobile.contactUri() + ";sos>").expect(200);
        try (UserAgent psap = UserAgent.builder("sip:city@psap.example").proxy(IMS.icscf()).withoutProxyRoute().build()) {
            Call call = psap.call(psap.invitation("sip:alice@ims.example").with("Priority", "psap-callback")
                .with("P-Asserted-Identity", "<sip:city@psap.example>"));
            IncomingCall ordinary = alice.awaitInvite();
            IncomingCall emergency = mobile.awaitInvite();
            assertThat(emergency.invite().required("Priority")).isEqualTo("psap-callback");
            emergency.answer();
            call.awaitAnswer();
            ordinary.awaitCancel();
            emergency.hangUp();
            call.awaitBye();
        }
    }

    @Test
    @DisplayName("RFC 7090 5.1, TS 24.229 5.4.3.3: who is no emergency centre does not reach an emergency registration, nor calls back")
    void noCallBack() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent mobile = IMS.phone("alice");
        mobile.registration().contact("<" + mobile.contactUri() + ";sos>").expect(200);
        UserAgent bob = registered(IMS, "bob");

        SipMessage arrived = through(bob.call(bob.invitation("sip:alice@ims.example").with("Priority", "psap-callback")), alice);

        assertThat(arrived.has("Priority")).isFalse();
        assertThat(mobile.invited()).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.1.6.2, 5.4.3.3: one telephone with both registrations is called by everybody, and called back")
    void bothRegistrations() {
        UserAgent alice = registered(IMS, "alice");
        alice.registration().contact("<" + alice.contactUri() + ";sos>").expect(200);
        UserAgent bob = registered(IMS, "bob");

        through(bob.call("sip:alice@ims.example"), alice);
        through(alice.call("sip:bob@ims.example"), bob);
    }

    @Test
    @DisplayName("RFC 3261 12.2: the BYE of an emergency centre reaches a caller who is not registered")
    void withinTheDialog() {
        UserAgent stranger = IMS.phone("mallory");
        Call call = stranger.call("urn:service:sos");
        IncomingCall in = COUNTRY.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        in.hangUp();
        call.awaitBye();
    }

    @Test
    @DisplayName("TS 24.229 4.4: nobody goes around the P-CSCF to the E-CSCF")
    void aroundThePcscf() {
        try (UserAgent mallory = UserAgent.builder("sip:mallory@ims.example").proxy(IMS.ecscf()).build()) {
            Refused.by(IMS, mallory.call("urn:service:sos").expect(403), "E-CSCF");
        }
    }
}
