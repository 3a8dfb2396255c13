package org.calliope.ims.rf;

import java.time.Duration;
import java.time.Instant;

/** A charging function as the sender sees it. One thread. */
final class Receiver {

    /** Requests that may be underway to it: enough for a thousand a second at 60 ms. */
    private static final int WIDEST = 64;

    private final String identity;
    private Instant paused = Instant.MIN;
    private Instant until = Instant.MIN;
    private int window = WIDEST;
    private int underway;

    Receiver(String identity) {
        this.identity = identity;
    }

    String identity() {
        return identity;
    }

    /** A clock that was set back makes it no longer. */
    boolean pausing(Instant now) {
        return !now.isBefore(paused) && now.isBefore(until);
    }

    /** @return whether it may have another request now */
    boolean takes() {
        return underway < window;
    }

    void sent() {
        underway++;
    }

    void ended() {
        underway--;
    }

    /** One that was away, or has too much to do, is asked one by one at first. */
    void answered() {
        window = Math.min(WIDEST, window * 2);
    }

    /** @return whether it was not left alone already */
    boolean pause(Instant now, Duration length) {
        boolean first = !pausing(now);
        paused = now;
        until = now.plus(length);
        window = 1;
        return first;
    }

    void resume() {
        until = Instant.MIN;
    }
}
