package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import java.util.List;
import org.awaitility.Awaitility;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceQuery;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Another domain that DNS, or here the name localhost, leads to, and that belongs to the trust domain.
 *
 * <pre>
 * alice      P-CSCF     S-CSCF     dave@localhost
 *   | INVITE     |         |          |
 *   |-----------&gt;|-------&gt;| RFC 3263 |
 *   |            |         |---------&gt;|
 * </pre>
 */
class ForeignIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "foreign", "dns")
        .conf("scscf", "foreign-trusted", "Localhost").conf("scscf", "trusted-peers", "127.0.0.1").build();

    @Test
    @DisplayName("TS 24.229 5.4.3.2, RFC 3263: the Request-URI leads there, and a trusted network is told what this one knows")
    void byItsName() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        try (UserAgent dave = UserAgent.builder("sip:dave@localhost").build()) {
            String uri = "sip:dave@localhost:" + dave.hostPort().substring(dave.hostPort().indexOf(':') + 1);

            SipMessage arrived = through(alice.call(uri), dave);

            assertThat(arrived.requestUri()).isEqualTo(uri);
            assertThat(arrived.has("Route")).isFalse();
            assertThat(arrived.required("P-Asserted-Identity")).contains("sip:alice@ims.example");
            assertThat(arrived.required("P-Charging-Vector")).contains("orig-ioi");
        }
    }

    @Test
    @DisplayName("TS 24.229 4.5.4.1, TS 32.260 6.1.3: the network that answers is told to the application server by this one's name, and is in the record")
    void answersBehindAnApplicationServer() {
        try (ProxyServer server = new ProxyServer(); UserAgent dave = UserAgent.builder("sip:dave@localhost").build()) {
            IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method("INVITE"))),
                new ApplicationServer(server.uri(), DefaultHandling.SESSION_CONTINUED)));
            UserAgent alice = IMS.phone("alice");
            alice.register();
            Call call = alice.call("sip:dave@localhost:" + dave.hostPort().substring(dave.hostPort().indexOf(':') + 1));
            IncomingCall in = dave.awaitInvite();
            String asked = in.invite().required("P-Charging-Vector");
            assertThat(asked).contains("orig-ioi=\"ims.example\"");
            in.incoming().transaction().respond(in.incoming().prepare(200).with("P-Charging-Vector", asked + ";term-ioi=far.example"));
            call.awaitAnswer();
            call.hangUp();
            in.awaitBye();

            Awaitility.await().untilAsserted(() -> assertThat(ChargingIT.records(IMS))
                .filteredOn(record -> record.path("sessionId").asText().equals(call.callId())).singleElement()
                .satisfies(record -> assertThat(record.path("terminatingIoi").asText()).isEqualTo("far.example")));
            List<String> answers = IMS.node().trace().joined(TraceQuery.callId(call.callId())).stream().filter(SipEvent.class::isInstance)
                .map(event -> ((SipEvent) event).text().masked()).filter(text -> text.startsWith("SIP/2.0 200") && text.contains("INVITE")).toList();
            assertThat(answers).as("from the network to the S-CSCF").anyMatch(text -> text.contains("term-ioi=\"far.example\"")
                || text.contains("term-ioi=far.example"));
            assertThat(answers).as("from the S-CSCF to the server").anyMatch(text -> text.contains("term-ioi=\"Type 3ims.example\""));
        }
    }
}
