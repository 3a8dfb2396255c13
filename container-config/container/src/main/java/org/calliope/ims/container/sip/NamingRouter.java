package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.DefaultRouter;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.message.Request;

/**
 * The next hop of a request, RFC 3261 8.1.2 and 16.6 step 6 and 7; one that is a name stays a name, with all that its
 * URI says, and is looked up when the request is sent. Made by the stack by name.
 */
public final class NamingRouter extends DefaultRouter {

    public NamingRouter(SipStack stack, String outboundProxy) {
        super(stack, outboundProxy);
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        SIPRequest sip = (SIPRequest) request;
        boolean routed = sip.getRouteHeaders() != null && !sip.getRouteHeaders().isEmpty();
        // a route without lr becomes the Request-URI, but it is the target all the same
        URI uri = sip.getRequestLine() == null ? null
            : routed ? sip.getRouteHeaders().get(0).getAddress().getURI() : sip.getRequestURI();
        Hop hop = super.getNextHop(request);
        return hop != null && uri instanceof SipURI target && !Locator.isAddress(hop.getHost())
            ? new NamedHop(NamedHop.target(target), hop) : hop;
    }
}
