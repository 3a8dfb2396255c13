package org.calliope.ims.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

class TraceTest {

    private static final Join A = Join.callId("a").withIcid("icid-a");

    private static SipEvent sip(String line, Join join) {
        return sip(line, join, MessageText.NONE);
    }

    private static SipEvent sip(String line, Join join, MessageText text) {
        return SipEvent.of("127.0.0.1:5070", "P-CSCF", "UDP", line, "1 INVITE", join, text);
    }

    private static List<String> lines(List<TraceEvent> events) {
        return events.stream().map(event -> event instanceof SipEvent sip ? sip.startLine()
                : event instanceof DiameterEvent diameter ? diameter.command() : ((Decision) event).rule()).toList();
    }

    @Test
    void pagesAreOfTheNewestAndInOrder() {
        Trace trace = new Trace(100, 1_000_000);
        for (int i = 1; i <= 10; i++) {
            trace.sip(sip("m" + i, A));
        }
        assertThat(lines(trace.since(0, 3))).containsExactly("m8", "m9", "m10");
        assertThat(lines(trace.since(8, 100))).containsExactly("m9", "m10");
        assertThat(trace.since(10, 100)).isEmpty();
        assertThat(trace.since(99, 100)).isEmpty();
        assertThat(trace.sequence()).isEqualTo(10);
        assertThat(trace.since(0, 1).get(0).sequence()).isEqualTo(10);
    }

    @Test
    void theOldestMakeRoomByNumber() {
        Trace trace = new Trace(4, 1_000_000);
        for (int i = 1; i <= 10; i++) {
            trace.sip(sip("m" + i, A));
        }
        assertThat(lines(trace.since(0, 100))).containsExactly("m7", "m8", "m9", "m10");
    }

    @Test
    void theOldestMakeRoomByBytes() {
        Trace trace = new Trace(1_000, 100_000);
        for (int i = 1; i <= 500; i++) {
            trace.sip(sip("m" + i, A, MessageText.of(new byte[4_000])));
        }
        List<TraceEvent> kept = trace.since(0, 1_000);
        assertThat(kept.size()).isBetween(15, 25);
        assertThat(lines(kept).get(kept.size() - 1)).isEqualTo("m500");
    }

    @Test
    void aTextTooLargeForTheRingIsNotKeptButItsEventIs() {
        Trace trace = new Trace(10, 10_000);
        trace.sip(sip("huge", A, MessageText.of(new byte[9_000])));
        assertThat(((SipEvent) trace.since(0, 1).get(0)).text().masked()).isEmpty();
    }

    /** Writers on many threads lose nothing that fits and never put an event in a wrong place. */
    @Test
    void manyThreadsWriteAtOnce() throws InterruptedException {
        Trace trace = new Trace(1_000, 500_000);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            writers.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    trace.sip(sip("m", A, MessageText.of("x".repeat(i % 300))));
                }
            });
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        List<TraceEvent> kept = trace.since(0, 10_000);
        assertThat(trace.sequence()).isEqualTo(80_000);
        assertThat(kept).isNotEmpty().hasSizeLessThanOrEqualTo(1_000);
        assertThat(kept).extracting(TraceEvent::sequence).isSorted().doesNotHaveDuplicates().last().isEqualTo(80_000L);
        assertThat(kept).allSatisfy(event -> assertThat(event.join()).isEqualTo(A));
    }

    /** Call-ID, ICID and Diameter session tie events together, in whatever order they came. */
    @Test
    void joinsTransitively() {
        Trace trace = new Trace(100, 1_000_000);
        trace.decide(Decision.noted(Role.HSS, "found", Map.of(), "TS 29.228 6.1.4",
                Join.NONE.withDiameterSession("d1")));
        trace.sip(sip("INVITE in", A));
        trace.sip(sip("OTHER", Join.callId("z").withIcid("icid-z")));
        trace.diameter(DiameterEvent.of("I-CSCF", "HSS", "LIR", "", List.of(),
                Join.NONE.withIcid("icid-a").withDiameterSession("d1").withRegistration("sip:bob@ims.example")));
        trace.sip(sip("INVITE by a B2BUA", Join.callId("b").withIcid("icid-a")));
        trace.sip(sip("200", Join.callId("b")));
        trace.sip(sip("unjoined", Join.NONE));

        List<String> all = List.of("found", "INVITE in", "LIR", "INVITE by a B2BUA", "200");
        assertThat(lines(trace.joined(TraceQuery.callId("a")))).isEqualTo(all);
        assertThat(lines(trace.joined(TraceQuery.callId("b")))).isEqualTo(all);
        assertThat(lines(trace.joined(TraceQuery.icid("icid-a")))).isEqualTo(all);
        assertThat(lines(trace.joined(TraceQuery.identity("sip:bob@ims.example")))).isEqualTo(all);
        assertThat(lines(trace.joined(TraceQuery.callId("a").since(4)))).containsExactly("INVITE by a B2BUA", "200");
        assertThat(lines(trace.joined(TraceQuery.callId("a").limit(1)))).containsExactly("200");
        assertThat(trace.joined(TraceQuery.callId("nobody"))).isEmpty();
        assertThat(trace.joined(TraceQuery.callId(""))).isEmpty();
    }

    /** An identity leads to all its dialogs; one of its dialogs does not lead to the others. */
    @Test
    void aDialogDoesNotDragInTheOthersOfItsUser() {
        Trace trace = new Trace(100, 1_000_000);
        Join alice = Join.NONE.withRegistration("sip:alice@ims.example");
        trace.sip(sip("REGISTER", alice.withCallId("r")));
        trace.sip(sip("INVITE", alice.withCallId("c1")));
        trace.sip(sip("BYE", Join.callId("c1")));

        assertThat(lines(trace.joined(TraceQuery.callId("c1")))).containsExactly("INVITE", "BYE");
        assertThat(lines(trace.joined(TraceQuery.identity("sip:alice@ims.example"))))
                .containsExactly("REGISTER", "INVITE", "BYE");
    }

    @Test
    void refusalsAreCounted() {
        MeterRegistry meters = new SimpleMeterRegistry();
        Trace trace = new Trace(10, 1_000, meters);
        SipRefusal refusal = new SipRefusal(403, "wrong password", "digest", "TS 24.229 5.4.1.2.2",
                Map.of("user", "alice"));
        trace.decide(refusal.decision(Role.SCSCF, A));
        trace.decide(refusal.decision(Role.SCSCF, A));
        trace.decide(Decision.accepted(Role.SCSCF, "digest", Map.of(), "TS 24.229 5.4.1.2.2", A));

        assertThat(meters.counter("ims.refusals", "element", "S-CSCF", "rule", "digest", "status", "403").count())
                .isEqualTo(2);
    }

    @Test
    void textIsRenderedOnlyWhenItIsRead() {
        AtomicInteger rendered = new AtomicInteger();
        Trace trace = new Trace(10, 10_000);
        trace.diameter(DiameterEvent.of("a", "b", "UAR", "", new LateLines(new byte[10], bytes -> {
            rendered.incrementAndGet();
            return List.of("line");
        }), A));
        assertThat(rendered).hasValue(0);

        DiameterEvent read = (DiameterEvent) trace.since(0, 1).get(0);
        assertThat(rendered).hasValue(0);
        assertThat(read.avps()).containsExactly("line");
    }

    /** What goes in comes out, also what is empty, long or not ASCII. */
    @Test
    void anEventIsReadAsItWasWritten() {
        Trace trace = new Trace(10, 100_000);
        Join all = new Join("icid-ü", "call@127.0.0.1", "sip:alice@ims.example", "hss;1;2");
        SipEvent sip = SipEvent.of("127.0.0.1:5070", "P-CSCF", "UDP", "INVITE sip:böb@ims.example SIP/2.0", "1 INVITE",
                all, MessageText.of("text ✓ " + "x".repeat(5_000)));
        DiameterEvent diameter = DiameterEvent.of("I-CSCF", "HSS", "LIA", "DIAMETER_SUCCESS (2001)",
                List.of("Session-Id: hss;1;2", ""), Join.NONE);
        Decision decision = Decision.refused(Role.SCSCF, "digest", Map.of("attempts", "3"), "TS 24.229 5.4.1.2.3B",
                403, "the password is wrong", all);
        trace.sip(sip);
        trace.diameter(diameter);
        trace.decide(decision);

        assertThat(trace.at(1)).get().usingRecursiveComparison().ignoringFields("sequence").isEqualTo(sip);
        assertThat(trace.at(2)).get().usingRecursiveComparison().ignoringFields("sequence").isEqualTo(diameter);
        assertThat(trace.at(3)).get().usingRecursiveComparison().ignoringFields("sequence").isEqualTo(decision);
        assertThat(trace.since(0, 10)).extracting(TraceEvent::sequence).containsExactly(1L, 2L, 3L);
        assertThat(trace.at(0)).isEmpty();
        assertThat(trace.at(4)).isEmpty();
    }

    /** A trace too small for anything keeps nothing and hinders nobody. */
    @Test
    void whatNeverFitsIsLeftOut() {
        Trace trace = new Trace(1, 1);
        trace.sip(sip("x", A));
        assertThat(trace.sequence()).isEqualTo(1);
        assertThat(trace.since(0, 10)).isEmpty();
        assertThat(trace.joined(TraceQuery.callId("a"))).isEmpty();
    }

    @Test
    void valuesKeepTheirOrder() {
        Map<String, String> values = new java.util.LinkedHashMap<>();
        values.put("z", "1");
        values.put("a", "2");
        assertThat(Decision.noted(Role.UE, "r", values, "c", A).values().keySet()).containsExactly("z", "a");
    }
}
