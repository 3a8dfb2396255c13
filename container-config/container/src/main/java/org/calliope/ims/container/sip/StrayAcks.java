package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.mobicents.servlet.sip.core.ApplicationRoutingHeaderComposer;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.session.SessionManagerUtil;

/**
 * ACKs that come when their call is over, as late ones and repeated ones do; nothing answers an ACK (RFC 3261 17). The
 * core looks for their application session, and takes it for an error that there is none. Any thread.
 */
final class StrayAcks {

    private record Named(String application, String id) { }

    private final SipApplicationDispatcher dispatcher;

    StrayAcks(SipApplicationDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Whether the application session that an ACK names, by the topmost Route or by the To tag, is over. */
    boolean isOne(SIPRequest ack) {
        return named(ack).filter(name -> {
            SipContext application = dispatcher.findSipApplication(name.application());
            return application != null && application.getSipManager().getSipApplicationSession(
                SessionManagerUtil.getSipApplicationSessionKey(name.application(), name.id(), null), false) == null;
        }).isPresent();
    }

    private Optional<Named> named(SIPRequest ack) {
        RouteList routes = ack.getRouteHeaders();
        return routes != null && ((Route) routes.getFirst()).getAddress().getURI() instanceof SipURI uri
            && uri.getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME) != null
            ? named(dispatcher.getApplicationNameFromHash(uri.getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME)),
                uri.getParameter(MessageDispatcher.APP_ID))
            : ack.getToTag() == null ? Optional.empty() : ofTag(ack.getToTag());
    }

    private Optional<Named> ofTag(String tag) {
        try {
            // the server's hash, the application's name, the session's id; the first only of a tag that is not ours
            String[] parts = ApplicationRoutingHeaderComposer.getAppNameAndSessionId(dispatcher, tag);
            return named(parts[1], parts[2]);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Named> named(String application, String id) {
        return application == null || id == null ? Optional.empty() : Optional.of(new Named(application, id));
    }
}
