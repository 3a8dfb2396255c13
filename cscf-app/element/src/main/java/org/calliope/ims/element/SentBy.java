package org.calliope.ims.element;

import java.util.Locale;

/** What a Via says of its sender. Pure. */
public final class SentBy {

    private SentBy() {
    }

    /**
     * The sent-by of the topmost Via, RFC 3261 20.42: where its sender can be reached.
     *
     * @param via {@code SIP/2.0/UDP host:port;branch=…}; RFC 3261 25.1 allows blanks around the slashes
     * @return host and port, lower case, the port only when it is there
     * @throws org.calliope.ims.sip.SipRefusal 400 when there is none
     */
    public static String of(String via) {
        int slash = via.indexOf('/', via.indexOf('/') + 1);
        String transportAndRest = via.substring(slash + 1).strip();
        int blank = transportAndRest.indexOf(' ');
        if (slash < 0 || blank < 0) {
            throw Refusals.malformed("Via", "no sent-by");
        }
        String rest = transportAndRest.substring(blank).strip();
        int end = rest.indexOf(';');
        return (end < 0 ? rest : rest.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
