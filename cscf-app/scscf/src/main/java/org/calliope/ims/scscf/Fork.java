package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.node.Role;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.scscf.Contacts.Target;
import org.calliope.ims.sip.Methods;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;

/**
 * Terminating requests on their way to the contacts of the called user: RFC 3261 16.6, RFC 3327 5.3.
 *
 * <p>To a UE with several flows a request goes by one at a time. RFC 5626 7: "If a request for a particular AOR and
 * instance-id fails with a 430 (Flow Failed) response, the proxy SHOULD replace the failed branch with another target
 * (if one is available) with the same AOR and instance-id, but a different reg-id"; after any final response but 408
 * and 430 it "MUST NOT forward the same request to another target representing the same AOR and instance-id. The
 * targeted instance has already provided its response". That the binding of a flow that failed is to be removed it does
 * not say: the UE notices by its keep-alives and registers the flow anew, or the binding ends by its time.
 *
 * <p>In a sequential search each flow has its branch from the start, which goes to the next one whatever happened;
 * those to a UE that has spoken are passed over. In a parallel search a branch is added when one failed. Any thread.
 */
final class Fork {

    /** Attribute of a request to a UE with several flows. */
    private static final String SEARCH = "search";
    /** Attribute of the session of a request for which nothing more is to be tried. */
    private static final String ENDED = "fork ended";

    private static final String CLAUSE = "RFC 5626 7";
    private static final int REQUEST_TIMEOUT = 408;
    private static final int FLOW_FAILED = 430;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int GLOBAL_FAILURE = 600;
    private static final int AT_ONCE_SECONDS = 1;

    private final SipFactory factory;
    private final Unheard unheard;
    private final Trace trace;
    private final Consumer<ProxyBranch> silent;

    /** The other flows of a branch's UE: those that have a branch, of a sequential search, or those that have none yet. */
    private record Others(List<ProxyBranch> waiting, List<Binding> untried) {
    }

    /**
     * @param history  nothing when no entry is to be added
     * @param others   by the branch that has their turn
     * @param replaced branches whose flow has failed and has others
     */
    private record Search(Optional<History> history, Map<ProxyBranch, Others> others, Set<ProxyBranch> replaced) {
        Search(Optional<History> history) {
            this(history, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        }
    }

    /** @param silent is to call {@link #silent} for the branch of an INVITE to which a P-CSCF says nothing */
    Fork(SipFactory factory, Unheard unheard, Trace trace, Consumer<ProxyBranch> silent) {
        this.factory = factory;
        this.unheard = unheard;
        this.trace = trace;
        this.silent = silent;
    }

    void start(Proxy proxy, Contacts contacts) throws ServletParseException {
        proxy.setParallel(contacts.parallel());
        Search search = new Search(History.of(proxy.getOriginalRequest()));
        for (Target target : contacts.targets()) {
            if (contacts.parallel()) {
                branch(proxy, target.flows(), search);
            } else {
                inTurn(proxy, target.flows(), search);
            }
        }
        // before it starts: an answer may be here before this thread goes on
        List<ProxyBranch> several = List.copyOf(search.others().keySet());
        if (!several.isEmpty()) {
            proxy.getOriginalRequest().setAttribute(SEARCH, search);
        }
        proxy.startProxy();
        several.forEach(this::watch);
    }

    private void inTurn(Proxy proxy, List<Binding> flows, Search search) throws ServletParseException {
        List<ProxyBranch> branches = new ArrayList<>();
        for (Binding flow : flows) {
            branches.add(branch(proxy, List.of(flow), search));
        }
        for (int i = 0; i < branches.size() - 1; i++) {
            search.others().put(branches.get(i), new Others(branches.subList(i + 1, branches.size()), List.of()));
        }
    }

    /** A branch for the first of these flows. */
    private ProxyBranch branch(Proxy proxy, List<Binding> flows, Search search) throws ServletParseException {
        Binding flow = flows.get(0);
        ProxyBranch branch = proxy.createProxyBranches(List.of(factory.createURI(flow.contact()))).get(0);
        // RFC 3327 5.3: the stored Path becomes the Route, topmost first
        for (int hop = flow.path().size() - 1; hop >= 0; hop--) {
            branch.getRequest().pushRoute(factory.createAddress(flow.path().get(hop)));
        }
        search.history().ifPresent(history -> history.targets(branch, flow.contact()));
        if (flows.size() > 1) {
            search.others().put(branch, new Others(List.of(), flows.subList(1, flows.size())));
        }
        return branch;
    }

    // for other methods the proxy's time is short enough
    private void watch(ProxyBranch branch) {
        if (branch.getRequest().getMethod().equals(Methods.INVITE)) {
            unheard.watch(branch, silent);
        }
    }

    /** A provisional response but 100, or a final one, of a branch. */
    void heard(SipServletResponse response, Join join) throws ServletParseException {
        Proxy proxy = response.getProxy();
        ProxyBranch branch = response.getProxyBranch();
        Search search = branch == null ? null : search(proxy);
        if (search == null) {
            return;
        }
        if (response.getStatus() >= GLOBAL_FAILURE) {
            end(proxy.getOriginalRequest().getSession()); // RFC 3261 16.7 step 5
        }
        Others others = ended(proxy) ? null : search.others().remove(branch);
        if (others == null) {
            return;
        }
        if (!flowFailed(response.getStatus())) {
            others.waiting().forEach(ProxyBranch::cancel);
            return;
        }
        failed(branch, Integer.toString(response.getStatus()), join);
        // whatever another flow or contact says is better (RFC 3261 16.7 step 6)
        search.replaced().add(branch);
        response.setStatus(SERVICE_UNAVAILABLE);
        next(proxy, others, search);
    }

    /** @return null when there is only one flow, and when the request is over */
    private static Search search(Proxy proxy) {
        SipServletRequest request = proxy == null ? null : proxy.getOriginalRequest();
        return request == null ? null : (Search) request.getAttribute(SEARCH);
    }

    /**
     * 503 is a P-CSCF that can not be reached (RFC 3261 16.9) or does not work (RFC 3263 4.3), and never the UE's: a
     * proxy does not hand it on (RFC 3261 16.7 step 6).
     */
    static boolean flowFailed(int status) {
        return status == FLOW_FAILED || status == REQUEST_TIMEOUT || status == SERVICE_UNAVAILABLE;
    }

    /** An INVITE to which there was no response at all, long before its transaction ends with 408. */
    void silent(ProxyBranch branch, Join join) throws ServletParseException {
        Proxy proxy = branch.getProxy();
        Search search = search(proxy);
        Others others = search == null || ended(proxy) ? null : search.others().remove(branch);
        if (others != null) {
            failed(branch, "silent", join);
            branch.setProxyBranchTimeout(AT_ONCE_SECONDS);
            next(proxy, others, search);
        }
    }

    private void failed(ProxyBranch branch, String outcome, Join join) {
        trace.decide(Decision.noted(Role.SCSCF, "flow", Map.of("contact", branch.getRequest().getRequestURI().toString(),
                "outcome", outcome), CLAUSE, join));
    }

    private void next(Proxy proxy, Others others, Search search) throws ServletParseException {
        if (!others.untried().isEmpty()) {
            ProxyBranch branch = branch(proxy, others.untried(), search);
            proxy.startProxy();
            if (others.untried().size() > 1) {
                watch(branch);
            }
        }
    }

    private static boolean ended(Proxy proxy) {
        return ended(proxy.getOriginalRequest());
    }

    /** @return whether nothing more is to be tried for this request */
    static boolean ended(SipServletRequest request) {
        return request.getSession().getAttribute(ENDED) != null;
    }

    /** No other flow is tried from now on: the caller has given up, or the called user has declined everywhere. */
    static void end(SipSession session) {
        session.setAttribute(ENDED, Boolean.TRUE);
    }

    /** RFC 5626 11.5: which flow has failed is between a P-CSCF and us, and no caller's business. */
    static void leave(SipServletResponse response) {
        ProxyBranch branch = response.getProxyBranch();
        Search search = branch == null ? null : search(response.getProxy());
        if (response.getStatus() == FLOW_FAILED || search != null && search.replaced().contains(branch)) {
            response.setStatus(TEMPORARILY_UNAVAILABLE);
        }
    }
}
