package org.calliope.ims.registration;

import java.time.Instant;
import java.util.List;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * One registered contact (RFC 3261 10.3, RFC 5626 6). Immutable.
 *
 * @param contact    contact URI as the UE wrote it, with its parameters
 * @param impi       who registered it
 * @param callId     Call-ID of the REGISTER
 * @param cseq       CSeq number of the REGISTER
 * @param instanceId +sip.instance, "" when absent
 * @param regId      reg-id, 0 when absent
 * @param q          preference, 0.0 to 1.0
 * @param path       the Path headers, topmost first (RFC 3327)
 * @param userAgent  User-Agent, "" when absent
 * @param received   address the request came from as the P-CSCF saw it, "" when unknown
 * @param expires    when it ends
 * @param details    for who subscribes to the registration
 */
public record Binding(String contact, PrivateIdentity impi, String callId, long cseq, String instanceId, int regId,
                      double q, List<String> path, String userAgent, String received, Instant expires,
                      ContactDetails details) {

    public Binding {
        path = List.copyOf(path);
    }

    /** Without details. */
    public Binding(String contact, PrivateIdentity impi, String callId, long cseq, String instanceId, int regId,
                   double q, List<String> path, String userAgent, String received, Instant expires) {
        this(contact, impi, callId, cseq, instanceId, regId, q, path, userAgent, received, expires,
                ContactDetails.NONE);
    }

    /** @return the same, ending then if it would have ended later */
    public Binding until(Instant end) {
        return end.isBefore(expires) ? new Binding(contact, impi, callId, cseq, instanceId, regId, q, path, userAgent,
                received, end, details) : this;
    }

    public Binding with(ContactDetails others) {
        return new Binding(contact, impi, callId, cseq, instanceId, regId, q, path, userAgent, received, expires, others);
    }

    public boolean expired(Instant now) {
        return !expires.isAfter(now);
    }
}
