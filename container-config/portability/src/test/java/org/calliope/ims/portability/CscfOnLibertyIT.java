package org.calliope.ims.portability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.calliope.ims.config.Settings;
import org.calliope.ims.container.router.ImsApplicationRouter;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P-, I- and S-CSCF on Open Liberty, each at its own address by Calliope's application router, with the HSS on
 * Calliope's server; the proxy sample of the bench beside them at a fourth address.
 *
 * <pre>
 *  UE ---- SIP ---- Open Liberty: P-CSCF, I-CSCF, S-CSCF ---- Diameter ---- Calliope: HSS
 * </pre>
 */
class CscfOnLibertyIT {

    private static final List<Integer> PORTS = FreePorts.draw(2);
    private static final int SAMPLE = PORTS.get(0);

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().without("pcscf.sar").without("icscf.sar").without("scscf.sar")
            .conf("server", "sip-listen", "udp:127.0.0.1:" + PORTS.get(1)).build();
    private static Liberty liberty;

    @BeforeAll
    static void start() {
        Path bundled = Path.of("target", "bundled");
        liberty = new Liberty.Plan("cscf").property("calliope.home", IMS.node().home())
                .sip("pcscf", IMS.pcscf().getPort()).sip("icscf", IMS.icscf().getPort())
                .sip("scscf", IMS.scscf().getPort()).sip("sample", SAMPLE)
                .application(bundled.resolve("bundled-pcscf.war"), "war")
                .application(bundled.resolve("bundled-icscf.war"), "war")
                .application(bundled.resolve("bundled-scscf.war"), "war")
                .application(Path.of("target", "archives", "proxy-sample.war"), "war")
                .router(HomeRouterProvider.class.getName(), Stream.of(HomeRouterProvider.class,
                        ImsApplicationRouter.class, Settings.class).map(CscfOnLibertyIT::codeOf).toList())
                .start();
    }

    private static Path codeOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @AfterAll
    static void stop() {
        if (liberty != null) {
            liberty.close();
        }
    }

    @AfterEach
    void noError() {
        assertThat(liberty.errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void pcscfAnswersForItself(Transport transport) {
        UserAgent alice = IMS.phone("alice", p -> p.transport(transport));

        assertThat(alice.options("sip:" + IMS.node().topology().domain()).expect(200).required("Allow")).contains("INVITE");
    }

    @Test
    void pcscfRefusesAForeignDomainAndSaysWhy_TS24229_5_2_2() {
        SipMessage refused = IMS.phone("alice").registration().requestUri("sip:elsewhere.example").send();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.required("Reason")).contains("elsewhere.example");
    }

    @Test
    void icscfRefusesWhoeverIsNotOfTheTrustDomain_TS24229_5_3_1_2() {
        try (UserAgent stranger = UserAgent.builder("sip:alice@ims.example").proxy(IMS.icscf()).build()) {
            SipMessage refused = stranger.options("sip:bob@ims.example").expect(403);

            assertThat(refused.required("Warning")).contains(":" + IMS.icscf().getPort());
        }
    }

    @Test
    void unknownUserIsRefusedByTheIcscfThatAskedTheHss_TS24229_5_3_1_3() {
        SipMessage refused = IMS.phone("nobody").registration().expect(403);

        assertThat(refused.required("Warning")).contains(":" + IMS.icscf().getPort());
    }

    @ParameterizedTest
    @CsvSource({"SOFTPHONE,UDP", "SOFTPHONE,TCP", "IMS,UDP", "IMS,TCP"})
    void userRegistersAndDeregisters_TS24229_5_4_1(Mode mode, Transport transport) {
        UserAgent alice = IMS.phone("alice", p -> p.mode(mode).transport(transport));

        SipMessage ok = alice.register();

        assertThat(alice.exchange().received()).extracting(SipMessage::status).filteredOn(s -> s >= 200)
                .containsExactly(401, 200);
        assertThat(ok.list("Service-Route")).singleElement()
                .satisfies(r -> assertThat(Address.parse(r).sipUri().port()).isEqualTo(IMS.scscf().getPort()));
        assertThat(ok.contact().orElseThrow().uri()).isEqualTo(alice.contactUri());
        assertThat(ok.has("P-Charging-Vector")).isFalse();
        assertThat(alice.deregister().list("Contact")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UDP,UDP", "TCP,TCP", "UDP,TCP"})
    void registeredUsersCallEachOther_TS24229_5_4_3(Transport caller, Transport callee) {
        UserAgent alice = registered("alice", caller);
        UserAgent bob = registered("bob", callee);

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();

        assertThat(answer.contact().orElseThrow().uri()).isEqualTo(bob.contactUri());
        assertThat(in.invite().list("Record-Route").stream().map(r -> Address.parse(r).sipUri().port()).toList())
                .contains(IMS.pcscf().getPort(), IMS.scscf().getPort()).doesNotContain(IMS.icscf().getPort());
        assertThat(in.invite().required("P-Asserted-Identity")).contains("sip:alice@ims.example");
    }

    @Test
    void callThatIsGivenUpIsCancelledAtTheCalled_RFC3261_9() {
        UserAgent alice = registered("alice", Transport.UDP);
        UserAgent bob = registered("bob", Transport.UDP);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        call.cancel();

        in.awaitCancel();
    }

    @Test
    void whatNamesNoElementIsForTheApplicationWithoutARole_JSR289_15() {
        try (UserAgent alice = sampleUser("alice"); UserAgent bob = sampleUser("bob")) {
            alice.options("sip:anybody@sample.example").expect(200);
            Call call = alice.call(bob.contactUri());
            IncomingCall in = bob.awaitInvite();
            in.answer();
            call.awaitAnswer();
            in.awaitAck();
            in.hangUp();
            call.awaitBye();

            assertThat(in.invite().list("Record-Route")).singleElement()
                    .satisfies(r -> assertThat(Address.parse(r).sipUri().port()).isEqualTo(SAMPLE));
        }
    }

    private static UserAgent sampleUser(String name) {
        return UserAgent.builder("sip:" + name + "@sample.example").proxy("127.0.0.1", SAMPLE).withoutProxyRoute().build();
    }

    private static UserAgent registered(String user, Transport transport) {
        UserAgent phone = IMS.phone(user, p -> p.transport(transport));
        phone.register();
        return phone;
    }
}
