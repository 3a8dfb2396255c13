package org.calliope.ims.portability.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.URI;

/** Sends a request on to all its {@code X-Target}s at once and stays on the path of the dialog (JSR 289 chapter 10). */
@javax.servlet.sip.annotation.SipServlet(name = "forwarder")
public class Forwarder extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final String SEEN = "seen";

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        List<URI> targets = new ArrayList<>();
        Iterator<Address> given = request.getAddressHeaders("X-Target");
        while (given.hasNext()) {
            targets.add(given.next().getURI());
        }
        request.getSession().setAttribute(SEEN, 1);
        Proxy proxy = request.getProxy();
        proxy.setRecordRoute(true);
        proxy.setSupervised(true);
        proxy.setParallel(true);
        proxy.proxyTo(targets);
    }

    /** The container sends it on by itself (JSR 289 chapter 10); what is changed here goes with it. */
    @Override
    protected void doInfo(SipServletRequest request) {
        int seen = (Integer) request.getSession().getAttribute(SEEN) + 1;
        request.getSession().setAttribute(SEEN, seen);
        request.setHeader("X-Seen", Integer.toString(seen));
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) {
        response.addHeader("X-Passed", "forwarder");
    }
}
