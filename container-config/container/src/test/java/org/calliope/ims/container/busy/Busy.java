package org.calliope.ims.container.busy;

import java.io.IOException;
import javax.annotation.Resource;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.URI;

/** Takes calls for "me" and proxies others, sets timers, and sends a MESSAGE of its own for each OPTIONS. */
@javax.servlet.sip.annotation.SipServlet(name = "Busy", loadOnStartup = 1)
@javax.servlet.sip.annotation.SipListener
public class Busy extends SipServlet implements TimerListener {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;
    @Resource
    private transient TimerService timers;

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        remember(request);
        if (request.getRequestURI().toString().contains(":me@")) {
            request.createResponse(SipServletResponse.SC_OK).send();
        } else {
            Proxy proxy = request.getProxy();
            proxy.setRecordRoute(true);
            proxy.setProxyTimeout(60);
            proxy.proxyTo(request.getRequestURI());
        }
    }

    @Override
    protected void doOptions(SipServletRequest request) throws ServletException, IOException {
        remember(request);
        URI peer = request.getAddressHeader("Contact").getURI();
        SipServletRequest message = factory.createRequest(request.getApplicationSession(), "MESSAGE", request.getTo().getURI(), peer);
        message.setRequestURI(peer);
        message.send();
        request.createResponse(SipServletResponse.SC_OK).send();
    }

    private void remember(SipServletRequest request) {
        try {
            SipFactory named = (SipFactory) new InitialContext().lookup("java:comp/env/sip/busy/SipFactory");
            request.getSession().setAttribute("factory", named);
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
        SipApplicationSession application = request.getApplicationSession();
        application.setAttribute("servlet", this);
        timers.createTimer(application, 600_000, false, null);
        timers.createTimer(application, 60_000, 60_000, true, false, null);
        timers.createTimer(application, 1, false, "soon");
    }

    @Override
    public void timeout(ServletTimer timer) {
        timer.getApplicationSession().setAttribute("timed out", timer.getInfo());
    }
}
