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
import javax.sip.message.Response;
import org.calliope.ims.container.message.ApplicationBranch;
import org.mobicents.servlet.sip.core.dispatchers.MessageDispatcher;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;

/**
 * Requests within an early dialog that a proxy is on the path of (RFC 3261 12.2, 15). The core forwards PRACK, UPDATE and
 * NOTIFY alone, loses what is not for the dialog that a branch has heard of last, fails while another branch has said nothing
 * but 100, and sends a PRACK to each branch that waits for one. For the thread that has the call.
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
            boolean prack = Request.PRACK.equals(request.getMethod());
            if (prack || isOf(branch.get(), request) || branch.get().getResponse() == null) {
                branch.get().isNext(toTag(((SipServletRequestImpl) request).getMessage()), prack);
            } else {
                refuse(request);
            }
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

    /** RFC 3261 12.2.2: the core would say nothing. */
    private static void refuse(MobicentsSipServletRequest request) {
        try {
            request.createResponse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST).send();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOf(ApplicationBranch branch, MobicentsSipServletRequest request) {
        Message message = ((SipServletRequestImpl) request).getMessage();
        return branch.isEarly(toTag(message)) || branch.isEarly(((FromHeader) message.getHeader(FromHeader.NAME)).getTag());
    }

    private static String toTag(Message message) {
        return ((ToHeader) message.getHeader(ToHeader.NAME)).getTag();
    }
}
