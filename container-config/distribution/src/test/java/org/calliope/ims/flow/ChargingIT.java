package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.hops;
import static org.calliope.ims.flow.Flows.registered;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.identity.ChargingVector;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The charging records of the S-CSCF: one for the caller and one for who was called, of each session and event. */
class ChargingIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "trusted-peers", "127.0.0.1").conf("icscf", "trusted-peers", "127.0.0.1").build();

    private final ProxyServer server = new ProxyServer();
    private UserAgent alice;
    private UserAgent bob;
    private int before;

    @BeforeEach
    void register() throws IOException {
        IMS.hss().forget();
        IMS.hss().criteria();
        alice = registered(IMS, "alice");
        bob = registered(IMS, "bob");
        before = records(IMS).size();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** What this server has in its files. */
    static List<JsonNode> records(ImsServer ims) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(ims.node().data().resolve("charging"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    records.add(JSON.readTree(line));
                }
            }
        }
        return records;
    }

    /** The new record of this side; there is one for each. */
    private JsonNode record(String role) {
        Awaitility.await().until(() -> records(IMS).size() >= before + 2);
        try {
            List<JsonNode> made = records(IMS).subList(before, before + 2);
            return made.stream().filter(record -> text(record, "roleOfNode").equals(role)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(JsonNode record, String field) {
        return record.path(field).asText();
    }

    private static Instant time(JsonNode record, String field) {
        return Instant.parse(text(record, field));
    }

    /** A call from alice to bob by way of an application server, from beginning to end. */
    private Call throughServer() {
        IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method("INVITE"),
            new InSessionCase(SessionCase.ORIGINATING_REGISTERED))), new ApplicationServer(server.uri(), DefaultHandling.SESSION_CONTINUED)));
        alice.register();
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
        return call;
    }

    @Test
    @DisplayName("TS 32.260 6.1.3, TS 32.298 5.1.3: a session: users, times, media, application server, network, and why it ended")
    void session() {
        Call call = throughServer();

        JsonNode caller = record("originating");
        JsonNode called = record("terminating");
        assertThat(text(caller, "nodeFunctionality")).isEqualTo("S-CSCF");
        assertThat(text(caller, "sipMethod")).isEqualTo("INVITE");
        assertThat(text(caller, "servedUser")).isEqualTo(alice.identity());
        assertThat(text(called, "servedUser")).isEqualTo(bob.identity());
        assertThat(text(caller, "sessionId")).isEqualTo(call.callId());
        assertThat(text(caller, "imsChargingIdentifier")).isNotEmpty().isEqualTo(text(called, "imsChargingIdentifier"));
        assertThat(List.of(caller, called)).allSatisfy(record -> {
            assertThat(record.path("listOfCallingPartyAddress").path(0).asText()).isEqualTo(alice.identity());
            assertThat(text(record, "requestedPartyAddress")).isEqualTo(bob.identity());
            assertThat(record.path("sdpMediaComponents").path(0).asText()).startsWith("audio ");
            assertThat(text(record, "originatingIoi")).isEqualTo("ims.example");
            assertThat(text(record, "terminatingIoi")).isEqualTo("ims.example");
            assertThat(time(record, "serviceDeliveryStartTimeStamp")).isAfterOrEqualTo(time(record, "serviceRequestTimeStamp"));
            assertThat(time(record, "serviceDeliveryEndTimeStamp")).isAfterOrEqualTo(time(record, "serviceDeliveryStartTimeStamp"));
            assertThat(record.path("serviceReasonReturnCode").asInt()).isEqualTo(200);
            assertThat(text(record, "causeForRecordClosing")).isEqualTo("normal");
        });
        assertThat(caller.path("applicationServersInformation")).hasSize(1);
        assertThat(caller.path("applicationServersInformation").path(0).asText()).isEqualTo(server.uri());
        assertThat(called.path("applicationServersInformation")).isEmpty();
    }

    /** Who has asked and who answers, as the message names them at each hop. */
    private static List<List<String>> operators(Call call, Predicate<SipMessage> wanted) {
        return hops(IMS, call, wanted).stream().map(message -> message.header("P-Charging-Vector").map(ChargingVector::parse)
                .map(vector -> List.of(vector.origIoi(), vector.termIoi())).orElse(List.of())).toList();
    }

    @Test
    @DisplayName("TS 24.229 4.5.4.1, 5.2.6, 5.4.3: each hop names the operators of that hop, and only within the trust domain")
    void operatorsOfEachHop() {
        Call call = throughServer();

        String visited = "Type 1ims.example";
        String home = "ims.example";
        String service = "Type 3ims.example";
        Predicate<SipMessage> invite = message -> message.isRequest() && message.is("INVITE");
        Predicate<SipMessage> ok = message -> !message.isRequest() && message.status() == 200 && message.required("CSeq").endsWith("INVITE");
        Awaitility.await().untilAsserted(() -> assertThat(operators(call, invite)).as("UE, P-CSCF, S-CSCF, server, S-CSCF, I-CSCF, S-CSCF, P-CSCF, UE")
            .containsExactly(List.of(), List.of(visited, ""), List.of(service, ""), List.of(service, ""), List.of(home, ""), List.of(home, ""),
                List.of(visited, ""), List.of()));
        Awaitility.await().untilAsserted(() -> assertThat(operators(call, ok)).as("and back")
            .containsExactly(List.of(), List.of(visited, visited), List.of(home, home), List.of(home, home), List.of(service, service),
                List.of(service, service), List.of(visited, visited), List.of()));
    }

    @Test
    @DisplayName("RFC 3311, RFC 3262: one with PRACK and UPDATE before the answer is a session like any other")
    void afterUpdate() {
        Call call = alice.call(alice.invitation(bob.identity()).with("Supported", "100rel"));
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().prepare(183).with("Require", "100rel").with("RSeq", "1"));
        call.outgoing().awaitProvisional(183);
        call.send(call.prepare("PRACK").with("RAck", "1 1 INVITE")).expect(200);
        call.send(call.prepare("UPDATE").with("Contact", "<" + alice.contactUri() + ">")).expect(200);
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();

        assertThat(List.of(record("originating"), record("terminating"))).allSatisfy(record -> {
            assertThat(text(record, "sipMethod")).isEqualTo("INVITE");
            assertThat(text(record, "causeForRecordClosing")).isEqualTo("normal");
        });
    }

    private void unsuccessful(int status) {
        assertThat(List.of(record("originating"), record("terminating"))).allSatisfy(record -> {
            assertThat(record.path("serviceReasonReturnCode").asInt()).isEqualTo(status);
            assertThat(text(record, "causeForRecordClosing")).isEqualTo("unsuccessful");
            assertThat(text(record, "serviceDeliveryStartTimeStamp")).isEmpty();
        });
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: one that was refused says by which status")
    void busy() {
        Call call = alice.call(bob.identity());
        bob.awaitInvite().busy();
        call.expect(486);

        unsuccessful(486);
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: so does one that its caller has given up")
    void cancelled() {
        Call call = alice.call(bob.identity());
        bob.awaitInvite().ring();
        call.awaitRinging();
        call.cancel();

        unsuccessful(487);
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: a message is an event")
    void message() {
        alice.message(bob.identity(), "hello").awaitFinal();

        JsonNode record = record("terminating");
        assertThat(text(record, "sipMethod")).isEqualTo("MESSAGE");
        assertThat(text(record, "causeForRecordClosing")).isEqualTo("normal");
        assertThat(record.path("sdpMediaComponents")).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.5.1.2: a session that the network ends says so")
    void released() {
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        alice.deregister();
        call.awaitBye();
        in.awaitBye();

        assertThat(text(record("originating"), "causeForRecordClosing")).isEqualTo("released");
        assertThat(text(record("terminating"), "causeForRecordClosing")).as("a BYE like any other").isEqualTo("normal");
    }

    @Test
    @DisplayName("TS 24.229 5.4.5.1.2: a session that an operator ends says so of both users")
    void releasedByAnOperator() {
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        IMS.node().calls().list().forEach(half -> IMS.node().calls().release(half.icid()));
        call.awaitBye();
        in.awaitBye();

        assertThat(List.of(record("originating"), record("terminating"))).extracting(record -> text(record, "causeForRecordClosing"))
            .containsOnly("released");
    }

    @Test
    @DisplayName("RFC 7315 4.6: a call that a gateway gives no charging identifier gets one where it comes in")
    void fromGateway() throws IOException {
        try (UserAgent gateway = UserAgent.builder("sip:+4930111@gateway.example").build()) {
            gateway.call(gateway.invitation(bob.identity()).with("Route", "<sip:127.0.0.1:" + IMS.icscf().getPort() + ";lr>"));
            bob.awaitInvite().busy();

            Awaitility.await().until(() -> records(IMS).size() > before);
            assertThat(text(records(IMS).get(before), "imsChargingIdentifier")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: what goes nowhere is one, of the caller")
    void nowhere() throws IOException {
        alice.call("sip:somebody@elsewhere.example").expect(404);

        Awaitility.await().until(() -> records(IMS).size() > before);
        JsonNode record = records(IMS).get(before);
        assertThat(record.path("serviceReasonReturnCode").asInt()).isEqualTo(404);
        assertThat(text(record, "requestedPartyAddress")).isEqualTo("sip:somebody@elsewhere.example");
    }
}
