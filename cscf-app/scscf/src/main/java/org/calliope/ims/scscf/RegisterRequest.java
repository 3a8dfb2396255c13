package org.calliope.ims.scscf;

import java.util.List;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Join;

/**
 * What the registrar needs of a REGISTER.
 *
 * @param domain        host of the Request-URI
 * @param to            the public identity to be registered
 * @param authorization Authorization header, "" when absent
 * @param contacts      values of Contact
 * @param expires       Expires header in seconds, {@link ContactEntry#ABSENT} when absent
 * @param callId        Call-ID
 * @param cseq          number of CSeq
 * @param path          Path header values, topmost first
 * @param userAgent     User-Agent, "" when absent
 * @param received      address of the UE as the P-CSCF saw it, "" when unknown
 * @param require       option tags of Require
 * @param join          for the trace
 */
public record RegisterRequest(String domain, PublicIdentity to, String authorization, List<ContactEntry> contacts,
                              int expires, String callId, long cseq, List<String> path, String userAgent,
                              String received, List<String> require, Join join) {

    public RegisterRequest {
        contacts = List.copyOf(contacts);
        path = List.copyOf(path);
        require = List.copyOf(require);
    }
}
