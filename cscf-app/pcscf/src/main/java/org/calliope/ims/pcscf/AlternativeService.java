package org.calliope.ims.pcscf;

import java.io.IOException;
import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.pcscf.EmergencyServices.Service;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Answers that tell a UE what to do instead, by the body of TS 24.229 7.6. P-Asserted-Identity shows that the network says so, as the
 * URI of the UE's Path does.
 */
record AlternativeService(SipEndpoint self, Trace trace) {

    private static final int ALTERNATIVE_SERVICE = 380;
    private static final int SERVER_TIMEOUT = 504;
    private static final String TYPE = "application/3gpp-ims+xml";
    private static final String BODY = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ims-3gpp version="1">
              <alternative-service>
                <type>%s</type>
                <reason>%s</reason>%s
              </alternative-service>
            </ims-3gpp>
            """;
    private static final String REGISTER = "\n    <action>initial-registration</action>";

    /** 5.2.10.5: emergency calls are not for this network; an IMS UE makes them by the circuit-switched one, or by another. */
    void emergency(SipServletRequest request, Service service, Join join) throws IOException {
        answer(request, new SipRefusal(ALTERNATIVE_SERVICE, "emergency calls do not go by this network", "emergency",
                "TS 24.229 5.2.10.5", Map.of("request-uri", request.getRequestURI().toString(), "service", service.urn())),
                "emergency", "", '<' + service.urn() + '>', join);
    }

    /** 5.2.6.3.2A: the S-CSCF does not answer. */
    void restoration(SipServletRequest request, Join join) throws IOException {
        answer(request, new SipRefusal(SERVER_TIMEOUT, "the S-CSCF does not answer: register again", "s-cscf restoration",
                "TS 24.229 5.2.6.3.2A", Map.of("route", String.valueOf(request.getHeader(Headers.ROUTE)))), "restoration", REGISTER, "", join);
    }

    private void answer(SipServletRequest request, SipRefusal refusal, String type, String action, String contact, Join join)
            throws IOException {
        trace.decide(refusal.decision(Role.PCSCF, join));
        SipServletResponse response = request.createResponse(refusal.status());
        response.setHeader(Headers.REASON, Headers.reason(refusal));
        response.setHeader(Headers.WARNING, Headers.warning(self.host() + ':' + self.port(), refusal));
        response.setHeader(Headers.P_ASSERTED_IDENTITY, "<sip:" + RegisterExchange.TERMINATING_USER + '@' + self.host() + ':'
                + self.port() + '>');
        if (!contact.isEmpty()) {
            response.setHeader(Headers.CONTACT, contact);
        }
        response.setContent(BODY.formatted(type, refusal.reason(), action), TYPE);
        response.send();
    }
}
