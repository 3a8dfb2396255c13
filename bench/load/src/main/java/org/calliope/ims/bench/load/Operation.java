package org.calliope.ims.bench.load;

import org.calliope.ims.bench.load.Tally.Slot;

/** One operation, from its first request to its end. One thread. */
abstract class Operation {

    /** RFC 3261 21.5.4. */
    protected static final int OVERLOADED = 503;

    protected final Loop loop;
    protected final Ue ue;
    protected final String user;
    protected final String id;
    private final Slot slot;
    private final long due;
    private boolean done;

    /** @param due when it should begin: what the generator is late counts as latency */
    Operation(Loop loop, Ue ue, String user, Slot slot, long due) {
        this.loop = loop;
        this.ue = ue;
        this.user = user;
        this.slot = slot;
        this.due = due;
        this.id = loop.newId();
    }

    abstract void start();

    abstract void response(String response, String cseq, int status);

    /** Called once, when the operation is over. */
    protected void over() { }

    final String callId() {
        return id + '@' + ue.host();
    }

    protected final Slot slot() {
        return slot;
    }

    protected final Exchange exchange(String cseq, String request) {
        return new Exchange(loop, ue, cseq, request, slot::retransmitted,
            () -> failed("no answer to " + cseq.substring(cseq.indexOf(' ') + 1)));
    }

    protected final long latency() {
        return loop.now() - due;
    }

    protected final void completed(long nanos) {
        if (finish()) {
            slot.completed(user, nanos);
        }
    }

    /**
     * A final response that is not what is wanted; 503 is the server's good right.
     *
     * @param to what it answers
     */
    protected final void refused(int status, String to) {
        String reason = status + " to " + to;
        if (status != OVERLOADED) {
            failed(reason);
        } else if (finish()) {
            slot.refused(user, reason);
        }
    }

    protected final void failed(String reason) {
        if (finish()) {
            slot.failed(user, reason);
        }
    }

    private boolean finish() {
        boolean first = !done;
        done = true;
        if (first) {
            loop.over(this);
            over();
        }
        return first;
    }

    /** The headers every request has; To is the caller's business. */
    protected final String head(String requestLine, String branch, String cseq) {
        return requestLine + " SIP/2.0\r\nVia: SIP/2.0/UDP " + ue.sentBy() + ";branch=" + branch + "\r\n"
            + "Max-Forwards: 70\r\nFrom: <sip:" + user + '@' + loop.domain() + ">;tag=" + id + "\r\n"
            + "Call-ID: " + callId() + "\r\nCSeq: " + cseq + "\r\n";
    }

    protected final String contact() {
        return "Contact: <sip:" + user + '@' + ue.sentBy() + '>';
    }
}
