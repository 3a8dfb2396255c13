package org.calliope.ims.pcscf;

import java.util.Optional;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * The S-CSCF of a UE's Service-Route does not answer its INVITE: the UE is told to register anew, which brings it to
 * another one (TS 23.380 4.4.3, TS 24.229 5.2.6.3.2A).
 */
final class Restoration {

    private static final String UNDERWAY = "restoration";
    private static final int AT_ONCE_SECONDS = 1;
    private static final int REQUEST_TIMEOUT = 408;

    private Restoration() {
    }

    /** Ends a branch that is waited for in vain: its 408 is the moment to answer (JSR 289 10.2.4). */
    static void begin(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        request.getSession().setAttribute(UNDERWAY, request);
        branch.setProxyBranchTimeout(AT_ONCE_SECONDS);
    }

    /** @return the UE's request when the response is that 408, and no S-CSCF's word */
    static Optional<SipServletRequest> concerned(SipServletResponse response) {
        return response.getStatus() == REQUEST_TIMEOUT
                ? Optional.ofNullable((SipServletRequest) response.getSession().getAttribute(UNDERWAY)) : Optional.empty();
    }
}
