package org.calliope.ims.portability.sample;

import java.io.IOException;
import javax.annotation.Resource;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;

/** Takes a MESSAGE, counts it, and sends one of its own to the {@code X-Target} (JSR 289 chapter 11, a UAC). */
@javax.servlet.sip.annotation.SipServlet(name = "messenger")
public class Messenger extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final String COUNT = "count";

    @Resource
    private transient SipFactory factory;

    @Override
    protected void doMessage(SipServletRequest request) throws ServletException, IOException {
        SipApplicationSession application = request.getApplicationSession();
        Integer before = (Integer) application.getAttribute(COUNT);
        int count = before == null ? 1 : before + 1;
        application.setAttribute(COUNT, count);
        application.setInvalidateWhenReady(false);
        SipServletResponse answer = request.createResponse(SipServletResponse.SC_ACCEPTED);
        answer.setHeader("X-Count", Integer.toString(count));
        answer.send();
        if (request.getAddressHeader("X-Target") != null) {
            sendOwn(request);
        }
    }

    private void sendOwn(SipServletRequest request) throws ServletException, IOException {
        SipServletRequest own = factory.createRequest(request.getApplicationSession(), "MESSAGE",
                factory.createAddress("sip:messenger@sample.example"), request.getAddressHeader("X-Target"));
        own.setRequestURI(request.getAddressHeader("X-Target").getURI());
        own.setContent("you have mail", "text/plain");
        // JSR 289 chapter 15: goes on from here; a new request would come to this application again by some routers
        own.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, request);
        own.getSession().setHandler("messenger");
        own.send();
    }
}
