package org.calliope.ims.container.sip;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/** The lock of a call, by two threads that have calls of their own. */
@State(Scope.Benchmark)
public class CallLocksBenchmark {

    private final CallLocks locks = new CallLocks();

    /** One call a thread. */
    @State(Scope.Thread)
    public static class Call {
        private final String id = Thread.currentThread().getName() + "@127.16.0.1";
    }

    @Benchmark
    @Threads(2)
    public void hold(Call call, Blackhole blackhole) {
        locks.hold(call.id, () -> blackhole.consume(call));
    }
}
