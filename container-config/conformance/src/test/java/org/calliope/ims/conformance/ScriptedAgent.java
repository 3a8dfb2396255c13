package org.calliope.ims.conformance;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * A user agent for tests. A START from a peer makes it a client; what it is called for is noted under the Call-ID of
 * that request, or of the first it got in its application session.
 */
public class ScriptedAgent extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final String KEY = "key";

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        SipApplicationSession session = request.getApplicationSession();
        if (session.getAttribute(KEY) == null) {
            session.setAttribute(KEY, request.getCallId());
            session.setAttribute("do", request.getHeader("X-Do") == null ? "" : request.getHeader("X-Do"));
        }
        if (request.getMethod().equals("START")) {
            request.createResponse(200).send();
            begin(request, action(request));
        } else {
            note(request, request.getMethod());
            super.doRequest(request);
        }
    }

    /** What a client does when it is started. */
    protected void begin(SipServletRequest start, String action) throws ServletException, IOException { }

    protected final String action(SipServletMessage message) {
        return (String) message.getApplicationSession().getAttribute("do");
    }

    /** A request of this agent to the peer that X-To names. */
    protected final SipServletRequest create(SipServletRequest start, String method) throws ServletException {
        return factory().createRequest(start.getApplicationSession(), method, "sip:agent@calliope.example", start.getHeader("X-To"));
    }

    protected final SipFactory factory() {
        return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
    }

    protected static void note(SipServletMessage message, String event) {
        Events.note((String) message.getApplicationSession().getAttribute(KEY), event);
    }

    /** Something that may be refused. */
    protected interface Attempt {
        void run() throws Exception;
    }

    /** Notes the exception that an action was refused with. */
    protected static void attempt(SipServletMessage message, String what, Attempt action) {
        try {
            action.run();
            note(message, what + " allowed");
        } catch (Exception e) {
            note(message, what + " " + e.getClass().getSimpleName());
        }
    }

    @Override
    protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
        noteResponse("provisional", response);
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
        noteResponse("success", response);
    }

    @Override
    protected void doRedirectResponse(SipServletResponse response) throws ServletException, IOException {
        noteResponse("redirect", response);
    }

    @Override
    protected void doErrorResponse(SipServletResponse response) throws ServletException, IOException {
        noteResponse("error", response);
    }

    private static void noteResponse(String kind, SipServletResponse response) {
        note(response, kind + " " + response.getStatus() + " " + response.getMethod() + " " + response.getSession().getState());
    }
}
