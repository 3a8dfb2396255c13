package org.calliope.ims.rf;

import java.util.List;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/** A request that no charging function has answered yet. What may change is one thread's; the rest is any thread's. */
final class Waiting {

    private final long sequence;
    private final List<String> preferred;
    private final byte[] request;
    private final String session;
    private boolean written;
    private boolean underway;
    private boolean again;

    /**
     * @param sequence  its place among all
     * @param preferred identities of the charging functions to be told first
     */
    Waiting(long sequence, List<String> preferred, AccountingRequest request) {
        this(sequence, preferred, request.encode(), request.session());
    }

    private Waiting(long sequence, List<String> preferred, byte[] request, String session) {
        this.sequence = sequence;
        this.preferred = List.copyOf(preferred);
        this.request = request;
        this.session = session;
    }

    long sequence() {
        return sequence;
    }

    List<String> preferred() {
        return preferred;
    }

    String session() {
        return session;
    }

    AccountingRequest request() {
        return AccountingRequest.decode(request);
    }

    /** @return how much it counts in the buffer */
    int octets() {
        return request.length;
    }

    /** @return whether it is in the file, or could not be put there, so that it may go */
    boolean written() {
        return written;
    }

    void becomeWritten() {
        written = true;
    }

    boolean underway() {
        return underway;
    }

    void underway(boolean now) {
        underway = now;
    }

    /** @return whether it may have been sent before without an answer */
    boolean again() {
        return again;
    }

    void goesAgain() {
        again = true;
    }

    void encode(OctetWriter out) {
        out.number(sequence).each(preferred, out::text).octets(request);
    }

    /**
     * As it is after a start: it may have been sent before (RFC 6733 9.4, appendix C).
     *
     * @throws IllegalArgumentException when it is none
     */
    static Waiting decode(OctetReader in) {
        long sequence = in.number();
        List<String> preferred = in.each(in::text);
        byte[] request = in.octets();
        in.end();
        Waiting waiting = new Waiting(sequence, preferred, request, AccountingRequest.decode(request).session());
        waiting.written = true;
        waiting.again = true;
        return waiting;
    }
}
