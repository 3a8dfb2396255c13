package org.calliope.ims.bench;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * The least a proxy can do, so that the bench measures the container and not an application:
 * an INVITE goes to its Request-URI with Record-Route (RFC 3261 16.6), an OPTIONS is answered here.
 * In-dialog requests travel through the container's own proxy without this code.
 *
 * <p>Stateless, so any number of threads may be inside.
 */
public class ProxyServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        if (!request.isInitial()) {
            return;
        }
        Proxy proxy = request.getProxy();
        proxy.setRecordRoute(true);
        proxy.setSupervised(false);
        proxy.proxyTo(request.getRequestURI());
    }

    @Override
    protected void doOptions(SipServletRequest request) throws ServletException, IOException {
        request.createResponse(SipServletResponse.SC_OK).send();
    }
}
