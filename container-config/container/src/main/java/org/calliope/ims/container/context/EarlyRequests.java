package org.calliope.ims.container.context;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.ServletException;
import javax.servlet.sip.ProxyBranch;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.calliope.ims.container.message.ApplicationBranch;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;

/**
 * Requests within an early dialog that a proxy is on the path of (RFC 3261 12.2, 15). The core forwards PRACK, UPDATE and
 * NOTIFY alone, fails while another branch has said nothing but 100, and sends a PRACK to each branch that waits for one.
 * For the thread that has the call.
 */
final class EarlyRequests {

    private static final Set<String> BY_CORE = Set.of(Request.PRACK, Request.UPDATE, Request.NOTIFY);
    private static final Set<String> HOP_BY_HOP = Set.of(Request.ACK, Request.CANCEL);

    private EarlyRequests() {
    }

    /** @return whether the request is within an early dialog of a proxy */
    static boolean isEarly(MobicentsSipSession session, MobicentsSipServletRequest request) {
        return session.getProxy() != null && session.getProxy().getFinalBranchForSubsequentRequests() == null
            && !request.isInitial() && !HOP_BY_HOP.contains(request.getMethod());
    }

    /** @return whether it was forwarded here, of which the application has heard */
    static boolean pass(MobicentsSipSession session, MobicentsSipServletRequest request) {
        if (!isEarly(session, request)) {
            return false;
        }
        List<ApplicationBranch> started = session.getProxy().getProxyBranches().stream().filter(ProxyBranch::isStarted)
            .map(ApplicationBranch.class::cast).toList();
        // else the way is in the Route, and any branch knows it
        Optional<ApplicationBranch> branch = started.stream().filter(one -> isOf(one, request)).findFirst()
            .or(() -> started.stream().findFirst());
        if (branch.isEmpty()) {
            return false;
        }
        if (BY_CORE.contains(request.getMethod())) {
            branch.get().isNext(Request.PRACK.equals(request.getMethod()));
            return false;
        }
        try {
            MessageDispatcher.callServlet(request);
            branch.get().proxySubsequentRequest(request);
        } catch (ServletException | IOException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** Whether the latest response of the branch is of the dialog that the request is in. */
    private static boolean isOf(ApplicationBranch branch, MobicentsSipServletRequest request) {
        if (!(branch.getResponse() instanceof SipServletResponseImpl response)) {
            return false;
        }
        String called = toTag(response.getMessage());
        Message message = ((SipServletRequestImpl) request).getMessage();
        return called != null && (called.equals(toTag(message)) || called.equals(((FromHeader) message.getHeader(FromHeader.NAME)).getTag()));
    }

    private static String toTag(Message message) {
        return ((ToHeader) message.getHeader(ToHeader.NAME)).getTag();
    }
}
