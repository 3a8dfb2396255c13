package org.calliope.ims.aka;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An authentication vector as the HSS makes one: the subscriber's functions, the next number, the five outputs. */
@State(Scope.Thread)
public class VectorBenchmark {

    private final byte[] k = new byte[Milenage.BLOCK];
    private final byte[] opc = new byte[Milenage.BLOCK];
    private final byte[] rand = new byte[Milenage.BLOCK];
    private long sqn;

    @Benchmark
    public AuthenticationVector make() {
        sqn = SequenceNumbers.next(sqn);
        return new Milenage(k, opc).vector(rand, sqn, 0);
    }
}
