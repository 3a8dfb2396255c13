package org.calliope.ims.samples.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * An application server that is the other end (TS 23.218 9.1.1.1): a caller hears himself, and who sends a message gets it
 * back, by a request that this server begins (TS 23.218 9.1.1.4).
 *
 * <pre>
 *   alice              S-CSCF               echo
 *     | MESSAGE sip:bob   |                   |
 *     |------------------&gt;|------------------&gt;|  P-Served-User: bob
 *     |               200 |               200 |
 *     |&lt;------------------|&lt;------------------|
 *     |                   | MESSAGE sip:alice |  Route: S-CSCF;orig
 *     |&lt;------------------|&lt;------------------|  P-Served-User: bob
 * </pre>
 *
 * <p>What belongs to a call is in its session. Any thread.
 */
@javax.servlet.sip.annotation.SipServlet(name = "echo", loadOnStartup = 1)
public class EchoServlet extends SipServlet {

    private static final long serialVersionUID = 1L;

    /** Attribute of a call's session: its {@link SoundPort}. */
    private static final String SOUND = "sound";
    private static final String SDP = "application/sdp";
    private static final String SERVED_USER = "P-Served-User";
    private static final String ASSERTED_IDENTITY = "P-Asserted-Identity";
    /** RFC 3261 20.21: a message that answers another one is not answered. */
    private static final String IN_REPLY_TO = "In-Reply-To";

    private transient SipFactory factory;
    private transient SoundPorts ports;

    @Override
    public void init() throws ServletException {
        factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        try {
            ports = SoundPorts.open(getServletContext().getInitParameter("media-address"),
                    getServletContext().getInitParameter("media-ports"));
        } catch (IOException | IllegalArgumentException e) {
            throw new ServletException("the context parameters media-address and media-ports: " + e.getMessage(), e);
        }
    }

    @Override
    public void destroy() {
        if (ports != null) {
            ports.close();
        }
    }

    /** The first INVITE and those that change the call later. */
    @Override
    protected void doInvite(SipServletRequest invite) throws IOException {
        Optional<SessionOffer> offer = offer(invite);
        if (offer.isEmpty()) {
            // one without an offer too: this server makes none
            invite.createResponse(SipServletResponse.SC_NOT_ACCEPTABLE_HERE).send();
            return;
        }
        if (invite.isInitial()) {
            invite.getSession().setOutboundInterface(here(invite)); // what follows in the dialog comes there
            Optional<SoundPort> port = ports.take();
            if (port.isEmpty()) {
                invite.createResponse(SipServletResponse.SC_BUSY_HERE).send();
                return;
            }
            invite.getSession().setAttribute(SOUND, port.get());
        }
        answer(invite, offer.get());
    }

    /** RFC 3311: changes the call without a new INVITE, or just refreshes it. */
    @Override
    protected void doUpdate(SipServletRequest update) throws IOException {
        Optional<SessionOffer> offer = offer(update);
        if (offer.isPresent()) {
            answer(update, offer.get());
        } else {
            update.createResponse(update.getContentLength() > 0 ? SipServletResponse.SC_NOT_ACCEPTABLE_HERE
                    : SipServletResponse.SC_OK).send();
        }
    }

    private static Optional<SessionOffer> offer(SipServletRequest request) throws IOException {
        return SDP.equals(request.getContentType()) ? SessionOffer.parse(new String(request.getRawContent(),
                StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static void answer(SipServletRequest request, SessionOffer offer) throws IOException {
        SoundPort port = (SoundPort) request.getSession().getAttribute(SOUND);
        SipServletResponse ok = request.createResponse(SipServletResponse.SC_OK);
        ok.setContent(offer.answer(port.address(), port.nextVersion()), SDP);
        ok.send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.getSession().removeAttribute(SOUND); // which closes the port
        bye.createResponse(SipServletResponse.SC_OK).send();
    }

    @Override
    protected void doMessage(SipServletRequest message) throws ServletException, IOException {
        InetSocketAddress here = here(message);
        message.getSession().setOutboundInterface(here);
        if (message.getHeader(IN_REPLY_TO) != null) {
            message.getProxy().setOutboundInterface(here);
            message.getProxy().proxyTo(message.getRequestURI());
            return;
        }
        message.createResponse(SipServletResponse.SC_OK).send();
        Optional<SipURI> scscf = scscf(message);
        if (scscf.isPresent() && message.getHeader(SERVED_USER) != null && message.getHeader(ASSERTED_IDENTITY) != null) {
            sendBack(message, scscf.get(), here);
        }
    }

    /** The S-CSCF trusts this server's address, not its neighbours'. */
    private static InetSocketAddress here(SipServletRequest request) {
        return new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
    }

    /** TS 24.229 5.7.3: a request that an application server begins on behalf of a user visits that user's S-CSCF. */
    private void sendBack(SipServletRequest message, SipURI scscf, InetSocketAddress here) throws ServletException, IOException {
        Address called = factory.createAddress(message.getRequestURI());
        Address sender = factory.createAddress(message.getHeader(ASSERTED_IDENTITY));
        SipServletRequest own = factory.createRequest(message.getApplicationSession(), "MESSAGE", called,
                factory.createAddress(sender.getURI()));
        own.setRequestURI(sender.getURI());
        own.pushRoute(scscf);
        own.setHeader(ASSERTED_IDENTITY, '<' + called.getURI().toString() + '>');
        // RFC 5502: whose services it visits
        Address served = factory.createAddress(message.getHeader(SERVED_USER));
        own.setHeader(SERVED_USER, '<' + served.getURI().toString() + ">;sescase=orig;regstate=" + served.getParameter("regstate"));
        own.setHeader("P-Charging-Vector", "icid-value=" + UUID.randomUUID());
        own.setHeader(IN_REPLY_TO, message.getCallId());
        if (message.getContentLength() > 0) {
            own.setContent(message.getRawContent(), message.getContentType());
        }
        own.getSession().setOutboundInterface(here);
        own.send();
    }

    /** TS 24.229 5.7.3: the S-CSCF, which is known from the Route of what it sent here, with the parameter {@code orig}. */
    private Optional<SipURI> scscf(SipServletRequest message) throws ServletParseException {
        Address route = message.getAddressHeader("Route");
        if (route == null || !(route.getURI() instanceof SipURI sender)) {
            return Optional.empty();
        }
        SipURI scscf = (SipURI) sender.clone();
        scscf.setUser(null);
        scscf.setParameter("orig", "");
        return Optional.of(scscf);
    }
}
