package org.calliope.ims.element;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.servlet.sip.ProxyBranch;

/**
 * Requests that were sent on and not heard of. A server that is alive says 100 to an INVITE within 200 ms (RFC 3261
 * 17.2.1): one that says nothing for much longer is taken to be down, long before timer B ends. Nothing else is answered
 * before its final response. Looked at once a second; it keeps no request that is over. Any thread.
 */
public final class Unheard implements Sweep {

    private final Duration patience;
    private final InstantSource time;
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    private record Sent(WeakReference<ProxyBranch> branch, boolean started, Instant due, Consumer<ProxyBranch> silent) {
    }

    /** @param patience how long a server may say nothing */
    public Unheard(Duration patience, InstantSource time) {
        this.patience = patience;
        this.time = time;
    }

    /**
     * @param branch that has just been sent, or waits for its turn in a sequential search; the latter has up
     *               to twice as long
     * @param silent takes the branch when no response has come on it in time; must not block
     */
    public void watch(ProxyBranch branch, Consumer<ProxyBranch> silent) {
        watch(new WeakReference<>(branch), branch.isStarted(), silent);
    }

    private void watch(WeakReference<ProxyBranch> branch, boolean started, Consumer<ProxyBranch> silent) {
        sent.add(new Sent(branch, started, time.instant().plus(patience), silent));
    }

    @Override
    public void sweep(Instant now) {
        for (Sent first = sent.peek(); first != null && !first.due().isAfter(now); first = sent.peek()) {
            sent.remove();
            ProxyBranch branch = first.branch().get();
            if (branch == null || branch.getResponse() != null || isOver(branch)) {
                continue;
            }
            if (first.started()) {
                first.silent().accept(branch);
            } else {
                watch(first.branch(), branch.isStarted(), first.silent());
            }
        }
    }

    /** A container lets go of what a proxy had when its call is over: its responses too, which is no silence. */
    private static boolean isOver(ProxyBranch branch) {
        return branch.getProxy() == null || branch.getProxy().getOriginalRequest() == null;
    }
}
