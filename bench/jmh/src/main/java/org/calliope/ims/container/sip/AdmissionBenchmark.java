package org.calliope.ims.container.sip;

import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether a new request is let in, while there is no limit and while there is one. */
@State(Scope.Benchmark)
public class AdmissionBenchmark {

    private static final int LOOKS = 20;

    @Param
    private Load load;
    private Admission admission;

    /** What the server has to do. */
    public enum Load { LOW, TOO_MUCH }

    @Setup
    public void make() {
        admission = new Admission(Duration.ofMillis(20), System::nanoTime);
        for (int i = 0; load == Load.TOO_MUCH && i < LOOKS; i++) {
            admission.look(Duration.ofSeconds(1).toNanos());
        }
    }

    @Benchmark
    public boolean admits() {
        return admission.admits(false);
    }
}
