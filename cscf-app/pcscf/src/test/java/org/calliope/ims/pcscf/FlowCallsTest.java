package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlowCallsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final InetSocketAddress FIRST = new InetSocketAddress("127.0.0.1", 40001);
    private static final Outbound PHONE = new Outbound("\"<urn:uuid:1>\"", 1);

    private Instant now = NOW;
    private final UeRegistrations registrations = new UeRegistrations();
    private final FlowCalls calls = new FlowCalls(registrations, Duration.ofSeconds(30), Duration.ofSeconds(120), new Trace(10, 10_000), () -> now);
    private final List<String> released = new ArrayList<>();

    private static UeRegistration ue(String flow, int port, String transport, Outbound outbound) {
        return new UeRegistration(flow, "alice@ims.example", ALICE, List.of(ALICE), new Wildcards(List.of()),
                List.of(ContactUri.parse("sip:alice@10.0.0.1:5060")), List.of(), outbound,
                new Source("127.0.0.1", port, transport, "10.0.0.1:5060"), NOW.plusSeconds(600));
    }

    private FlowCalls.Ongoing call(UeRegistration ue) {
        FlowCalls.Ongoing call = calls.call(ue, released::add, Join.callId("c"));
        call.valueBound(null);
        return call;
    }

    @BeforeEach
    void register() {
        registrations.store(ue("f1", 40001, "tcp", PHONE));
    }

    @Test
    @DisplayName("TS 24.229 5.2.8.1.2: a call ends, with 503 as Reason, when the flow of the UE has ended and it does not come back")
    void lost() {
        call(ue("f1", 40001, "tcp", PHONE));
        calls.ended(FIRST, "tcp");
        calls.sweep(NOW.plusSeconds(29));
        assertThat(released).isEmpty();

        calls.sweep(NOW.plusSeconds(30));
        calls.sweep(NOW.plusSeconds(60));

        assertThat(released).containsExactly("SIP;cause=503;text=\"the access of one of the two is lost\"");
    }

    @Test
    @DisplayName("RFC 5626 4.5: a UE that is back by another connection in time keeps its call")
    void back() {
        call(ue("f1", 40001, "tcp", PHONE));
        calls.ended(FIRST, "tcp");
        registrations.store(ue("f2", 40009, "tcp", PHONE));

        calls.sweep(NOW.plusSeconds(30));

        assertThat(released).isEmpty();
    }

    @Test
    @DisplayName("RFC 5626 4.2: another telephone of the user is not back for it")
    void another() {
        call(ue("f1", 40001, "tcp", PHONE));
        calls.ended(FIRST, "tcp");
        registrations.store(ue("f2", 40009, "tcp", new Outbound("\"<urn:uuid:2>\"", 1)));

        calls.sweep(NOW.plusSeconds(30));

        assertThat(released).hasSize(1);
    }

    @Test
    @DisplayName("RFC 5626 4.4, 5.4: a flow without keep-alives for Flow-Timer and the time to come back has failed, and its call ends")
    void silent() {
        registrations.store(ue("f1", 40001, "udp", PHONE));
        call(ue("f1", 40001, "udp", PHONE));
        calls.keptAlive(FIRST, "udp");
        now = NOW.plusSeconds(100);
        calls.keptAlive(FIRST, "udp");
        calls.sweep(NOW.plusSeconds(249));
        assertThat(released).isEmpty();

        calls.sweep(NOW.plusSeconds(250));
        calls.sweep(NOW.plusSeconds(251));

        assertThat(released).containsExactly("SIP;cause=503;text=\"the access of one of the two is lost\"");
        assertThat(calls.size()).isZero();
    }

    @Test
    @DisplayName("RFC 5626 4.4: a UE that has never sent a keep-alive is not taken for one that has gone, nor one that is by another flow")
    void neverHeard() {
        call(ue("f1", 40001, "udp", PHONE));
        calls.keptAlive(FIRST, "tcp");
        calls.sweep(NOW.plusSeconds(3600));
        assertThat(released).isEmpty();
        calls.keptAlive(FIRST, "udp");
        registrations.store(ue("f2", 40009, "udp", PHONE));

        calls.sweep(NOW.plusSeconds(250));

        assertThat(released).isEmpty();
    }

    @Test
    void otherConnectionsAndCallsThatAreOverConcernNobody() {
        FlowCalls.Ongoing over = call(ue("f1", 40001, "tcp", PHONE));
        calls.ended(new InetSocketAddress("127.0.0.1", 40002), "tcp");
        calls.ended(FIRST, "tls");
        calls.sweep(NOW.plusSeconds(31));
        assertThat(released).isEmpty();
        calls.ended(FIRST, "tcp");
        over.valueUnbound(null);

        calls.sweep(NOW.plusSeconds(31));

        assertThat(released).isEmpty();
        assertThat(calls.size()).isZero();
    }

    @Test
    @DisplayName("RFC 5626 4.2: a UE without outbound may close a connection and go on")
    void onlyFlows() {
        assertThat(calls.concern(ue("f1", 40001, "tcp", PHONE))).isTrue();
        assertThat(calls.concern(ue("f1", 40001, "tcp", Outbound.NONE))).isFalse();
        assertThat(calls.concern(ue("f1", 40001, "udp", PHONE))).isTrue();
        assertThat(new FlowCalls(registrations, Duration.ZERO, Duration.ZERO, new Trace(1, 1), () -> NOW).concern(ue("f1", 40001, "tcp", PHONE))).isFalse();
    }
}
