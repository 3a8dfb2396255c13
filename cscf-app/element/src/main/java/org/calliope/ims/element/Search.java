package org.calliope.ims.element;

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
import javax.servlet.sip.URI;
import org.calliope.ims.trace.Join;

/** The servers that a request goes to, one after the other and none twice: an attribute of the request. Any thread. */
final class Search {

    private static final String ATTRIBUTE = "search";
    /** Stands for the next attempt until that has a branch. */
    private static final Attempt COMING = new Attempt(null, null, false);

    private final String route;
    private final Join join;
    private final Deque<Hop> left;
    private final AtomicReference<Attempt> current = new AtomicReference<>();
    private final Set<ProxyBranch> failed = ConcurrentHashMap.newKeySet();

    /**
     * @param server     where the request goes
     * @param requestUri with which
     */
    record Hop(PeerServer server, URI requestUri) {
    }

    /**
     * A branch to a server that has not failed so far.
     *
     * @param heard whether it has said more than 100
     */
    record Attempt(ProxyBranch branch, PeerServer server, boolean heard) {
    }

    /**
     * @param route   key of the configuration, for the trace
     * @param ordered as they are tried
     */
    Search(String route, List<Hop> ordered, Join join) {
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

    /** The next server, once; there must be one. */
    synchronized Hop next() {
        current.set(COMING);
        return left.remove();
    }

    void sent(ProxyBranch branch, PeerServer server) {
        current.set(new Attempt(branch, server, false));
    }

    /** @return the attempt that this branch is; nothing when it has failed */
    Optional<Attempt> current(ProxyBranch branch) {
        return Optional.ofNullable(current.get()).filter(attempt -> branch != null && attempt.branch() == branch);
    }

    /** It has the request. */
    void hears(Attempt attempt) {
        current.compareAndSet(attempt, new Attempt(attempt.branch(), attempt.server(), true));
    }

    /** @return true once: it is given up */
    boolean fail(Attempt attempt) {
        return current.compareAndSet(attempt, null) && failed.add(attempt.branch());
    }

    /** @return whether all servers were tried and none works */
    boolean isLost() {
        return !hasNext() && current.get() == null;
    }

    /** @return whether its server does not work, so that what another one says counts */
    boolean hasFailed(ProxyBranch branch) {
        return branch != null && failed.contains(branch);
    }
}
