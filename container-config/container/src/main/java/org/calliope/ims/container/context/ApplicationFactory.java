package org.calliope.ims.container.context;

import java.nio.charset.StandardCharsets;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.message.SipFactoryFacade;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * An application's SipFactory. A new request goes to the URI that the application gave, parameters and all: the core
 * took from the Request-URI what only the To header may not have (SipFactory.createRequest, RFC 3261 19.1.1).
 */
final class ApplicationFactory extends SipFactoryFacade {

    private static final long serialVersionUID = 1L;
    /** What the user part may hold beside letters and digits, RFC 3261 25.1. */
    private static final String USER = "-_.!~*'()&=+$,;?/";

    ApplicationFactory(SipFactoryImpl factory, SipContext context) {
        super(factory, context);
    }

    @Override
    public SipServletRequest createRequest(SipApplicationSession session, String method, Address from, Address to) {
        URI target = to.getURI().clone();
        return to(super.createRequest(session, method, from, to), target);
    }

    @Override
    public SipServletRequest createRequest(SipApplicationSession session, String method, URI from, URI to) {
        URI target = to.clone();
        return to(super.createRequest(session, method, from, to), target);
    }

    @Override
    public SipServletRequest createRequest(SipApplicationSession session, String method, String from, String to)
            throws ServletParseException {
        URI target = createAddress(to).getURI();
        return to(super.createRequest(session, method, from, to), target);
    }

    private static SipServletRequest to(SipServletRequest request, URI target) {
        request.setRequestURI(target);
        return request;
    }

    /** JSR 289 4.2.1: the user is given as it is; in the URI it stands escaped. */
    @Override
    public SipURI createSipURI(String user, String host) {
        return super.createSipURI(user == null ? null : escaped(user), host);
    }

    private static String escaped(String user) {
        StringBuilder text = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || USER.indexOf(c) >= 0 || c == '%');
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
