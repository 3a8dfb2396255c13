package org.calliope.ims.container.sip;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many new requests are let in while the server can not keep up (RFC 6357 and 7339 call it local overload control).
 *
 * <p>The measure is how long a message waits for a thread. A wait that stands, over several looks, is more work than
 * gets done: the rate of new requests is then halved until the wait is gone, goes on a little below where it was and is
 * raised again in small steps. While there is no such wait nothing is counted off and nothing refused. What is under
 * way is never refused: its end is work done, its refusal work lost. Any thread may ask; one measures.
 */
final class Admission {

    /** Looks whose shortest wait counts: a pause of the garbage collector passes, a queue stays. */
    private static final int LOOKS = 5;
    /** As many count while there is a limit, which has to follow quickly what comes and what gets done. */
    private static final int LOOKS_LIMITED = 3;
    /**
     * A look that comes so much later than it should, in seconds, says that everything stood still, as in a full
     * collection; what came meanwhile then has twice as long to be caught up with. Once, until nothing waits any more: a
     * server that has too much to do is late, too.
     */
    private static final double STOOD_STILL = 0.3;
    private static final double CATCH_UP = 2;
    /** Of the rate, while what waits is worked off. */
    private static final double DRAINING = 0.5;
    /** Of the rate, afterwards. */
    private static final double RESUMED = 0.85;
    /** Looks within which half the rate should have ended the wait, and what is left of the rate when it has not. */
    private static final int DRAIN_LOOKS = 4;
    private static final double CUT = 0.7;
    private static final double RAISE = 1.03;
    private static final double LEAST = 10;
    /** Looks without a wait after which, with nothing refused, the limit is lifted. */
    private static final int CALM_LOOKS = 20;
    /**
     * Seconds at the rate that may come at once, and that work which is half done may run ahead: what was let in before the
     * rate was cut comes back after it.
     */
    private static final double BURST = 0.1;
    private static final double AHEAD = 2;

    private final long target;
    private final LongSupplier nanoClock;
    private final long[] waits = new long[LOOKS];
    private final LongAdder arrived = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private int looks;
    private long lastLook;
    private double arrivals;
    private boolean caughtUp = true;
    private long catchUpUntil;
    private int calm;
    /** The rate that was too much, and the looks since while the wait lasts. */
    private double tooMuch;
    private int draining;
    private volatile boolean limiting;
    private double rate;
    private double tokens;
    private long lastToken;

    /** @param target the longest wait that is well; zero never refuses */
    Admission(Duration target, LongSupplier nanoClock) {
        this.target = target.toNanos();
        this.nanoClock = nanoClock;
        this.lastLook = nanoClock.getAsLong();
    }

    /**
     * @param begun the request goes on with what an earlier one began, such as a REGISTER that answers a challenge
     * @return whether a new request may go on to an application
     */
    boolean admits(boolean begun) {
        arrived.increment();
        boolean admitted = !limiting || take(begun);
        if (!admitted) {
            refused.increment();
        }
        return admitted;
    }

    private synchronized boolean take(boolean begun) {
        long now = nanoClock.getAsLong();
        tokens = Math.min(tokens + (now - lastToken) / 1e9 * rate, Math.max(1, rate * BURST));
        lastToken = now;
        if (tokens < 1 - (begun ? rate * AHEAD : 0)) {
            return false;
        }
        tokens--;
        return true;
    }

    /** One look at how long messages wait now, in nanoseconds; to be called at even intervals by one thread. */
    void look(long wait) {
        long now = nanoClock.getAsLong();
        double seconds = Math.max(1e-3, (now - lastLook) / 1e9);
        lastLook = now;
        // about the last second
        double share = Math.min(1, seconds);
        arrivals += share * (arrived.sumThenReset() / seconds - arrivals);
        waits[looks++ % LOOKS] = wait;
        long standing = wait;
        for (int back = 1; back < (limiting ? LOOKS_LIMITED : LOOKS); back++) {
            standing = Math.min(standing, waits[Math.floorMod(looks - 1 - back, LOOKS)]);
        }
        boolean anyRefused = refused.sumThenReset() > 0;
        if (target > 0 && !catchingUp(now, seconds, wait)) {
            adjust(draining > 0 ? wait : standing, anyRefused);
        }
    }

    private boolean catchingUp(long now, double seconds, long wait) {
        if (seconds > STOOD_STILL && caughtUp && !limiting) {
            caughtUp = false;
            catchUpUntil = now + (long) (seconds * CATCH_UP * 1e9);
        }
        boolean catching = !caughtUp && now - catchUpUntil < 0;
        caughtUp |= !catching && wait <= target;
        return catching;
    }

    private synchronized void adjust(long wait, boolean anyRefused) {
        if (wait > target) {
            calm = 0;
            drain();
        } else if (draining > 0) {
            draining = 0;
            rate = tooMuch * RESUMED;
        } else if (limiting) {
            rate *= RAISE;
            calm = anyRefused ? 0 : calm + 1;
            limiting = calm < CALM_LOOKS;
        }
    }

    private void drain() {
        if (draining == 0) {
            tooMuch = limiting ? Math.min(rate, arrivals) : arrivals;
        } else if (draining % DRAIN_LOOKS == 0) {
            tooMuch *= CUT;
        }
        draining++;
        tooMuch = Math.max(LEAST / DRAINING, tooMuch);
        rate = tooMuch * DRAINING;
        if (!limiting) {
            tokens = 0;
            lastToken = nanoClock.getAsLong();
            limiting = true;
        }
    }

    boolean limits() {
        return limiting;
    }

    /** @return new requests a second that are let in, infinite while there is no limit */
    synchronized double rate() {
        return limiting ? rate : Double.POSITIVE_INFINITY;
    }
}
