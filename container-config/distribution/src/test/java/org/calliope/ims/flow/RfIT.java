package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;
import static org.calliope.ims.testkit.diameter.FakeCdf.EVENT;
import static org.calliope.ims.testkit.diameter.FakeCdf.INTERIM;
import static org.calliope.ims.testkit.diameter.FakeCdf.START;
import static org.calliope.ims.testkit.diameter.FakeCdf.STOP;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.rf.RfCharging;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.IncomingInvite;
import org.calliope.ims.testkit.OutgoingInvite;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.FakeCdf;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.TraceQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the S-CSCF tells two charging functions of sessions and events; it serves the caller and who is called.
 *
 * <pre>
 *  alice        S-CSCF       bob         CDF
 *    |-- INVITE -->|-- INVITE ->|          |
 *    |&lt;-- 200 -----|&lt;-- 200 ----|          |
 *    |             |== ACR [START] ×2 ====>|
 *    |-- BYE ----->|-- BYE ---->|          |
 *    |             |== ACR [STOP] ×2 =====>|
 * </pre>
 */
class RfIT {
    private static final List<Integer> PORTS = FreePorts.draw(2);
    private static final FakeCdf CDF = new FakeCdf(PORTS.get(0), "cdf.ims.example", "ims.example");
    private static final FakeCdf CDF2 = new FakeCdf(PORTS.get(1), "cdf2.ims.example", "ims.example");

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "trusted-peers", "127.0.0.1")
        .conf("charging", "functions", "aaa://127.0.0.1:" + PORTS.get(0) + " cdf.ims.example, aaa://127.0.0.1:" + PORTS.get(1)
            + " cdf2.ims.example")
        .conf("charging", "function-timeout", "300ms").conf("charging", "function-retry", "300ms")
        .conf("charging", "interim-interval", "0s").build();

    private UserAgent alice;
    private UserAgent bob;

    @BeforeEach
    void register() {
        CDF2.stop();
        CDF.start();
        IMS.hss().forget();
        IMS.hss().criteria();
        alice = registered(IMS, "alice");
        bob = registered(IMS, "bob");
        // tells that the function is connected, and that nothing of the test before is on its way
        alice.message(bob.identity(), "first").awaitFinal();
        eventually().until(() -> !CDF.received().isEmpty() && waiting() == 0);
        CDF.forget();
        CDF2.forget();
    }

    @AfterAll
    static void end() {
        CDF.close();
        CDF2.close();
    }

    private static double waiting() {
        return IMS.node().meters().get(RfCharging.WAITING).gauge().value();
    }

    private static List<Accounted> all(FakeCdf cdf, String callId) {
        return cdf.received().stream().map(Accounted::new).filter(one -> one.callId().equals(callId)).toList();
    }

    /** Those of one side of a call, when there are so many. */
    private static List<Accounted> await(int count, String callId, boolean terminating) {
        eventually().until(() -> side(callId, terminating).size() >= count);
        return side(callId, terminating);
    }

    private static List<Accounted> side(String callId, boolean terminating) {
        return all(CDF, callId).stream().filter(one -> one.terminating() == terminating).toList();
    }

    private static void changesMedia(Call call, IncomingCall in) {
        OutgoingInvite hold = call.reinvite();
        IncomingInvite held = in.awaitReinvite();
        held.transaction().respond(held.prepare(200).withBody("application/sdp",
            held.invite().bodyText() + "m=video 49172 RTP/AVP 31\r\na=recvonly\r\n"));
        hold.awaitAnswer();
        held.awaitAck();
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1, TS 32.299 6.2.2: START, INTERIM and STOP of a session whose media change, of either side")
    void session() throws Exception {
        try (ProxyServer server = new ProxyServer()) {
            IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method("INVITE"),
                new InSessionCase(SessionCase.ORIGINATING_REGISTERED))), new ApplicationServer(server.uri(), DefaultHandling.SESSION_CONTINUED)));
            alice.register();
            Call call = alice.call(bob.identity());
            IncomingCall in = bob.awaitInvite();
            in.answer();
            call.awaitAnswer();
            in.awaitAck();
            changesMedia(call, in);
            call.hangUp();
            in.awaitBye();

            List<Accounted> caller = await(3, call.callId(), false);
            List<Accounted> called = await(3, call.callId(), true);
            assertThat(List.of(caller, called)).allSatisfy(RfIT::wholeSession);
            assertThat(caller.get(0).session()).isNotEqualTo(called.get(0).session());
            assertThat(Accounted.group(caller.get(0).ims(), AvpName.APPLICATION_SERVER_INFORMATION).get(0).text()).isEqualTo(server.uri());
            assertThat(caller.get(0).text(AvpName.IMS_CHARGING_IDENTIFIER)).isNotEmpty()
                .isEqualTo(called.get(2).text(AvpName.IMS_CHARGING_IDENTIFIER));
            assertThat(subscriber(caller.get(0))).isEqualTo(alice.identity());
            assertThat(subscriber(called.get(0))).isEqualTo(bob.identity());
        }
    }

    private static String subscriber(Accounted one) {
        List<Avp> subscription = Accounted.group(one.request().group(AvpName.SERVICE_INFORMATION), AvpName.SUBSCRIPTION_ID);
        return Accounted.find(subscription, AvpName.SUBSCRIPTION_ID_DATA).orElseThrow().text();
    }

    private static void wholeSession(List<Accounted> session) {
        assertThat(session).extracting(Accounted::type).containsExactly(START, INTERIM, STOP);
        assertThat(session).extracting(Accounted::number).containsExactly(0L, 1L, 2L);
        assertThat(session).extracting(Accounted::session).containsOnly(session.get(0).session());
        assertThat(session).extracting(Accounted::method).containsExactly("INVITE", "INVITE", "BYE");
        assertThat(session).noneMatch(Accounted::again);
        assertThat(session.get(0).media()).containsExactly("audio 49170 RTP/AVP 8 0");
        assertThat(session.get(1).media()).containsExactly("audio 49170 RTP/AVP 8 0", "video 49172 RTP/AVP 31");
        assertThat(session.get(0).cause()).isEmpty();
        assertThat(session.get(2).cause()).contains(0);
        Accounted start = session.get(0);
        assertThat(start.request().text(AvpName.ORIGIN_HOST)).isEqualTo("scscf.ims.example");
        assertThat(start.request().text(AvpName.DESTINATION_HOST)).isEqualTo("cdf.ims.example");
        assertThat(start.request().text(AvpName.SERVICE_CONTEXT_ID)).isEqualTo("15.32260@3gpp.org");
        assertThat(Accounted.find(start.ims(), AvpName.NODE_FUNCTIONALITY).orElseThrow().number()).as("S-CSCF").isEqualTo(0);
        assertThat(start.texts(AvpName.CALLING_PARTY_ADDRESS)).containsExactly("sip:alice@ims.example");
        assertThat(start.text(AvpName.CALLED_PARTY_ADDRESS)).isEqualTo("sip:bob@ims.example");
        List<Avp> times = Accounted.group(start.ims(), AvpName.TIME_STAMPS);
        assertThat(Accounted.find(times, AvpName.SIP_RESPONSE_TIMESTAMP).orElseThrow().number())
            .isGreaterThanOrEqualTo(Accounted.find(times, AvpName.SIP_REQUEST_TIMESTAMP).orElseThrow().number());
        List<Avp> networks = Accounted.group(start.ims(), AvpName.INTER_OPERATOR_IDENTIFIER);
        assertThat(networks).extracting(Avp::text).containsExactly("ims.example", "ims.example");
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: a message is an EVENT, and so is a session that was refused; the Cause-Code says how")
    void events() {
        alice.message(bob.identity(), "hello").awaitFinal();
        Call call = alice.call(bob.identity());
        bob.awaitInvite().busy();
        call.expect(486);

        List<Accounted> refused = await(1, call.callId(), false);
        assertThat(refused.get(0)).satisfies(one -> {
            assertThat(one.type()).isEqualTo(EVENT);
            assertThat(one.method()).isEqualTo("INVITE");
            assertThat(one.cause()).contains(486);
        });
        assertThat(await(1, call.callId(), true).get(0).cause()).contains(486);
        List<Accounted> messages = CDF.received().stream().map(Accounted::new).filter(one -> one.method().equals("MESSAGE")).toList();
        assertThat(messages).hasSize(2).allMatch(one -> one.type() == EVENT && one.cause().orElseThrow() == -1);
    }

    @Test
    @DisplayName("RFC 6733 9.8.2: INTERIM_RECORDs while a session goes on, as often as the charging function says")
    void interims() {
        CDF.interim(1);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();

        List<Accounted> session = await(3, call.callId(), false);
        assertThat(session.subList(0, 3)).extracting(Accounted::type).containsExactly(START, INTERIM, INTERIM);
        assertThat(session.subList(0, 3)).extracting(Accounted::number).containsExactly(0L, 1L, 2L);
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: a silent function holds up no call; what it got and left unanswered comes again with the T bit, what"
        + " it never got comes without (RFC 6733 3), and each once it is there again")
    void away() {
        CDF.silent();
        Call call = alice.call(bob.identity());
        through(call, bob);
        eventually().until(() -> all(CDF, call.callId()).stream().anyMatch(Accounted::again));
        Set<String> unanswered = all(CDF, call.callId()).stream().map(Accounted::key).collect(Collectors.toSet());
        CDF.stop();
        Call other = alice.call(bob.identity());
        through(other, bob);
        eventually().until(() -> waiting() == 8);

        int before = CDF.received().size();
        CDF.right();
        CDF.start();
        eventually().until(() -> waiting() == 0);

        List<Accounted> arrived = CDF.received().stream().skip(before).map(Accounted::new).toList();
        assertThat(arrived).hasSize(8).allMatch(one -> one.again() == unanswered.contains(one.key()));
        assertThat(arrived.stream().map(Accounted::session).distinct()).hasSize(4).allSatisfy(session -> assertThat(arrived)
            .filteredOn(one -> one.session().equals(session)).extracting(Accounted::type).containsExactly(START, STOP));
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: the secondary function is told while the primary is away")
    void secondary() {
        CDF2.start();
        CDF.stop();
        Call call = alice.call(bob.identity());
        through(call, bob);

        eventually().until(() -> waiting() == 0);
        assertThat(all(CDF2, call.callId())).extracting(Accounted::type).containsExactlyInAnyOrder(START, START, STOP, STOP);
    }

    @Test
    @DisplayName("TS 29.229 6.3.21: the function that the HSS names for a user is told of what he does, and the primary of others")
    void namedByHss() {
        CDF2.start();
        IMS.hss().charging(new ChargingInformation("", "", "aaa://cdf2.ims.example:3868;transport=tcp", ""));
        alice.register();
        eventually().until(() -> {
            alice.message(bob.identity(), "is it there").awaitFinal();
            return !CDF2.received().isEmpty();
        });
        Call call = alice.call(bob.identity());
        through(call, bob);

        eventually().until(() -> waiting() == 0);
        assertThat(all(CDF2, call.callId())).hasSize(2).noneMatch(Accounted::terminating);
        assertThat(all(CDF, call.callId())).hasSize(2).allMatch(Accounted::terminating);
    }

    @Test
    @DisplayName("RFC 6733 7.1.5: what is refused for good is dropped, counted, and said in the trace of the call")
    void refused() {
        double before = refusals();
        CDF.answering(5012);
        Call call = alice.call(bob.identity());
        through(call, bob);

        eventually().until(() -> refusals() == before + 4 && waiting() == 0);
        CDF.right();
        assertThat(all(CDF, call.callId())).hasSize(4).noneMatch(Accounted::again);
        assertThat(IMS.node().trace().joined(TraceQuery.callId(call.callId()))).anyMatch(event -> event instanceof Decision decision
            && decision.rule().equals("charging record") && decision.status() == 5012);
    }

    private static double refusals() {
        return IMS.node().meters().counter(RfCharging.REFUSED, "result", "5012").count();
    }

    @Test
    @DisplayName("RFC 6733 7.1.3: what a function is too busy for comes again without the T bit")
    void tooBusy() {
        CDF.answering(3004);
        Call call = alice.call(bob.identity());
        through(call, bob);
        eventually().until(() -> !all(CDF, call.callId()).isEmpty());
        CDF.right();

        eventually().until(() -> waiting() == 0);
        assertThat(all(CDF, call.callId())).noneMatch(Accounted::again);
    }
}
