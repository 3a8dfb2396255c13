package org.calliope.ims.trace;

import java.time.Instant;

/**
 * A SIP message at an element's transport.
 *
 * @param from      participant: {@code P-CSCF}, or {@code 127.0.0.1:5070} for a UE
 * @param to        participant
 * @param transport {@code UDP}, {@code TCP}, {@code TLS}
 * @param startLine request or status line
 * @param cseq      CSeq, {@code 1 INVITE}
 * @param text      the whole message, {@link MessageText#NONE} when it is not kept; read masked
 */
public record SipEvent(long sequence, Instant at, String from, String to, String transport, String startLine,
                       String cseq, Join join, MessageText text) implements TraceEvent {

    /** An event that happens now. */
    public static SipEvent of(String from, String to, String transport, String startLine, String cseq, Join join,
                              MessageText text) {
        return new SipEvent(0, Instant.now(), from, to, transport, startLine, cseq, join, text);
    }
}
