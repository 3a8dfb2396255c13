package org.calliope.ims.bgcf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.trace.Join;

/** The gateways that a request goes to, one after the other and none twice: an attribute of the request. Any thread. */
final class Search {

    private static final String ATTRIBUTE = "search";
    /** Stands for the next attempt until that has a branch. */
    private static final Attempt COMING = new Attempt(null, null);

    private final String route;
    private final Join join;
    private final Deque<Gateway> left;
    private final AtomicReference<Attempt> waiting = new AtomicReference<>();
    private final Set<ProxyBranch> failed = ConcurrentHashMap.newKeySet();
    private volatile boolean answered;

    /** A branch to a gateway that has said nothing so far but 100. */
    record Attempt(ProxyBranch branch, Gateway gateway) {
    }

    /**
     * @param route   key of the file, for the trace
     * @param ordered as they are tried
     */
    Search(String route, List<Gateway> ordered, Join join) {
        this.route = route;
        this.left = new ArrayDeque<>(ordered);
        this.join = join;
    }

    void attach(SipServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** @return that of the request that a message belongs to; nothing when that is over */
    static Optional<Search> of(SipServletRequest request) {
        return request == null ? Optional.empty() : Optional.ofNullable((Search) request.getAttribute(ATTRIBUTE));
    }

    static Optional<Search> of(SipServletResponse response) {
        return response.getProxy() == null ? Optional.empty() : of(response.getProxy().getOriginalRequest());
    }

    String route() {
        return route;
    }

    Join join() {
        return join;
    }

    synchronized boolean hasNext() {
        return !left.isEmpty();
    }

    /** The next gateway, once; there must be one. */
    synchronized Gateway next() {
        waiting.set(COMING);
        return left.remove();
    }

    void sent(Attempt attempt) {
        waiting.set(attempt);
    }

    /** @return the attempt that this branch is, once; nothing when it has said something before, or is given up */
    Optional<Attempt> take(ProxyBranch branch) {
        Attempt attempt = waiting.get();
        return branch != null && attempt != null && attempt.branch() == branch && waiting.compareAndSet(attempt, null)
                ? Optional.of(attempt) : Optional.empty();
    }

    /** A gateway has the request, whatever it says. */
    void answered() {
        answered = true;
    }

    /** @return whether all gateways were tried and none works */
    boolean isLost() {
        return !answered && !hasNext() && waiting.get() == null;
    }

    void fail(ProxyBranch branch) {
        failed.add(branch);
    }

    /** @return whether its gateway does not work, so that what another one says counts */
    boolean hasFailed(ProxyBranch branch) {
        return branch != null && failed.contains(branch);
    }
}
