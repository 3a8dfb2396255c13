package org.calliope.ims.samples.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * An application server that is a proxy (TS 23.218 9.1.1.3): the request goes on along the rest of its Route, back to the
 * S-CSCF; the container sends requests within the dialog and responses on by itself. Whatever is changed here goes on changed.
 *
 * <pre>
 *   S-CSCF                                proxy
 *     | INVITE, Route: proxy, odi@S-CSCF    |
 *     |------------------------------------&gt;|
 *     | INVITE, Route: odi@S-CSCF           |
 *     |&lt;------------------------------------|  Record-Route: proxy
 * </pre>
 */
@javax.servlet.sip.annotation.SipServlet(name = "proxy", loadOnStartup = 1)
public class ProxyServlet extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        if (invite.isInitial()) {
            pass(invite, true);
        }
    }

    @Override
    protected void doMessage(SipServletRequest message) throws ServletException, IOException {
        if (message.isInitial()) {
            pass(message, false);
        }
    }

    private static void pass(SipServletRequest request, boolean recordRoute) throws ServletException, IOException {
        // this server's address on both sides: the S-CSCF trusts it, and not its neighbours'
        InetSocketAddress here = new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
        request.getSession().setOutboundInterface(here);
        Proxy proxy = request.getProxy();
        proxy.setOutboundInterface(here);
        proxy.setRecordRoute(recordRoute); // RFC 3261 16.6 step 4: stays on the path of the dialog
        proxy.setSupervised(true); // responses come by doResponse
        proxy.setRecurse(false); // a redirection is for the caller
        proxy.proxyTo(request.getRequestURI());
    }

    /** Requests within the dialog go on by themselves; here they can be looked at. */
    @Override
    protected void doBye(SipServletRequest bye) {
        log("a call ends: " + bye.getCallId());
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) {
        log(response.getMethod() + " was answered: " + response.getCallId());
    }
}
