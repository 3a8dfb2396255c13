package org.calliope.ims.container.sip;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A message into the trace, with its text and without. */
@State(Scope.Benchmark)
public class RecordBenchmark {

    @Param
    private Text text;
    private SipRecorder recorder;

    /** Whether the text is kept. */
    public enum Text { KEPT, LEFT_OUT }

    @Setup
    public void make(Measured m) {
        recorder = m.recorder(text == Text.KEPT ? Integer.MAX_VALUE : 0);
    }

    @Benchmark
    public boolean request(Measured m) {
        return recorder.received(m.invite, m.channel);
    }

    @Benchmark
    public void response(Measured m) {
        recorder.received(m.answer, m.channel, null);
    }
}
