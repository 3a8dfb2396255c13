package org.calliope.ims.container.message;

import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;

/** RFC 3261 16.7 6 and 7: which of several final responses a proxy sends back, and with whose challenges. */
final class BestResponse {

    /** Those that tell the caller how to do better go first (16.7 6). */
    private static final List<Integer> HELPFUL = List.of(Response.UNAUTHORIZED, Response.PROXY_AUTHENTICATION_REQUIRED,
        Response.UNSUPPORTED_MEDIA_TYPE, Response.BAD_EXTENSION, Response.ADDRESS_INCOMPLETE);
    private static final List<String> CHALLENGES = List.of("WWW-Authenticate", "Proxy-Authenticate");

    private BestResponse() { }

    /** The best; null when there is none. */
    static SipServletResponseImpl of(List<SipServletResponseImpl> responses) {
        return responses.stream().min(Comparator.comparingInt((SipServletResponseImpl r) -> rank(r.getStatus()))).orElse(null);
    }

    static int rank(int status) {
        int kind = status / 100;
        int byClass = kind == 2 ? 0 : kind == 6 ? 1 : kind;
        return byClass * 10 + (HELPFUL.contains(status) ? 0 : 1);
    }

    static boolean challenges(int status) {
        return status == Response.UNAUTHORIZED || status == Response.PROXY_AUTHENTICATION_REQUIRED;
    }

    /** Adds the challenges of others to the best response. */
    static void aggregate(SipServletResponseImpl best, List<SipServletResponseImpl> responses) {
        for (SipServletResponseImpl other : responses) {
            if (other != best && challenges(other.getStatus())) {
                CHALLENGES.forEach(name -> copy(name, other, best));
            }
        }
    }

    private static void copy(String name, SipServletResponseImpl from, SipServletResponseImpl to) {
        for (ListIterator<String> values = from.getHeaders(name); values.hasNext();) {
            to.addHeader(name, values.next());
        }
    }
}
