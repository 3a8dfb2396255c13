package org.calliope.ims.conformance.annotated;

import java.io.IOException;
import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.Resource;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipServlet;
import org.calliope.ims.conformance.Events;

/** The main servlet, by its annotation. */
@SipServlet(name = "Chosen", loadOnStartup = 1)
public class Chosen extends javax.servlet.sip.SipServlet {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;
    @Resource
    private transient TimerService timers;
    @Resource
    private transient SipSessionsUtil sessions;

    @PostConstruct
    void made() {
        Events.note("annotated", "made " + (factory != null));
    }

    @PreDestroy
    void ended() {
        Events.note("annotated", "ended");
    }

    @Override
    public void init() {
        Events.note("annotated", "init");
    }

    @Override
    protected void doMessage(SipServletRequest request) throws IOException {
        SipServletResponse response = request.createResponse(200);
        response.setHeader("X-Servlet", getServletName());
        response.setHeader("X-Injected", (factory != null) + " " + (timers != null) + " " + (sessions != null));
        response.setHeader("X-Application", request.getApplicationSession().getApplicationName());
        response.setHeader("X-Minutes", "" + Math.round((request.getApplicationSession().getExpirationTime() - System.currentTimeMillis()) / 60_000.0));
        response.setHeader("X-Jndi", jndi());
        timers.createTimer(request.getApplicationSession(), 10, false, "of " + request.getHeader("X-Key"));
        response.send();
    }

    private static String jndi() {
        try {
            return "" + (InitialContext.doLookup("java:comp/env/sip/annotated/SipFactory") instanceof SipFactory)
                + (InitialContext.doLookup("java:comp/env/sip/annotated/TimerService") instanceof TimerService)
                + (InitialContext.doLookup("java:comp/env/sip/annotated/SipSessionsUtil") instanceof SipSessionsUtil);
        } catch (NamingException e) {
            return e.toString();
        }
    }
}
