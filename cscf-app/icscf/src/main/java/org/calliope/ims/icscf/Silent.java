package org.calliope.ims.icscf;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A short memory of S-CSCFs that did not answer, so that not every registration waits for one that is down
 * (TS 23.380 4.2). Any thread.
 */
final class Silent {

    /** A HSS can name any number of servers: more are not remembered. */
    private static final int MOST = 1000;

    private final Duration memory;
    private final InstantSource time;
    private final Map<String, Instant> until = new ConcurrentHashMap<>();

    /** @param memory how long a server is remembered; zero remembers none */
    Silent(Duration memory, InstantSource time) {
        this.memory = memory;
        this.time = time;
    }

    /** The server with this URI did not answer. */
    void add(String server) {
        Instant now = time.instant();
        until.values().removeIf(end -> !end.isAfter(now));
        if (until.size() < MOST) {
            until.put(server, now.plus(memory));
        }
    }

    /** The server with this URI has answered. */
    void remove(String server) {
        until.remove(server);
    }

    /** @return whether it did not answer lately */
    boolean contains(String server) {
        Instant end = until.get(server);
        return end != null && end.isAfter(time.instant());
    }
}
