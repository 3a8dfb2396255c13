package org.calliope.ims.conformance;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Answers with what it sees of the user. */
public class Who extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
        if (!request.getMethod().equals("ACK")) {
            Events.note("secure", "called " + request.getCallId() + " from " + request.getRemoteAddr());
            SipServletResponse response = request.createResponse(200);
            response.setExpires(60);
            response.setHeader("X-User", request.getRemoteUser() + " " + request.getUserPrincipal());
            response.setHeader("X-Name", request.getUserPrincipal() == null ? "none" : request.getUserPrincipal().getName());
            response.setHeader("X-Roles", "member=" + request.isUserInRole("member") + " insider="
                + request.isUserInRole("insider") + " other=" + request.isUserInRole("other"));
            response.send();
        }
    }
}
