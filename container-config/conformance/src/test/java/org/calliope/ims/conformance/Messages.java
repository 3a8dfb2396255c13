package org.calliope.ims.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import javax.mail.Multipart;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/** What {@link MessageTest} asks for, by name. */
public class Messages extends Probe {

    private static final long serialVersionUID = 1L;

    public String start(SipServletRequest r) {
        return r.getMethod() + "|" + r.getRequestURI() + "|" + r.getProtocol() + "|" + r.isInitial() + "|" + r.isCommitted()
            + "|" + r.getMaxForwards() + "|" + r.getExpires();
    }

    public String headers(SipServletRequest r) {
        List<String> values = new ArrayList<>();
        ListIterator<String> i = r.getHeaders("X-Many");
        while (i.hasNext()) {
            values.add(i.next());
        }
        return r.getHeader("X-Many") + "|" + values + "|" + r.getHeader("X-None") + "|" + r.getHeaders("X-None").hasNext()
            + "|" + r.getHeader("x-mANY");
    }

    public String names(SipServletRequest r) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> i = r.getHeaderNames(); i.hasNext();) {
            names.add(i.next());
        }
        return names.contains("Call-ID") + " " + names.contains("X-Do") + " " + names.contains("X-None");
    }

    public String compact(SipServletRequest r) {
        return r.getHeader("Subject") + "|" + r.getHeader("s") + "|" + r.getHeader("k") + "|" + r.getCallId().equals(r.getHeader("i"));
    }

    public String addresses(SipServletRequest r) throws ServletParseException {
        StringBuilder all = new StringBuilder();
        ListIterator<Address> i = r.getAddressHeaders("P-Asserted-Identity");
        while (i.hasNext()) {
            all.append(i.next().getURI()).append(' ');
        }
        return all.toString() + r.getAddressHeader("P-Asserted-Identity").getDisplayName() + " " + r.getAddressHeader("Reply-To");
    }

    public String notAnAddress(SipServletRequest r) throws ServletParseException {
        return String.valueOf(r.getAddressHeader("Subject"));
    }

    public String transport(SipServletRequest r) {
        return r.getTransport() + "|" + r.getRemoteAddr() + "|" + r.getRemotePort() + "|" + r.getInitialRemoteAddr() + "|"
            + r.getInitialRemotePort() + "|" + r.getInitialTransport() + "|" + r.getLocalAddr() + "|" + r.getLocalPort() + "|" + r.isSecure();
    }

    public String languages(SipServletRequest r) {
        List<String> all = new ArrayList<>();
        for (Iterator<Locale> i = r.getAcceptLanguages(); i.hasNext();) {
            all.add(i.next().toLanguageTag());
        }
        return r.getAcceptLanguage().toLanguageTag() + " " + all + " " + r.getContentLanguage().toLanguageTag();
    }

    public String attributes(SipServletRequest r) {
        r.setAttribute("a", 1);
        String with = r.getAttribute("a") + " " + r.getAttributeNames().hasMoreElements();
        r.removeAttribute("a");
        return with + " " + r.getAttribute("a");
    }

    public String parameters(SipServletRequest r) {
        return r.getParameter("colour") + " " + r.getParameter("none") + " " + r.getParameterMap().containsKey("colour");
    }

    public String routes(SipServletRequest r) {
        return (r.getPoppedRoute() == null ? "none" : ((SipURI) r.getPoppedRoute().getURI()).getParameter("mine"))
            + " " + ((SipURI) r.getInitialPoppedRoute().getURI()).getParameter("mine") + " " + r.getHeader("Route");
    }

    public String content(SipServletRequest r) throws IOException {
        return r.getContent() + "|" + r.getContentType() + "|" + r.getCharacterEncoding() + "|" + r.getContentLength() + "|"
            + r.getRawContent().length;
    }

    public String multipart(SipServletRequest r) throws Exception {
        Multipart parts = (Multipart) r.getContent();
        return parts.getCount() + " " + parts.getBodyPart(1).getContentType();
    }

    public String systemHeaders(SipServletRequest r) {
        StringBuilder refused = new StringBuilder();
        SipServletResponse response = r.createResponse(200);
        for (String name : List.of("Call-ID", "CSeq", "Via", "From", "To", "Record-Route")) {
            try {
                response.setHeader(name, r.getHeader(name) == null ? "<sip:a@b>" : r.getHeader(name));
                refused.append(name).append(' ');
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        return "set:" + refused;
    }

    public String addSystemHeader(SipServletRequest r) {
        r.addHeader("Via", "SIP/2.0/UDP 1.2.3.4;branch=z9hG4bK1");
        return "set";
    }

    public String removeSystemHeader(SipServletRequest r) {
        r.createResponse(200).removeHeader("To");
        return "removed";
    }

    public String committed(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.setHeader("X-Result", "sent");
        response.send();
        Events.note("message", "response committed " + response.isCommitted() + " request " + r.isCommitted());
        try {
            response.setHeader("X-Late", "1");
        } catch (IllegalStateException e) {
            Events.note("message", "no header is set late");
        }
        return ANSWERED;
    }

    public String committedRequest(SipServletRequest r) throws IOException {
        r.createResponse(200).send();
        try {
            r.createResponse(486);
        } catch (IllegalStateException e) {
            Events.note("message", "no second final response");
        }
        return ANSWERED;
    }

    public String wildcards(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.setHeader("P-Profile-Key", r.getHeader("P-Profile-Key"));
        response.addHeader("P-Associated-URI", "<sip:a@example.com>");
        response.addHeader("P-Associated-URI", r.getHeader("P-Profile-Key"));
        response.send();
        return ANSWERED;
    }

    public String response(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(299, "Quite Good");
        response.setHeader("X-Result", response.getStatus() + response.getReasonPhrase() + response.getMethod()
            + (response.getRequest() == r));
        response.addHeader("X-Two", "1");
        response.addHeader("X-Two", "2");
        response.setExpires(77);
        response.addAcceptLanguage(Locale.FRENCH);
        response.setContentLanguage(Locale.GERMAN);
        response.send();
        return ANSWERED;
    }

    public String badStatus(SipServletRequest r) {
        return r.createResponse(99).toString();
    }

    public String body(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.setContent("gr\u00fc\u00dfe", "text/plain;charset=ISO-8859-1");
        response.setHeader("X-Result", response.getContentLength() + " " + response.getCharacterEncoding());
        response.send();
        return ANSWERED;
    }

    public String bytes(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.setContent(new byte[] {'a', 'b', 'c'}, "application/octet-stream");
        response.setHeader("X-Result", "" + response.getRawContent().length);
        response.send();
        return ANSWERED;
    }

    public String badCharset(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.setCharacterEncoding("no-such-charset");
        response.setContent("x", "text/plain");
        return "set";
    }

    public String challenges(SipServletRequest r) throws IOException {
        SipServletResponse response = r.createResponse(200);
        response.addHeader("WWW-Authenticate", "Digest realm=\"a\", nonce=\"1\", algorithm=SHA-256");
        response.addHeader("WWW-Authenticate", "Digest realm=\"a\", nonce=\"1\", algorithm=MD5");
        response.setHeader("X-Result", "ok");
        response.send();
        return ANSWERED;
    }

    public String maxForwards(SipServletRequest r) {
        r.setMaxForwards(300);
        return "set";
    }

    @Override
    protected void doOptions(SipServletRequest r) throws ServletException, IOException {
        r.createResponse(200).send();
    }
}
