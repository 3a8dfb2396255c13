package org.calliope.ims.portability.sample;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import javax.annotation.Resource;
import javax.servlet.ServletContext;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;

/** Ends calls here: rings, answers when a timer says so, and says in answers to OPTIONS what the container gave it. */
@javax.servlet.sip.annotation.SipServlet(name = "answerer")
public class Answerer extends SipServlet {

    private static final long serialVersionUID = 1L;
    static final String WAITING = "waiting";
    private static final long RINGS_MILLIS = 100;
    private static final int RINGING = 180;
    private static final int OK = 200;

    @Resource
    private transient SipFactory factory;
    @Resource
    private transient SipSessionsUtil sessions;
    @Resource
    private transient TimerService timers;

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        ServletContext context = getServletContext();
        SipServletResponse answer = request.createResponse(OK);
        answer.setHeader("X-Injected", (factory != null) + " " + (sessions != null) + " " + (timers != null));
        answer.setHeader("X-Attributes", (context.getAttribute(SIP_FACTORY) instanceof SipFactory) + " "
                + (context.getAttribute(TIMER_SERVICE) instanceof TimerService) + " "
                + (context.getAttribute(SIP_SESSIONS_UTIL) instanceof SipSessionsUtil));
        answer.setHeader("X-Rel", String.valueOf(list(SUPPORTED).contains("100rel")));
        answer.setHeader("X-Interfaces", list(OUTBOUND_INTERFACES).toString());
        answer.setHeader("X-Initialized", String.valueOf(context.getAttribute(Witness.INITIALIZED)));
        answer.send();
    }

    private List<?> list(String attribute) {
        return getServletContext().getAttribute(attribute) instanceof List<?> list ? list : Collections.emptyList();
    }

    @Override
    protected void doInvite(SipServletRequest request) throws IOException {
        request.createResponse(RINGING).send();
        request.getSession().setAttribute(WAITING, request);
        timers.createTimer(request.getApplicationSession(), RINGS_MILLIS, false, request.getSession().getId());
    }

    /** JSR 289 chapter 6: the timer of a call that still rings. */
    static void ringsLongEnough(ServletTimer timer) throws IOException {
        var session = timer.getApplicationSession().getSipSession((String) timer.getInfo());
        SipServletRequest invite = (SipServletRequest) session.getAttribute(WAITING);
        session.removeAttribute(WAITING);
        invite.createResponse(OK).send();
    }

    @Override
    protected void doBye(SipServletRequest request) throws IOException {
        request.createResponse(OK).send();
    }
}
