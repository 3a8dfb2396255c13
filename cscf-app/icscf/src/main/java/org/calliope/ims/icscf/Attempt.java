package org.calliope.ims.icscf;

import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Join;

/**
 * A REGISTER on its way: an attribute of the request while S-CSCFs are tried.
 *
 * @param branch to the S-CSCF that has it now
 * @param last   whether no other one is tried whatever this one says
 */
record Attempt(Selection selection, ProxyBranch branch, Join join, boolean last) {

    /** Name of the attribute. */
    static final String ATTRIBUTE = "attempt";

    private static final int FINAL = 200;
    private static final int REDIRECTION = 300;
    private static final int REQUEST_FAILURE = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int SERVER_FAILURE = 500;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String[] EXPLAINING = {Headers.REASON, Headers.WARNING, Headers.RETRY_AFTER,
        Headers.MIN_EXPIRES, Headers.UNSUPPORTED};

    /** How an S-CSCF took the REGISTER. */
    enum Outcome { SILENT, REFUSED, ANSWERED }

    /** TS 24.229 5.3.1.3; a request that could not be sent is one that was answered 503 (RFC 3261 16.9). */
    static Outcome outcome(int status) {
        if (status == REQUEST_TIMEOUT || status == SERVICE_UNAVAILABLE) {
            return Outcome.SILENT;
        }
        return status == TEMPORARILY_UNAVAILABLE || status >= REDIRECTION && status < REQUEST_FAILURE
                ? Outcome.REFUSED : Outcome.ANSWERED;
    }

    /** @return whether the S-CSCF that has the REGISTER now has not answered it */
    boolean pending() {
        return branch.getResponse() == null || branch.getResponse().getStatus() < FINAL;
    }

    /** A redirection is for this element only, and would be taken for better than what the next S-CSCF says. */
    static void keepHere(SipServletResponse response) {
        if (response.getStatus() < REQUEST_FAILURE) {
            response.setStatus(TEMPORARILY_UNAVAILABLE);
        }
    }

    /**
     * Has a response say what the last S-CSCF said. RFC 3261 16.7 step 6 chooses among all that were asked, as if
     * they had been asked for the same; here each but the last was of no use.
     */
    void takeOver(SipServletResponse response) {
        SipServletResponse latest = branch.getResponse();
        if (latest.getStatus() >= SERVER_FAILURE) {
            return;
        }
        response.setStatus(latest.getStatus(), latest.getReasonPhrase());
        for (String header : EXPLAINING) {
            String value = latest.getHeader(header);
            if (value == null) {
                response.removeHeader(header);
            } else {
                response.setHeader(header, value);
            }
        }
    }
}
