package org.calliope.ims.hss.page;

import java.time.Instant;
import java.util.List;

import org.calliope.ims.node.LockOuts.LockOut;

/**
 * Who is locked out of registering.
 *
 * @param privateIdentity "" for everybody at the address
 * @param source          "" for the private identity everywhere
 * @param since           how long ago it began
 * @param left            how long it is until it ends
 */
public record LockOutView(String privateIdentity, String source, String since, String left, int failures, int times) {

    /** At most so many of them. */
    public static List<LockOutView> of(List<LockOut> all, int most, Instant now) {
        return all.stream().limit(most).map(lock -> new LockOutView(lock.subject().privateIdentity(),
                lock.subject().source(), Times.span(lock.since(), now), Times.span(now, lock.until()), lock.failures(),
                lock.times())).toList();
    }
}
