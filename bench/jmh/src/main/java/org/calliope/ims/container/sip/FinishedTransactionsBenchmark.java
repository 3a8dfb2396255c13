package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether a request is one that has been answered already. */
@State(Scope.Benchmark)
public class FinishedTransactionsBenchmark {

    private SIPRequest repeated;

    /** Anew each time: what is finished is forgotten after 32 s. */
    @Setup(Level.Iteration)
    public void finish(Measured m) throws ParseException {
        repeated = (SIPRequest) m.parse(Samples.REGISTER);
        m.finished.remember(repeated.createResponse(200));
    }

    @Benchmark
    public Optional<byte[]> newRequest(Measured m) {
        return m.finished.response(m.invite);
    }

    @Benchmark
    public Optional<byte[]> repeatedRequest(Measured m) {
        return m.finished.response(repeated);
    }
}
