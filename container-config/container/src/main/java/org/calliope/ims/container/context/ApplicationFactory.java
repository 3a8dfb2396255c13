package org.calliope.ims.container.context;

import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.URI;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * An application's SipFactory. A new request goes to the URI that the application gave, parameters and all: the core
 * took from the Request-URI what only the To header may not have (SipFactory.createRequest, RFC 3261 19.1.1).
 */
final class ApplicationFactory extends ConvergedSipFactory {

    private static final long serialVersionUID = 1L;

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
}
