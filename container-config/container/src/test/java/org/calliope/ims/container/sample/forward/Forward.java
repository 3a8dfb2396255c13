package org.calliope.ims.container.sample.forward;

import java.io.IOException;
import javax.annotation.Resource;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Proxies what it gets to its Request-URI, in the path of calls; a PUBLISH makes it call whom the header X-Call names. */
@javax.servlet.sip.annotation.SipServlet(name = "Forward", loadOnStartup = 1)
public class Forward extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        if (!request.isInitial()) {
            super.doRequest(request);
        } else if (request.getMethod().equals("PUBLISH")) {
            call(request);
        } else if (!request.getMethod().equals("CANCEL")) {
            Proxy proxy = request.getProxy();
            proxy.setRecordRoute(request.getMethod().equals("INVITE"));
            proxy.proxyTo(request.getRequestURI());
        }
    }

    private void call(SipServletRequest request) throws ServletException, IOException {
        SipServletRequest invite = factory.createRequest(factory.createApplicationSession(), "INVITE",
            factory.createURI("sip:server@example.org"), factory.createURI(request.getHeader("X-Call")));
        invite.getSession().setHandler("Forward");
        invite.send();
        request.createResponse(200).send();
    }

    /** Of its own calls. */
    @Override
    protected void doSuccessResponse(SipServletResponse response) throws IOException {
        if (response.getProxy() == null && response.getMethod().equals("INVITE")) {
            response.createAck().send();
        }
    }
}
