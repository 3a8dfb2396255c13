package org.calliope.ims.pcscf;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * The S-CSCF of a UE's Service-Route does not answer its INVITE: the UE is told to register anew, which brings it to
 * another one (TS 23.380 4.4.3, TS 24.229 5.2.6.3.2A).
 */
record Restoration(SipEndpoint self, Trace trace) {

    private static final String CLAUSE = "TS 24.229 5.2.6.3.2A";
    private static final String REASON = "the S-CSCF does not answer: register again";
    private static final String UNDERWAY = "restoration";
    private static final int AT_ONCE_SECONDS = 1;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_TIMEOUT = 504;
    /** TS 24.229 7.6. */
    private static final String TYPE = "application/3gpp-ims+xml";
    private static final String BODY = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ims-3gpp version="1">
              <alternative-service>
                <type>restoration</type>
                <reason>%s</reason>
                <action>initial-registration</action>
              </alternative-service>
            </ims-3gpp>
            """;

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

    /** Answers the UE instead; its P-Asserted-Identity shows that the network says so, as the URI of its Path does. */
    void answer(SipServletRequest request, Join join) throws IOException {
        SipRefusal refusal = new SipRefusal(SERVER_TIMEOUT, REASON, "s-cscf restoration", CLAUSE,
                Map.of("route", String.valueOf(request.getHeader(Headers.ROUTE))));
        trace.decide(refusal.decision(Role.PCSCF, join));
        SipServletResponse response = request.createResponse(SERVER_TIMEOUT);
        response.setHeader(Headers.REASON, Headers.reason(refusal));
        response.setHeader(Headers.WARNING, Headers.warning(self.host() + ':' + self.port(), refusal));
        response.setHeader(Headers.P_ASSERTED_IDENTITY, "<sip:" + RegisterExchange.TERMINATING_USER + '@' + self.host() + ':'
                + self.port() + '>');
        response.setContent(BODY.formatted(REASON), TYPE);
        response.send();
    }
}
