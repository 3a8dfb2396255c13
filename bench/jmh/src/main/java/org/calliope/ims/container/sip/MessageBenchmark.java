package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import org.openjdk.jmh.annotations.Benchmark;

/** Parsing, encoding and copying. */
public class MessageBenchmark {

    @Benchmark
    public SIPMessage parseInvite(Measured m) throws ParseException {
        return m.parse(Samples.INVITE);
    }

    @Benchmark
    public SIPMessage parseRegister(Measured m) throws ParseException {
        return m.parse(Samples.REGISTER);
    }

    @Benchmark
    public SIPMessage parseAnswerOverFiveHops(Measured m) throws ParseException {
        return m.parse(Samples.ANSWER);
    }

    /** What each hop pays at the least for a request: parsed, copied, written. */
    @Benchmark
    public byte[] parseCopyEncodeInvite(Measured m) throws ParseException {
        return ((SIPRequest) m.parse(Samples.INVITE).clone()).encodeAsBytes("udp");
    }

    @Benchmark
    public byte[] encodeInvite(Measured m) {
        return m.invite.encodeAsBytes("udp");
    }

    @Benchmark
    public byte[] encodeAnswerOverFiveHops(Measured m) {
        return m.answer.encodeAsBytes("udp");
    }

    @Benchmark
    public Object copyInvite(Measured m) {
        return m.invite.clone();
    }

    @Benchmark
    public SIPResponse responseToInvite(Measured m) {
        return m.invite.createResponse(180);
    }
}
