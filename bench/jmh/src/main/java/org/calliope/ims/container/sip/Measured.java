package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.MessageParser;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sip.PeerUnavailableException;
import org.calliope.ims.container.transport.StreamSettings;
import org.calliope.ims.container.transport.Transport;
import org.calliope.ims.trace.Trace;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The stack as the container makes it, without a listening point; its parser, and the messages parsed by it. */
@State(Scope.Benchmark)
public class Measured {

    private static final List<ListenAddress> HERE = List.of(new ListenAddress("P-CSCF", Transport.UDP, "127.0.0.1", 5060),
        new ListenAddress("I-CSCF", Transport.UDP, "127.0.0.1", 5062), new ListenAddress("S-CSCF", Transport.UDP, "127.0.0.1", 5064));
    private static final int TRACE_EVENTS = 60_000;
    private static final int TRACE_BYTES = 64 << 20;
    private static final int FINISHED_MEGABYTES = 128;

    final Trace trace = new Trace(TRACE_EVENTS, TRACE_BYTES);
    final FinishedTransactions finished = new FinishedTransactions(HERE, FINISHED_MEGABYTES);
    final NoChannel channel = new NoChannel();
    SIPRequest invite;
    SIPResponse answer;
    private MessageParser parser;
    private ConvergedSipStack stack;

    @Setup
    public void make() throws PeerUnavailableException, ParseException {
        new HeaderFactoryImpl().setPrettyEncoding(true); // as the SIP Servlets core sets it
        stack = new ConvergedSipStack(settings(), null, new RecordRoutes(HERE), recorder(0), finished, new CallLocks(), overload(), known -> gate(), s -> null,
            new Hiding(), new SimpleMeterRegistry());
        parser = new CountingParserFactory().createMessageParser(stack);
        invite = (SIPRequest) parse(Samples.INVITE);
        answer = (SIPResponse) parse(Samples.ANSWER);
    }

    /** As the UDP channel of the stack calls it. */
    final SIPMessage parse(byte[] message) throws ParseException {
        return parser.parseSIPMessage(message, true, false, channel);
    }

    final SipRecorder recorder(int textsPerSecond) {
        return new SipRecorder(trace, HERE, textsPerSecond);
    }

    final Gate gate() {
        Gate gate = new Gate(new Sources(settings().sources(), Set.of(), new SimpleMeterRegistry(), System::nanoTime), overload(),
            request -> false, trace, Map.of());
        gate.open();
        return gate;
    }

    private static Overload overload() {
        return new Overload(Duration.ofMillis(20), new SimpleMeterRegistry());
    }

    /** The container's defaults. */
    private static SipSettings settings() {
        return new SipSettings(8, 4 << 20, 1_300, new HeaderLimits(65_535, 256, 8_192), Duration.ofMillis(20),
            new SourceSettings(0, Duration.ofMinutes(10), List.of("friendly-scanner", "sipvicious")), List.of(), 0, null,
            new StreamSettings(65_535, Duration.ofSeconds(20), Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofMinutes(70),
            20_000, 500, 1 << 20, List.of()), null);
    }

    @TearDown
    public void stop() {
        stack.stop();
    }
}
