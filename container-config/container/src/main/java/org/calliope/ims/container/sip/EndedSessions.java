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
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SessionManagerUtil;

/**
 * Requests that come when their call is over: late ACKs and repeated ones, or a BYE after this server has started anew.
 * The core looks for their application session, and takes it for an error that there is none. Any thread.
 */
final class EndedSessions {

    /** @param application "" when it is not here, as after it was undeployed */
    private record Named(String application, String id) { }

    private final SipApplicationDispatcher dispatcher;

    EndedSessions(SipApplicationDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Whether the application session that a request within a dialog names, by the topmost Route or the To tag, is over. */
    boolean isNamed(SIPRequest request) {
        return named(request).filter(name -> {
            SipContext application = dispatcher.findSipApplication(name.application());
            MobicentsSipApplicationSession session = application == null ? null : application.getSipManager().getSipApplicationSession(
                SessionManagerUtil.getSipApplicationSessionKey(name.application(), name.id(), null), false);
            return session == null || session.getSipSessions(true).isEmpty(); // which goes a moment before it
        }).isPresent();
    }

    private Optional<Named> named(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        return routes != null && ((Route) routes.getFirst()).getAddress().getURI() instanceof SipURI uri
            && uri.getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME) != null
            ? ofRoute(uri) : request.getToTag() == null ? Optional.empty() : ofTag(request.getToTag());
    }

    private Optional<Named> ofRoute(SipURI recorded) {
        String application = dispatcher.getApplicationNameFromHash(recorded.getParameter(MessageDispatcher.RR_PARAM_APPLICATION_NAME));
        return Optional.ofNullable(recorded.getParameter(MessageDispatcher.APP_ID))
            .map(id -> new Named(application == null ? "" : application, id));
    }

    private Optional<Named> ofTag(String tag) {
        try {
            // the server's hash, the application's name, the session's id; the first only of a tag that is not ours
            String[] parts = ApplicationRoutingHeaderComposer.getAppNameAndSessionId(dispatcher, tag);
            return parts[1] == null || parts[2] == null ? Optional.empty() : Optional.of(new Named(parts[1], parts[2]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
