package org.calliope.ims.scscf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import org.calliope.ims.element.AilingServers;
import org.calliope.ims.element.OperatorIdentifiers;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.identity.Ioi;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Requests on their way to an application server and back (TS 24.229 5.4.3.2 step 5 and 5.4.3.3). A server that says
 * nothing, 408 or 5xx before any provisional response does not work: as the default handling of its filter criteria says,
 * the request goes on as if there were none, or ends. Any thread.
 */
final class ServerVisits {

    /** Attribute of a request that visits servers. */
    private static final String VISITS = "visits";

    private static final String RULE = "application server";
    private static final String CLAUSE = "TS 24.229 5.4.3.2, 5.4.3.3";
    private static final int FINAL = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_FAILURE = 500;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int GLOBAL_FAILURE = 600;
    private static final int AT_ONCE_SECONDS = 1;

    private final SipFactory factory;
    private final SipEndpoint self;
    private final OriginalDialogIdentifiers identifiers;
    private final OperatorIdentifiers operators;
    private final Unheard unheard;
    private final AilingServers ailing;
    private final Trace trace;
    private final BiConsumer<SipServletRequest, Step> resume;

    /** What becomes of a request without the server. */
    @FunctionalInterface
    interface Step {
        void run() throws ServletParseException, TooManyHopsException;
    }

    private record Visit(ProxyBranch branch, ApplicationServer server, Step without, Join join) {
    }

    /**
     * Those of a request.
     *
     * @param waiting the one from which no response has come yet, null when there is none
     * @param left    branches to servers that do not work, without which the request goes on
     */
    private record Visits(AtomicReference<Visit> waiting, Set<ProxyBranch> left) {
    }

    /**
     * @param self    address of this S-CSCF
     * @param unheard with the patience that application servers are met with
     * @param resume  runs a step for a request on the thread that calls it, and answers the request when it fails
     */
    ServerVisits(SipFactory factory, SipEndpoint self, OriginalDialogIdentifiers identifiers, OperatorIdentifiers operators,
                 Unheard unheard, AilingServers ailing, Trace trace, BiConsumer<SipServletRequest, Step> resume) {
        this.factory = factory;
        this.self = self;
        this.identifiers = identifiers;
        this.operators = operators;
        this.unheard = unheard;
        this.ailing = ailing;
        this.trace = trace;
        this.resume = resume;
    }

    /**
     * @param behind  where the request is when it comes back
     * @param without called once when the server does not work and that does not matter
     */
    void start(Proxy proxy, ApplicationServer server, ServiceStep behind, Step without, Join join)
            throws ServletParseException {
        SipServletRequest request = proxy.getOriginalRequest();
        ProxyBranch branch = proxy.createProxyBranches(List.of(request.getRequestURI())).get(0);
        SipServletRequest sent = branch.getRequest();
        sent.pushRoute(route("sip:" + identifiers.issue(behind) + '@' + self.host() + ':' + self.port()));
        sent.pushRoute(route(server.serverName()));
        sent.setHeader(Headers.P_SERVED_USER, behind.servedUser());
        operators.leaves(sent, Ioi.TYPE_3);
        Visits visits = visits(request);
        // before it starts: an answer may be here before this thread goes on
        visits.waiting().set(new Visit(branch, server, without, join));
        proxy.startProxy();
        // nothing but INVITE is answered before its final response: who asked may have to wait for a phone behind it
        unheard.watch(branch, request.getMethod().equals(Methods.INVITE) ? this::silent
                : once -> unheard.watch(once, this::silent));
    }

    private SipURI route(String uri) throws ServletParseException {
        SipURI route = (SipURI) factory.createURI(uri);
        route.setLrParam(true);
        return route;
    }

    private static Visits visits(SipServletRequest request) {
        Visits visits = (Visits) request.getAttribute(VISITS);
        if (visits == null) {
            visits = new Visits(new AtomicReference<>(), ConcurrentHashMap.newKeySet());
            request.setAttribute(VISITS, visits);
        }
        return visits;
    }

    /** A provisional response but 100, or a final one, of a branch. */
    void heard(SipServletResponse response) {
        SipServletRequest request = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        Visits visits = request == null ? null : (Visits) request.getAttribute(VISITS);
        if (visits == null) {
            return;
        }
        int status = response.getStatus();
        if (visits.left().contains(response.getProxyBranch())) {
            outdo(response);
            return;
        }
        Visit visit = take(visits, response.getProxyBranch());
        if (visit == null || !failed(status)) {
            return;
        }
        if (status == SERVICE_UNAVAILABLE) {
            ailing.add(visit.server().serverName());
        }
        if (goesOn(visit, Integer.toString(status), request)) {
            visits.left().add(visit.branch());
            outdo(response);
            resume.accept(request, visit.without());
        }
    }

    private static boolean failed(int status) {
        return status == REQUEST_TIMEOUT || status >= SERVER_FAILURE && status < GLOBAL_FAILURE;
    }

    /** Whatever is said to the request without the server is better (RFC 3261 16.7 step 6). */
    private static void outdo(SipServletResponse response) {
        if (response.getStatus() >= FINAL) {
            response.setStatus(SERVICE_UNAVAILABLE);
        }
    }

    // long before the transaction ends with 408
    private void silent(ProxyBranch branch) {
        SipServletRequest request = branch.getProxy().getOriginalRequest();
        Visits visits = (Visits) request.getAttribute(VISITS);
        Visit visit = take(visits, branch);
        if (visit == null) {
            return;
        }
        ailing.add(visit.server().serverName());
        branch.setProxyBranchTimeout(AT_ONCE_SECONDS);
        if (goesOn(visit, "silent", request)) {
            visits.left().add(branch);
            resume.accept(request, visit.without());
        }
    }

    /** @return the visit of this branch, once; null when it is over or another's */
    private static Visit take(Visits visits, ProxyBranch branch) {
        Visit visit = visits.waiting().get();
        return visit != null && visit.branch() == branch && visits.waiting().compareAndSet(visit, null) ? visit : null;
    }

    private boolean goesOn(Visit visit, String outcome, SipServletRequest request) {
        note(visit.server(), outcome, visit.join());
        return visit.server().defaultHandling() == DefaultHandling.SESSION_CONTINUED && !Fork.ended(request);
    }

    /**
     * @return whether this server is known not to work, and the request goes on without it
     * @throws SipRefusal 503 when the request ends with it
     */
    boolean leavesOut(ApplicationServer server, Join join) {
        if (!ailing.contains(server.serverName())) {
            return false;
        }
        if (server.defaultHandling() == DefaultHandling.SESSION_TERMINATED) {
            throw new SipRefusal(SERVICE_UNAVAILABLE, "the application server " + server.serverName() + " does not work, and"
                    + " its filter criteria want no session without it", RULE, CLAUSE);
        }
        note(server, "ailing", join);
        return true;
    }

    private void note(ApplicationServer server, String outcome, Join join) {
        trace.decide(Decision.noted(Role.SCSCF, RULE, Map.of("server", server.serverName(), "outcome", outcome,
                "default handling", server.defaultHandling().name()), CLAUSE, join));
    }
}
