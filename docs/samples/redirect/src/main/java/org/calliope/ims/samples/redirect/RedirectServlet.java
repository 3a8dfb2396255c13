package org.calliope.ims.samples.redirect;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/**
 * An application server that redirects (TS 23.218 9.1.1.2): the caller is told another target, the context parameter
 * {@code target} of {@code web.xml}, and calls it himself.
 */
@javax.servlet.sip.annotation.SipServlet(name = "redirect", loadOnStartup = 1)
public class RedirectServlet extends SipServlet {

    private static final long serialVersionUID = 1L;

    private transient Address target;

    @Override
    public void init() throws ServletException {
        SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        try {
            target = factory.createAddress('<' + getServletContext().getInitParameter("target") + '>');
        } catch (ServletParseException e) {
            throw new ServletException("the context parameter target is no URI", e);
        }
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        SipServletResponse elsewhere = invite.createResponse(SipServletResponse.SC_MOVED_TEMPORARILY);
        elsewhere.setAddressHeader("Contact", target); // RFC 3261 21.3.3
        elsewhere.send();
    }
}
