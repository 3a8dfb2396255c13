package org.calliope.ims.container.sample;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.annotation.Resource;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;

/** Says in its answer to OPTIONS what it was given, answers MESSAGE from a timer, proxies INVITE. */
@javax.servlet.sip.annotation.SipServlet(name = "Sample", loadOnStartup = 1)
@javax.servlet.sip.annotation.SipListener
public class Sample extends SipServlet implements TimerListener, SipServletListener {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;
    @Resource
    private transient SipSessionsUtil sessions;
    @Resource
    private transient TimerService timers;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean initialized;
    private transient volatile SipServletRequest waiting;

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        initialized = true;
    }

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        SipServletResponse answer = request.createResponse(200);
        answer.setHeader("X-Given", given());
        if (request.getAttribute("javax.servlet.request.X509Certificate") instanceof X509Certificate[] chain) {
            answer.setHeader("X-Certificate", chain[0].getSubjectX500Principal().getName());
        }
        answer.setHeader("X-Count", Integer.toString(requests.incrementAndGet()));
        answer.send();
    }

    private String given() {
        try {
            boolean attribute = getServletContext().getAttribute(SIP_FACTORY) == factory;
            Object jndi = new InitialContext().lookup("java:comp/env/sip/sample/SipFactory");
            return "factory=" + (factory != null) + " sessions=" + (sessions != null) + " timers=" + (timers != null)
                + " attribute=" + attribute + " jndi=" + (jndi == factory) + " initialized=" + initialized;
        } catch (NamingException e) {
            return e.toString();
        }
    }

    /** As an application that is slow: it keeps its thread for a while. */
    @Override
    protected void doPublish(SipServletRequest request) throws IOException {
        LockSupport.parkNanos(20_000_000);
        request.createResponse(200).send();
    }

    @Override
    protected void doMessage(SipServletRequest request) {
        waiting = request;
        timers.createTimer(request.getApplicationSession(), 1, false, null);
    }

    @Override
    public void timeout(ServletTimer timer) {
        try {
            waiting.createResponse(202).send();
        } catch (IOException e) {
            log("not answered", e);
        }
    }

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        Proxy proxy = request.getProxy();
        proxy.setRecordRoute(true);
        proxy.proxyTo(request.getRequestURI());
    }
}
