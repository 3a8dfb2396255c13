package org.calliope.ims.container.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.message.Request;

/** Requests of dialogs that never had their path here. Any thread. */
final class StrangeDialogs {

    /** The parameter by which the core finds the application of a Record-Route again. */
    private static final String RECORDED = "appname";
    /** Methods that mean a dialog, RFC 3261 15, 3262 3, 3311 5.1. */
    private static final Set<String> WITHIN_DIALOGS = Set.of(Request.BYE, Request.PRACK, Request.UPDATE);

    private StrangeDialogs() { }

    /**
     * Whether a request can only belong to a dialog, and does to none here: it has no To tag, or none of its routes is one that an application here
     * recorded, or it has none and names a host, where an application that answers itself has given an address.
     */
    static boolean meansOne(SIPRequest request) {
        if (request.getToTag() == null) {
            return WITHIN_DIALOGS.contains(request.getMethod());
        }
        return request.getRouteHeaders() == null
            ? !(request.getRequestURI() instanceof SipURI uri && Locator.isAddress(uri.getHost()))
            : request.getRouteHeaders().stream()
            .noneMatch(route -> route.getAddress().getURI() instanceof SipURI uri && uri.getParameter(RECORDED) != null);
    }
}
