package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.Evaluations;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ProfilePart;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.ThirdPartyRegister.Content;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThirdPartyRulesTest {

    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity WORK = new PublicIdentity("sip:alice.work@ims.example");
    private static final String REGISTER = "REGISTER sip:ims.example SIP/2.0\r\nTo: <sip:alice@ims.example>\r\n\r\n";
    private static final String OK = "SIP/2.0 200 OK\r\n\r\n";

    @Test
    @DisplayName("TS 23.218 6.4, TS 24.229 5.4.1.7: each server that a criterion names, by priority and once")
    void servers() {
        Registration set = set(service(List.of(open(ALICE)), Criteria.of(7, server("sip:late.example")),
                Criteria.of(3, server("sip:early.example")), Criteria.of(9, server("sip:early.example")),
                new InitialFilterCriteria(1, TriggerPoint.allOf(List.of(new ServicePointTrigger.Method("INVITE"))),
                        server("sip:calls.example"))));

        assertThat(servers(set, event(RegistrationType.INITIAL)))
                .containsExactly("sip:early.example", "sip:late.example");
    }

    @ParameterizedTest
    @CsvSource({"INITIAL,sip:first.example", "RE,sip:further.example", "DE,sip:last.example"})
    @DisplayName("TS 29.228 B.2.3: criteria tell first, further and last REGISTER apart")
    void registrationTypes(RegistrationType type, String server) {
        Registration set = set(service(List.of(open(ALICE)),
                Criteria.register("sip:first.example", RegistrationType.INITIAL),
                Criteria.register("sip:further.example", RegistrationType.RE),
                Criteria.register("sip:last.example", RegistrationType.DE)));

        assertThat(servers(set, event(type))).containsExactly(server);
    }

    @Test
    @DisplayName("TS 29.228 B.2.2: criteria of the unregistered part are not for who registers")
    void profilePart() {
        InitialFilterCriteria registered = Criteria.register("sip:registered.example");
        Registration set = set(service(List.of(open(ALICE)), part(registered, ProfilePart.REGISTERED),
                part(Criteria.register("sip:unregistered.example"), ProfilePart.UNREGISTERED)));

        assertThat(servers(set, event(RegistrationType.DE))).containsExactly("sip:registered.example");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7 c: To is an identity of the criterion's service profile that is not barred")
    void to() {
        ProfileIdentity barred = new ProfileIdentity(new PublicIdentity("sip:a@ims.example"), true, Optional.empty());
        Registration set = set(service(List.of(barred, open(ALICE)), Criteria.register("sip:as.example")),
                service(List.of(barred, open(WORK)), Criteria.register("sip:as.example")),
                service(List.of(barred), Criteria.register("sip:nobody.example")));

        assertThat(ThirdPartyRules.of(new Evaluations(), set, event(RegistrationType.INITIAL), 60))
                .extracting(ThirdPartyRegister::to).containsExactly(ALICE, WORK);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7: P-Access-Network-Info, P-Visited-Network-ID and charging addresses go along")
    void headers() {
        ChargingInformation charging = new ChargingInformation("", "", "aaa://ccf.ims.example", "aaa://ccf2");
        Registration set = set(service(List.of(open(ALICE)), Criteria.register("sip:as.example")))
                .withCharging(Optional.of(charging));
        RegisterEvent event = new RegisterEvent(RegistrationType.INITIAL, "sip:ims.example",
                Map.of("p-access-network-info", List.of("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=1"),
                        Headers.P_VISITED_NETWORK_ID, List.of("\"visited\"")), () -> "", () -> "", Join.NONE);

        assertThat(ThirdPartyRules.of(new Evaluations(), set, event, 60)).singleElement().satisfies(register -> {
            assertThat(register.accessNetwork()).containsExactly("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=1");
            assertThat(register.visitedNetwork()).containsExactly("\"visited\"");
            assertThat(register.expires()).isEqualTo(60);
        });
        assertThat(ThirdPartyExchange.addresses(charging))
                .isEqualTo("ccf=\"aaa://ccf.ims.example\";ccf-2=\"aaa://ccf2\"");
    }

    @Test
    @DisplayName("TS 24.229 7.6: service information is an element of application/3gpp-ims+xml, as text")
    void serviceInformation() {
        assertThat(body(Criteria.informed("sip:as.example", "<a>&", false, false), true)).contains(new Content(
                "application/3gpp-ims+xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ims-3gpp version=\"1\">"
                + "<service-info>&lt;a&gt;&amp;</service-info></ims-3gpp>"));
        assertThat(body(Criteria.informed("sip:as.example", "<a>&", false, false), false))
                .as("not for a registration that is over").isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7A: one part is the body itself, of its own type")
    void onePart() {
        assertThat(body(Criteria.informed("sip:as.example", null, true, false), true))
                .contains(new Content("message/sip", REGISTER));
        assertThat(body(Criteria.informed("sip:as.example", null, false, true), false))
                .contains(new Content("message/sip", OK));
        assertThat(body(Criteria.informed("sip:as.example", null, false, false), true)).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7A, RFC 2046 5.1: several parts are multipart/mixed, in order")
    void severalParts() {
        Content content = body(Criteria.informed("sip:as.example", "info", true, true), true).orElseThrow();

        assertThat(content.type()).startsWith("multipart/mixed;boundary=\"");
        String boundary = content.type().substring(content.type().indexOf('"') + 1, content.type().length() - 1);
        List<String> parts = List.of(content.text().split("--" + boundary));
        assertThat(parts).hasSize(5);
        assertThat(parts.get(1)).startsWith("\r\nContent-Type: application/3gpp-ims+xml\r\n\r\n<?xml");
        assertThat(parts.get(2)).isEqualTo("\r\nContent-Type: message/sip\r\n\r\n" + REGISTER + "\r\n");
        assertThat(parts.get(3)).isEqualTo("\r\nContent-Type: message/sip\r\n\r\n" + OK + "\r\n");
        assertThat(parts.get(4)).isEqualTo("--\r\n");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7A: without a REGISTER of the user's there is none to hand on")
    void nothingAsked() {
        RegisterEvent unasked = RegisterEvent.unasked(RegistrationType.INITIAL, ALICE, 60, Join.NONE);

        assertThat(ThirdPartyBody.of(Criteria.informed("sip:as.example", null, true, true), unasked, true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(value = {"120|120", "18000;duration=3600|18000", "120 (I'm in a meeting)|120", "soon|", "|"},
            delimiter = '|')
    @DisplayName("RFC 3261 20.33: Retry-After has seconds first")
    void retryAfter(String header, Long seconds) {
        assertThat(ThirdPartyExchange.retryAfter(header))
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    private static Optional<Content> body(ApplicationServer server, boolean registered) {
        return ThirdPartyBody.of(server, event(RegistrationType.INITIAL), registered);
    }

    private static RegisterEvent event(RegistrationType type) {
        return new RegisterEvent(type, "sip:ims.example", Map.of(), () -> REGISTER, () -> OK, Join.NONE);
    }

    private static List<String> servers(Registration set, RegisterEvent event) {
        return ThirdPartyRules.of(new Evaluations(), set, event, 60).stream()
                .map(register -> register.server().serverName()).toList();
    }

    private static ApplicationServer server(String name) {
        return Criteria.register(name).applicationServer();
    }

    private static InitialFilterCriteria part(InitialFilterCriteria criteria, ProfilePart part) {
        return new InitialFilterCriteria(criteria.priority(), criteria.triggerPoint(), criteria.applicationServer(),
                Optional.of(part));
    }

    private static ProfileIdentity open(PublicIdentity identity) {
        return new ProfileIdentity(identity, false, Optional.empty());
    }

    private static ServiceProfile service(List<ProfileIdentity> identities, InitialFilterCriteria... criteria) {
        return new ServiceProfile(identities, List.of(criteria));
    }

    private static Registration set(ServiceProfile... services) {
        return new Registration(IMPI, ALICE, List.of(ALICE, WORK), new UserProfile(IMPI, List.of(services)),
                List.of(), Instant.EPOCH);
    }
}
