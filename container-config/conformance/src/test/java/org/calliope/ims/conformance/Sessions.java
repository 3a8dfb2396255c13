package org.calliope.ims.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSession.Protocol;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipURI;

/** What {@link SessionTest} asks for, by name. */
public class Sessions extends Probe {

    private static final long serialVersionUID = 1L;

    public String ids(SipServletRequest r) {
        SipSession s = r.getSession();
        SipApplicationSession a = s.getApplicationSession();
        return (a == r.getApplicationSession() || a.equals(r.getApplicationSession())) + " " + s.getId().equals(r.getSession().getId())
            + " " + a.getApplicationName() + " " + s.isValid() + " " + a.isValid() + " " + s.getCallId().equals(r.getCallId())
            + " " + s.getState();
    }

    public String parties(SipServletRequest r) {
        return ((SipURI) r.getSession().getLocalParty().getURI()).getUser() + " "
            + ((SipURI) r.getSession().getRemoteParty().getURI()).getUser();
    }

    public String attributes(SipServletRequest r) {
        SipSession s = r.getSession();
        s.setAttribute("a", "1");
        s.getApplicationSession().setAttribute("b", "2");
        List<String> names = new ArrayList<>(Collections.list(s.getAttributeNames()));
        s.getApplicationSession().getAttributeNames().forEachRemaining(names::add);
        s.removeAttribute("a");
        return names + " " + s.getAttribute("a") + " " + s.getApplicationSession().getAttribute("b");
    }

    public String noAttribute(SipServletRequest r) {
        r.getSession().setAttribute("a", null);
        return "set";
    }

    public String binding(SipServletRequest r) {
        r.getSession().setAttribute("one", new SessionTest.Bound());
        r.getSession().setAttribute("one", "replaced");
        r.getApplicationSession().setAttribute("two", new SessionTest.Bound());
        r.getApplicationSession().removeAttribute("two");
        r.getApplicationSession().setAttribute("three", new SessionTest.Bound());
        return "done";
    }

    public String find(SipServletRequest r) {
        SipApplicationSession a = r.getApplicationSession();
        return a.getSipSession(r.getSession().getId()).equals(r.getSession()) + " " + a.getSipSession("none") + " "
            + (a.getSession(r.getSession().getId(), Protocol.SIP) != null) + " " + a.getSession("none", Protocol.HTTP);
    }

    public String list(SipServletRequest r) {
        SipApplicationSession a = r.getApplicationSession();
        return count(a.getSessions()) + " " + count(a.getSessions("SIP")) + " " + count(a.getSessions("HTTP"));
    }

    public String badProtocol(SipServletRequest r) {
        return "" + count(r.getApplicationSession().getSessions("SMTP"));
    }

    private static int count(Iterator<?> sessions) {
        int count = 0;
        for (; sessions.hasNext(); sessions.next()) {
            count++;
        }
        return count;
    }

    public String times(SipServletRequest r) {
        SipApplicationSession a = r.getApplicationSession();
        long now = System.currentTimeMillis();
        return (now - r.getSession().getCreationTime() < 60_000) + " " + (now - a.getLastAccessedTime() < 60_000) + " "
            + (a.getExpirationTime() - now > 170_000 && a.getExpirationTime() - now <= 180_000);
    }

    public String setExpires(SipServletRequest r) {
        SipApplicationSession a = r.getApplicationSession();
        int granted = a.setExpires(10);
        long left = a.getExpirationTime() - System.currentTimeMillis();
        int never = a.setExpires(0);
        return granted + " " + (left > 590_000 && left <= 600_000) + " " + never + " " + a.getExpirationTime();
    }

    public String invalidate(SipServletRequest r) throws ServletException {
        SipSession s = factory().createRequest(r.getApplicationSession(), "MESSAGE", "sip:a@example.com", "sip:b@example.com").getSession();
        s.invalidate();
        String valid = "" + s.isValid();
        try {
            return valid + s.getAttribute("x");
        } catch (IllegalStateException e) {
            return valid + " refused";
        }
    }

    public String invalidateApplicationSession(SipServletRequest r) {
        SipApplicationSession a = factory().createApplicationSession();
        SessionTest.Ends.NAMES.put(a.getId(), "inner");
        a.invalidate();
        try {
            a.setAttribute("x", "y");
        } catch (IllegalStateException e) {
            return a.isValid() + " refused";
        }
        return a.isValid() + " set";
    }

    public String createInInvalid(SipServletRequest r) throws ServletException {
        SipApplicationSession a = factory().createApplicationSession();
        a.invalidate();
        return factory().createRequest(a, "MESSAGE", "sip:a@example.com", "sip:b@example.com").getMethod();
    }

    public String name(SipServletRequest r) {
        SessionTest.Ends.NAMES.put(r.getSession().getId(), r.getHeader("X-Name"));
        SessionTest.Ends.NAMES.put(r.getApplicationSession().getId(), r.getHeader("X-Name"));
        if (r.getHeader("X-Keep") != null) {
            r.getSession().setAttribute("keep", "1");
        }
        return r.getSession().getInvalidateWhenReady() + " " + r.getApplicationSession().getInvalidateWhenReady()
            + " " + r.getSession().isReadyToInvalidate();
    }

    public String unknownHandler(SipServletRequest r) throws ServletException {
        r.getSession().setHandler("nobody");
        return "set";
    }

    public String handler(SipServletRequest r) throws ServletException {
        r.getSession().setHandler("Other");
        return "handed over";
    }

    public String forward(SipServletRequest r) throws ServletException, IOException {
        getServletContext().getNamedDispatcher("Other").forward(r, null);
        return ANSWERED;
    }

    public String forwardToNobody(SipServletRequest r) {
        return "" + getServletContext().getNamedDispatcher("nobody") + r.getRequestDispatcher("nobody");
    }

    public String subsequentOfNothing(SipServletRequest r) {
        return r.getSession().createRequest("ACK").getMethod();
    }
}
