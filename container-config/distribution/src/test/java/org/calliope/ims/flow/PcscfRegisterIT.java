package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.ScriptedScscf.sending;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.Registering;
import org.calliope.ims.testkit.ServerTransaction;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the P-CSCF makes of a REGISTER on its way to the I-CSCF, and of the answer on its way back (TS 24.229 5.2.2).
 *
 * <pre>
 *  UE                         P-CSCF                        I-CSCF, S-CSCF (scripted)
 *   | REGISTER                  | REGISTER                              |
 *   |--------------------------&gt;| Path, Require: path, P-Visited-…      |
 *   |                           |--------------------------------------&gt;|
 *   |                           |         401 with ck, ik               |
 *   | 401 with Security-Server  |&lt;--------------------------------------|
 *   |&lt;--------------------------|                                       |
 * </pre>
 */
class PcscfRegisterIT {
    private static final ScriptedScscf CORE = new ScriptedScscf();
    private static final String REG_ID = ";+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\";reg-id=1";
    private static final String SERVER = "digest;d-alg=MD5;d-qop=auth;q=0.1";

    private static final List<Integer> PORTS = FreePorts.draw(2);

    @RegisterExtension
    static final ImsServer IMS = CORE.server()
        .conf("transports", "pcscf-transports", "tls:" + PORTS.get(0) + ", wss:" + PORTS.get(1)).build();

    @BeforeEach
    void serve() {
        CORE.serve(IMS, "alice");
    }

    private static UserAgent phone(Transport transport) {
        int port = switch (transport) {
            case TLS -> PORTS.get(0);
            case WSS -> PORTS.get(1);
            default -> IMS.pcscf().getPort();
        };
        return IMS.phone("alice", p -> p.transport(transport).mode(Mode.IMS).proxy("127.0.0.1", port));
    }

    /** What a final answer without any challenge comes to: the REGISTER at the I-CSCF. */
    private static SipMessage arrived(Registering registration) {
        return CORE.accept(sending(registration.expires(60)), 60, answer -> answer);
    }

    /** A registration that was given up at once, so that the phone is not de-registered after the test. */
    private static SipMessage refusedHere(Registering registration, int status) {
        SipMessage refused = registration.expect(status);
        Refused.by(IMS, refused, "P-CSCF");
        return refused;
    }

    private static String credentials(String more) {
        return "Digest username=\"alice@ims.example\",realm=\"ims.example\",nonce=\"n\",uri=\"sip:ims.example\","
            + "response=\"6629fae49393a05397450978507c4ef1\"" + more;
    }

    private static void end(UserAgent phone) {
        CompletableFuture<SipMessage> ended = sending(phone.registration().everyContact());
        ServerTransaction last = CORE.register();
        last.respond(last.prepare(200));
        ended.join();
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.1, RFC 3327 5.2: Path, Require: path, P-Visited-Network-ID and a charging vector")
    void whatIsAdded() {
        UserAgent alice = phone(Transport.UDP);

        SipMessage register = arrived(alice.registration());

        assertThat(register.list("Path")).singleElement().satisfies(path -> {
            assertThat(Address.parse(path).sipUri().user()).isEqualTo("term");
            assertThat(Address.parse(path).sipUri().loose()).isTrue();
            assertThat(Address.parse(path).sipUri().parameter("flow").orElse("")).matches("[0-9a-f]{32}");
            assertThat(path).doesNotContain(";ob");
        });
        assertThat(register.list("Require")).containsExactly("path");
        assertThat(register.required("P-Visited-Network-ID")).isEqualTo("\"ims.example\"");
        assertThat(register.required("P-Charging-Vector")).contains("icid-value=");
        assertThat(register.header("P-Access-Network-Info").orElse("")).startsWith("IEEE-802.11");
        end(alice);
    }

    @Test
    @DisplayName("TS 24.229 4.4, 5.2.1, 5.2.2.1: what a UE asserts, and what only a network says, does not go on")
    void whatIsRemoved() {
        UserAgent alice = phone(Transport.UDP);

        SipMessage register = arrived(alice.registration().header("P-Asserted-Identity", "<sip:carol@ims.example>")
            .header("Service-Route", "<sip:orig@127.0.0.9;lr>").header("P-Associated-URI", "<sip:carol@ims.example>")
            .header("P-Charging-Vector", "icid-value=forged").header("P-Visited-Network-ID", "forged.example")
            .header("P-Access-Network-Info", "3GPP-E-UTRAN-FDD;network-provided;utran-cell-id-3gpp=1")
            .header("P-Preferred-Identity", "<sip:carol@ims.example>").header("Restoration-Info", "noresponse"));

        assertThat(register.toString()).doesNotContain("carol", "forged", "127.0.0.9", "network-provided", "noresponse");
        assertThat(register.list("P-Visited-Network-ID")).hasSize(1);
        assertThat(register.list("P-Access-Network-Info")).singleElement().asString().startsWith("IEEE-802.11");
        end(alice);
    }

    @Test
    @DisplayName("TS 24.229 4.4, 5.2.2.1: a Path of the UE's own, or a Route past the P-CSCF, is refused")
    void detour() {
        String own = "<sip:" + IMS.pcscf().getAddress().getHostAddress() + ":" + IMS.pcscf().getPort() + ";lr>";
        refusedHere(phone(Transport.UDP).registration().header("Path", "<sip:term@127.0.0.9;lr>"), 400);
        refusedHere(phone(Transport.UDP).registration().header("Route", own).header("Route", "<sip:127.0.0.9:9;lr>"), 400);
    }

    @Test
    @DisplayName("RFC 3261 10.3, bounded by max-contacts-per-register: a REGISTER of a hundred contacts is refused")
    void aHundredContacts() {
        Registering registration = phone(Transport.TCP).registration();
        IntStream.range(0, 100).forEach(i -> registration.contact("<sip:alice@127.0.0.1:" + (10_000 + i) + ">"));

        refusedHere(registration, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "99999999999999999999"})
    @DisplayName("RFC 3261 20.19: an absurd Expires is the registrar's to shorten, and nobody's fault here")
    void absurdExpires(String seconds) {
        UserAgent alice = phone(Transport.UDP);

        SipMessage register = arrived(alice.registration().contact("<" + alice.contactUri() + ">;expires=" + seconds));

        assertThat(register.required("Contact")).contains("expires=" + seconds);
        end(alice);
    }

    @Test
    @DisplayName("RFC 3261 7.3.1: a second To is refused")
    void severalTo() {
        phone(Transport.UDP).registration().header("To", "<sip:carol@ims.example>").expect(400);
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.2, 7.2A.1: ck and ik of no challenge reach the UE; RFC 7315: nor does charging")
    void keysStay() {
        CompletableFuture<SipMessage> phone = sending(phone(Transport.UDP).registration().withoutAnswer());
        ServerTransaction arrived = CORE.register();
        arrived.respond(arrived.prepare(401)
            .with("WWW-Authenticate", "Digest realm=\"ims.example\",nonce=\"bm9uY2U=\",algorithm=AKAv1-MD5,"
                + "ik=\"00112233445566778899aabbccddeeff\",ck=\"ffeeddccbbaa99887766554433221100\",qop=\"auth\"")
            .with("WWW-Authenticate", "Digest realm=\"ims.example\",nonce=\"bm9uY2U=\",algorithm=AKAv2-MD5,"
                + "ck=\"ffeeddccbbaa99887766554433221100\",ik=\"00112233445566778899aabbccddeeff\"")
            .with("P-Charging-Function-Addresses", "ccf=127.0.0.9").with("P-Charging-Vector", "icid-value=x"));

        SipMessage challenged = phone.join();

        assertThat(challenged.toString()).doesNotContainIgnoringCase("ck=").doesNotContainIgnoringCase("ik=")
            .doesNotContain("P-Charging");
        assertThat(challenged.headers().stream().filter(h -> h.name().equalsIgnoreCase("WWW-Authenticate"))).hasSize(2)
            .allSatisfy(h -> assertThat(h.value()).contains("nonce=\"bm9uY2U=\"", "realm=\"ims.example\""));
        assertThat(challenged.toString()).contains("AKAv1-MD5", "AKAv2-MD5", "qop=\"auth\"");
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.1: P-Associated-URI and Service-Route are for the UE")
    void whatTheUeLearns() {
        UserAgent alice = phone(Transport.UDP);
        CompletableFuture<SipMessage> phone = sending(alice.registration());
        CORE.accept(phone, 60, answer -> answer.with("P-Charging-Function-Addresses", "ccf=127.0.0.9"));

        assertThat(phone.join().list("P-Associated-URI")).containsExactly("<sip:alice@ims.example>");
        assertThat(phone.join().list("Service-Route")).containsExactly(CORE.serviceRoute());
        assertThat(phone.join().has("P-Charging-Function-Addresses")).isFalse();
        assertThat(phone.join().has("Flow-Timer")).isFalse();
        end(alice);
    }

    @Test
    @DisplayName("RFC 5626 4.4, 5.1: a UE with outbound gets a Path with ob, and is told how often to show its flow")
    void outbound() {
        UserAgent alice = phone(Transport.TCP);
        Registering registration = alice.registration().contact("<" + alice.contactUri() + ">" + REG_ID);
        CompletableFuture<SipMessage> phone = sending(registration.header("Supported", "outbound"));

        SipMessage register = CORE.accept(phone, 60, answer -> answer);

        assertThat(Address.parse(register.list("Path").get(0)).sipUri().parameter("ob")).isPresent();
        assertThat(phone.join().required("Flow-Timer")).isEqualTo("120");
        end(alice);
    }

    @ParameterizedTest
    @CsvSource({"UDP, ip-assoc-pending, ip-assoc-yes", "TCP, ip-assoc-pending, ip-assoc-yes",
        "TLS, tls-pending, tls-yes", "WSS, tls-pending, tls-yes"})
    @DisplayName("TS 24.229 5.2.2.3, 5.2.2.4: integrity-protected says whether the user has registered from there")
    void integrityProtected(Transport transport, String first, String later) {
        UserAgent alice = phone(transport);
        assertThat(mark(arrived(answering(alice, ",integrity-protected=\"yes\"")))).isEqualTo(first);
        assertThat(mark(arrived(answering(alice, "")))).isEqualTo(later);
        end(alice);
    }

    private static Registering answering(UserAgent phone, String more) {
        return phone.registration().authorization(credentials(more));
    }

    private static String mark(SipMessage register) {
        String header = register.required("Authorization");
        assertThat(register.list("Authorization").stream().filter(h -> h.contains("integrity-protected"))).hasSize(1);
        return header.replaceAll("(?s).*integrity-protected=\"([^\"]*)\".*", "$1");
    }

    @Test
    @DisplayName("RFC 3329 2.3.1: sec-agree is understood: the challenge has the offer, what is verified is compared")
    void securityAgreement() {
        UserAgent alice = phone(Transport.UDP);
        CompletableFuture<SipMessage> asking = sending(agreeing(alice, "digest, ipsec-3gpp;alg=hmac-sha-1-96")
            .withoutAnswer());
        ServerTransaction arrived = CORE.register();
        arrived.respond(arrived.prepare(401).with("WWW-Authenticate", "Digest realm=\"ims.example\",nonce=\"n\""));

        assertThat(asking.join().required("Security-Server")).isEqualTo(SERVER);
        assertThat(arrived.request().toString()).doesNotContain("sec-agree", "Security-");
        SipMessage wrong = refusedHere(agreeing(alice, "digest").header("Security-Verify", "digest;q=0.1"), 494);
        assertThat(wrong.required("Security-Server")).isEqualTo(SERVER);
        assertThat(arrived(agreeing(alice, "digest").header("Security-Verify", SERVER.replace(";", "; ")))
            .has("Security-Verify")).isFalse();
        end(alice);
    }

    @Test
    @DisplayName("TS 24.229 5.2.2.2: a UE that has only ipsec-3gpp hears what there is")
    void noCommonMechanism() {
        UserAgent alice = phone(Transport.UDP);
        assertThat(refusedHere(agreeing(alice, "ipsec-3gpp;alg=hmac-sha-1-96"), 494).required("Security-Server"))
            .isEqualTo(SERVER);
    }

    private static Registering agreeing(UserAgent phone, String client) {
        return phone.registration().header("Require", "sec-agree").header("Proxy-Require", "sec-agree")
            .header("Security-Client", client);
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.2A: after the network's 403 nobody is registered, and a request is refused")
    void unregistered() {
        UserAgent alice = phone(Transport.UDP);
        CompletableFuture<SipMessage> phone = sending(alice.registration());
        CORE.register().respond(403);
        phone.join();

        Refused.by(IMS, alice.message("sip:bob@ims.example", "hi").expect(403), "P-CSCF");
    }
}
