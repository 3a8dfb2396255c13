package org.calliope.ims.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Sends an INVITE, and does what X-Do says with what comes back. */
public class ScriptedClient extends ScriptedAgent {

    private static final long serialVersionUID = 1L;

    @Override
    protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
        SipServletRequest request = create(start, start.getHeader("X-Method") == null ? "INVITE" : start.getHeader("X-Method"));
        note(start, "at first " + request.getSession().getState());
        switch (action) {
            case "route" -> request.pushRoute(factory().createAddress("<" + start.getHeader("X-To") + ";lr>"));
            case "interface" -> request.getSession().setOutboundInterface(
                new InetSocketAddress("127.0.0.1", Integer.parseInt(start.getHeader("X-Port"))));
            case "headers" -> {
                for (String name : List.of("Call-ID", "CSeq", "Via", "Record-Route", "Route", "Contact")) {
                    attempt(start, name, () -> request.setHeader(name, "sip:x@example.org"));
                }
                attempt(start, "X-Own", () -> request.setHeader("X-Own", "1"));
                request.setContent("hello", "text/plain");
            }
            default -> { }
        }
        if (action.equals("route")) {
            request.setRequestURI(factory().createURI("sip:far@away.example"));
        }
        request.send();
        if (action.equals("committed")) {
            note(start, "committed " + request.isCommitted());
            attempt(start, "setHeader", () -> request.setHeader("X-Late", "1"));
            attempt(start, "setContent", () -> request.setContent("x", "text/plain"));
            attempt(start, "send", request::send);
        }
    }

    @Override
    protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
        super.doProvisionalResponse(response);
        attempt(response, "early createAck", response::createAck);
        if (action(response).equals("cancel")) {
            response.getRequest().createCancel().send();
        }
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
        super.doSuccessResponse(response);
        note(response, "branch " + response.getProxyBranch() + " proxy " + response.getProxy());
        if (!response.getMethod().equals("INVITE")) {
            attempt(response, "createAck", response::createAck);
            return;
        }
        response.createAck().send();
        attempt(response, "second createAck", response::createAck);
        attempt(response, "createCancel", () -> response.getRequest().createCancel());
        for (String method : List.of("ACK", "CANCEL")) {
            attempt(response, "create " + method, () -> response.getSession().createRequest(method));
        }
        String next = action(response);
        if (List.of("BYE", "INFO", "UPDATE", "MESSAGE", "OPTIONS").contains(next)) {
            response.getSession().createRequest(next).send();
        }
    }

    @Override
    protected void doErrorResponse(SipServletResponse response) throws ServletException, IOException {
        super.doErrorResponse(response);
        attempt(response, "late createAck", response::createAck);
        if (response.getStatus() != 401 && response.getStatus() != 407) {
            return;
        }
        response.getChallengeRealms().forEachRemaining(realm -> note(response, "realm " + realm));
        SipServletRequest again = response.getSession().createRequest(response.getMethod());
        if (action(response).equals("auth-info")) {
            AuthInfo info = factory().createAuthInfo();
            info.addAuthInfo(response.getStatus(), "home", "agent", "secret");
            again.addAuthHeader(response, info);
        } else {
            again.addAuthHeader(response, "agent", "secret");
        }
        again.send();
    }

    @Override
    protected void doBye(SipServletRequest request) throws ServletException, IOException {
        request.createResponse(200).send();
        note(request, "after BYE " + request.getSession().getState());
    }
}
