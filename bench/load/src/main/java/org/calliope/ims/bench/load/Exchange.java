package org.calliope.ims.bench.load;

/**
 * A client transaction over UDP: sends its request again until there is an answer (RFC 3261 17.1.1.2 and 17.1.2.2) and
 * gives up after 64*T1. One thread.
 */
final class Exchange {

    private static final long T1 = 500_000_000L;
    private static final long T2 = 8 * T1;
    private static final long GIVE_UP = 64 * T1;

    private final Clock clock;
    private final Ue ue;
    private final String cseq;
    private final boolean invite;
    /** Null when it is over: finished operations are kept for a while. */
    private String request;
    private final Runnable again;
    private final Runnable gaveUp;
    private final long until;
    private long interval = T1;
    private boolean answered;
    private boolean over;

    /**
     * Sends the request.
     *
     * @param cseq   of the request, number and method
     * @param again  told of each retransmission
     * @param gaveUp told when no final answer has come
     */
    Exchange(Clock clock, Ue ue, String cseq, String request, Runnable again, Runnable gaveUp) {
        this.clock = clock;
        this.ue = ue;
        this.cseq = cseq;
        this.invite = cseq.endsWith("INVITE");
        this.request = request;
        this.again = again;
        this.gaveUp = gaveUp;
        this.until = clock.now() + GIVE_UP;
        ue.send(request);
        clock.after(interval, this::timer);
    }

    /** @return whether the response is the first final one of this exchange; a provisional one is taken note of */
    boolean ends(String responseCseq, int status) {
        if (over || !cseq.equals(responseCseq)) {
            return false;
        }
        if (status < 200) {
            answered = true;
            return false;
        }
        over = true;
        request = null;
        return true;
    }

    private void timer() {
        if (over) {
            return;
        }
        if (clock.now() >= until) {
            over = true;
            request = null;
            gaveUp.run();
            return;
        }
        // a provisional answer ends timer A, and lets timer E run at T2
        if (!answered || !invite) {
            ue.send(request);
            again.run();
        }
        interval = answered ? T2 : invite ? interval * 2 : Math.min(T2, interval * 2);
        clock.after(Math.min(interval, Math.max(1, until - clock.now())), this::timer);
    }
}
