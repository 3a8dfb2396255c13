package org.calliope.ims.samples.b2bua;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.servlet.ServletException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/**
 * An application server that is a back-to-back user agent (TS 23.218 9.1.1.5): it ends the caller's dialog and begins one
 * of its own, and what comes on one goes out on the other. The request of its own keeps the Route that is left, so that the
 * S-CSCF knows it by its original dialog identifier and goes on with the next filter criterion (TS 24.229 5.4.3.4).
 *
 * <pre>
 *   S-CSCF                                b2bua
 *     | INVITE, Route: b2bua, odi@S-CSCF    |
 *     |------------------------------------&gt;|  Call-ID 1
 *     | INVITE, Route: odi@S-CSCF           |
 *     |&lt;------------------------------------|  Call-ID 2
 *     | 180, 200 on Call-ID 2               |
 *     |------------------------------------&gt;|
 *     | 180, 200 on Call-ID 1               |
 *     |&lt;------------------------------------|
 * </pre>
 *
 * <p>Keeps nothing itself: what belongs to a call is in its sessions and requests. Any thread.
 */
@javax.servlet.sip.annotation.SipServlet(name = "b2bua", loadOnStartup = 1)
public class B2buaServlet extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final int NO_SUCH_DIALOG = 481;

    /** Attribute of a request that was sent: the one that came, on the other side. */
    private static final String CAME = "came";
    /** Attributes of a session: the response of the other side that an ACK, or a PRACK, on this side is for. */
    private static final String TO_ACK = "ACK";
    private static final String TO_PRACK = "PRACK";

    /** What each side of the call has of its own, and the container writes. */
    private static final Set<String> OF_A_SIDE = Set.of("via", "from", "to", "call-id", "cseq", "contact", "route",
            "record-route", "max-forwards", "content-length", "content-type", "rseq", "rack");

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "ACK" -> acknowledge(request);
            case "PRACK" -> acknowledgeProvisional(request);
            case "CANCEL" -> cancel(request);
            case "BYE" -> end(request);
            default -> {
                if (request.isInitial()) {
                    begin(request);
                } else {
                    within(request);
                }
            }
        }
    }

    private static void begin(SipServletRequest request) throws ServletException, IOException {
        // this server's address on both sides: the S-CSCF trusts it, and not its neighbours'
        InetSocketAddress here = new InetSocketAddress(request.getLocalAddr(), request.getLocalPort());
        request.getSession().setOutboundInterface(here);
        // the Route entry that named this server is popped; the S-CSCF's is copied with the rest
        SipServletRequest out = request.getB2buaHelper().createRequest(request, true, null);
        out.getSession().setOutboundInterface(here);
        send(out, request);
    }

    /** Re-INVITE, UPDATE, INFO and whatever else there is. */
    private static void within(SipServletRequest request) throws IOException {
        SipSession other = other(request);
        if (isOver(other)) {
            request.createResponse(NO_SUCH_DIALOG).send();
        } else {
            send(request.getB2buaHelper().createRequest(other, request, null), request);
        }
    }

    private static void send(SipServletRequest out, SipServletRequest came) throws IOException {
        out.setAttribute(CAME, came);
        out.send();
    }

    /** Who hangs up does not wait for the other side. */
    private static void end(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
        SipSession other = other(bye);
        if (!isOver(other)) {
            bye.getB2buaHelper().createRequest(other, bye, null).send();
        }
    }

    /** The container has answered the CANCEL and the INVITE; the other INVITE is to end too. */
    private static void cancel(SipServletRequest cancel) throws IOException {
        SipSession other = other(cancel);
        if (other != null && other.isValid() && other.getState().compareTo(SipSession.State.EARLY) <= 0) {
            cancel.getB2buaHelper().createCancel(other).send();
        }
    }

    private static void acknowledge(SipServletRequest ack) throws IOException {
        if (take(ack, TO_ACK) instanceof SipServletResponse answer) {
            SipServletRequest out = answer.createAck();
            copy(ack, out);
            out.send();
        }
    }

    /** RFC 3262: the caller's PRACK is the callee's, and its answer the caller's. */
    private static void acknowledgeProvisional(SipServletRequest prack) throws ServletException, IOException {
        if (take(prack, TO_PRACK) instanceof SipServletResponse provisional) {
            try {
                SipServletRequest out = provisional.createPrack();
                copy(prack, out);
                send(out, prack);
            } catch (Rel100Exception e) {
                throw new ServletException(e);
            }
        }
    }

    private static Object take(SipServletRequest request, String attribute) {
        Object taken = request.getSession().getAttribute(attribute);
        request.getSession().removeAttribute(attribute);
        return taken;
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
        boolean invite = response.getMethod().equals("INVITE");
        boolean success = response.getStatus() / 100 == 2;
        if (response.getStatus() == SipServletResponse.SC_TRYING
                || !(response.getRequest().getAttribute(CAME) instanceof SipServletRequest came)) {
            return;
        }
        if (came.isCommitted() || isOver(came.getSession())) {
            // the caller has given up, or another telephone was faster (RFC 3261 13.2.2.4)
            if (invite && success) {
                response.createAck().send();
                response.getSession().createRequest("BYE").send();
            }
            return;
        }
        SipServletResponse answer = came.createResponse(response.getStatus(), response.getReasonPhrase());
        copy(response, answer);
        if (invite && success) {
            link(came.getSession(), response);
            came.getSession().setAttribute(TO_ACK, response);
        }
        if (invite && response.getStatus() < SipServletResponse.SC_OK && response.getHeader("RSeq") != null) {
            came.getSession().setAttribute(TO_PRACK, response);
            sendReliably(answer);
        } else {
            answer.send();
        }
    }

    private static void sendReliably(SipServletResponse answer) throws ServletException {
        try {
            answer.sendReliably();
        } catch (Rel100Exception e) {
            throw new ServletException(e);
        }
    }

    /** JSR 289 chapter 12: of several telephones that ring each has a session; the one that answers is the other side. */
    private static void link(SipSession caller, SipServletResponse answer) {
        B2buaHelper helper = answer.getRequest().getB2buaHelper();
        if (!answer.getSession().equals(helper.getLinkedSession(caller))) {
            helper.unlinkSipSessions(caller);
            helper.linkSipSessions(caller, answer.getSession());
        }
    }

    private static SipSession other(SipServletRequest request) {
        return request.getB2buaHelper().getLinkedSession(request.getSession());
    }

    private static boolean isOver(SipSession session) {
        return session == null || !session.isValid() || session.getState() == SipSession.State.TERMINATED;
    }

    /** The body and all headers that are for the other end. */
    private static void copy(SipServletMessage from, SipServletMessage to) throws IOException {
        Iterator<String> names = from.getHeaderNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!OF_A_SIDE.contains(name.toLowerCase(Locale.ROOT)) || redirects(from, name)) {
                to.removeHeader(name);
                from.getHeaders(name).forEachRemaining(value -> to.addHeader(name, value));
            }
        }
        if (from.getContentLength() > 0) {
            to.setContent(from.getRawContent(), from.getContentType());
        }
    }

    /** RFC 3261 8.1.3.4: the Contact of a 3xx is no side's own. */
    private static boolean redirects(SipServletMessage message, String header) {
        return header.equalsIgnoreCase("Contact") && message instanceof SipServletResponse response && response.getStatus() / 100 == 3;
    }
}
