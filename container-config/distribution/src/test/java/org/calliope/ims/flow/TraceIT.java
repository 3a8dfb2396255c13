package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import java.util.List;
import java.util.stream.Collectors;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.node.Role;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceEvent;
import org.calliope.ims.trace.TraceQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The trace tells a call as it went: every hop once and in order, every decision with its clause, no secret.
 *
 * <pre>
 * alice → P-CSCF → S-CSCF → I-CSCF ⇒ HSS ⇒ I-CSCF → S-CSCF → P-CSCF → bob
 * </pre>
 */
class TraceIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private UserAgent alice;
    private UserAgent bob;

    @BeforeEach
    void register() {
        alice = IMS.phone("alice");
        bob = IMS.phone("bob");
        alice.register();
        bob.register();
    }

    private List<TraceEvent> joined(String callId) {
        return IMS.node().trace().joined(TraceQuery.callId(callId));
    }

    /** "P-CSCF S-CSCF" for every hop of the SIP messages whose line and CSeq begin so, and of Diameter commands. */
    private List<String> hops(String callId, String startLine, String cseq, String... commands) {
        return joined(callId).stream().filter(e -> e instanceof SipEvent s && s.startLine().startsWith(startLine)
                && s.cseq().equals(cseq) || e instanceof DiameterEvent d && List.of(commands).contains(d.command()))
            .map(e -> e instanceof SipEvent s ? named(s.from()) + " " + named(s.to())
                : ((DiameterEvent) e).from() + " " + ((DiameterEvent) e).to())
            .collect(Collectors.toList());
    }

    private String named(String label) {
        return label.equals(alice.hostPort()) ? "alice" : label.equals(bob.hostPort()) ? "bob" : label;
    }

    private Call call() {
        Call call = alice.call(bob.identity());
        through(call, bob);
        return call;
    }

    @Test
    @DisplayName("TS 24.229 5.2.6, 5.3.2, 5.4.3: the joined events of a call hold every hop, once and in order")
    void everyHop() {
        String callId = call().callId();

        assertThat(hops(callId, "INVITE", "1 INVITE", "LIR", "LIA")).containsExactly("alice P-CSCF", "P-CSCF S-CSCF",
            "S-CSCF I-CSCF", "I-CSCF HSS", "HSS I-CSCF", "I-CSCF S-CSCF", "S-CSCF P-CSCF", "P-CSCF bob");
        List<String> back = List.of("bob P-CSCF", "P-CSCF S-CSCF", "S-CSCF I-CSCF", "I-CSCF S-CSCF", "S-CSCF P-CSCF",
            "P-CSCF alice");
        assertThat(hops(callId, "SIP/2.0 180", "1 INVITE")).containsExactlyElementsOf(back);
        assertThat(hops(callId, "SIP/2.0 200", "1 INVITE")).containsExactlyElementsOf(back);
        List<String> within = List.of("alice P-CSCF", "P-CSCF S-CSCF", "S-CSCF S-CSCF", "S-CSCF P-CSCF", "P-CSCF bob");
        assertThat(hops(callId, "ACK", "1 ACK")).containsExactlyElementsOf(within);
        assertThat(hops(callId, "BYE", "2 BYE")).containsExactlyElementsOf(within);
    }

    @Test
    @DisplayName("RFC 7315 4.6: one ICID goes through the whole call, and another call has another")
    void oneIcid() {
        List<TraceEvent> first = joined(call().callId());
        List<TraceEvent> second = joined(call().callId());

        assertThat(icids(first)).hasSize(1);
        assertThat(icids(second)).hasSize(1).doesNotContainAnyElementsOf(icids(first));
        // The HSS hears nothing of the call but its Diameter session.
        assertThat(first).filteredOn(e -> e instanceof Decision d && d.element() != Role.HSS).isNotEmpty()
            .allSatisfy(e -> assertThat(e.join().icid()).isNotEmpty());
    }

    private static List<String> icids(List<TraceEvent> events) {
        return events.stream().map(e -> e.join().icid()).filter(icid -> !icid.isEmpty()).distinct().toList();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2: a registration's trace holds UAR, MAR, SAR and what was decided, each with its clause")
    void registration() {
        UserAgent carol = IMS.phone("carol");
        SipMessage ok = carol.register();

        List<TraceEvent> events = joined(ok.callId());

        assertThat(events).filteredOn(DiameterEvent.class::isInstance).map(e -> ((DiameterEvent) e).command())
            .contains("UAR", "UAA", "MAR", "MAA", "SAR", "SAA");
        assertThat(events).filteredOn(Decision.class::isInstance).map(Decision.class::cast).isNotEmpty()
            .allSatisfy(d -> assertThat(d.clause()).as(d.rule()).isNotEmpty());
        assertThat(events).extracting(TraceEvent::sequence).isSorted();
    }

    @Test
    @DisplayName("TS 33.203: passwords, their hashes and answers to challenges are nowhere in the trace")
    void secretsAreMasked() {
        UserAgent carol = IMS.phone("carol");
        SipMessage ok = carol.register();
        String sent = carol.exchange().sent().get(1).required("Authorization");
        String response = sent.replaceAll(".*response=\"(\\w+)\".*", "$1");
        assertThat(response).as("by SHA-256").hasSize(64);
        String rspauth = ok.required("Authentication-Info").replaceAll(".*rspauth=\"(\\w+)\".*", "$1");
        assertThat(rspauth).hasSize(64);

        String everything = joined(ok.callId()).stream()
            .map(e -> e instanceof SipEvent s ? s + s.text().masked() : e.toString()).collect(Collectors.joining("\n"));

        assertThat(everything).contains("REGISTER sip:ims.example").doesNotContain(response, rspauth)
            .doesNotContain(Digest.ha1(Digest.SHA_256, "carol", "ims.example", "carol"))
            .doesNotContain(Digest.ha1("carol", "ims.example", "carol"))
            .doesNotContain(Digest.ha1("carol@ims.example", "ims.example", "carol"));
    }

    @Test
    @DisplayName("A refusal stands in the trace with element, reason and clause, and is counted")
    void refusal() {
        SipMessage refused = alice.call("sip:nobody@ims.example").expect(404);

        Decision decision = Refused.by(IMS, refused, "I-CSCF");

        assertThat(decision.clause()).contains("5.3.2");
        assertThat(decision.values()).isNotEmpty();
    }
}
