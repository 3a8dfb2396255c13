package org.calliope.ims.container.sip;

import java.net.InetAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the look at a message before it is parsed costs one that is let in. */
@State(Scope.Benchmark)
public class GateBenchmark {

    private final InetAddress from = InetAddress.getLoopbackAddress();
    private Gate gate;

    @Setup
    public void make(Measured m) {
        gate = m.gate();
    }

    @Benchmark
    public boolean newRequest() {
        return gate.admits(Samples.INVITE, Samples.INVITE.length, "127.0.0.1:5060", from, 5060, (answer, port) -> { });
    }

    @Benchmark
    public boolean response() {
        return gate.admits(Samples.ANSWER, Samples.ANSWER.length, "127.0.0.1:5060", from, 5060, (answer, port) -> { });
    }
}
