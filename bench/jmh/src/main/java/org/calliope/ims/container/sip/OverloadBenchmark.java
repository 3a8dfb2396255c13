package org.calliope.ims.container.sip;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What overload control costs a request that is let in. */
@State(Scope.Benchmark)
public class OverloadBenchmark {

    private Overload overload;

    @Setup
    public void make(Measured m) {
        overload = m.overload();
    }

    @Benchmark
    public boolean letsIn(Measured m) {
        return overload.refuses(m.invite, m.channel, () -> false);
    }
}
