package org.calliope.ims.element;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers of one kind that did not answer or said 503. No request waits for one of them again: an OPTIONS asks it after a
 * moment, and then once in a while, until it answers (RFC 3261 11). Any thread.
 */
public final class AilingServers implements Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(AilingServers.class);
    /** Names may come from the HSS; more than so many are forgotten, and waited for. */
    private static final int MOST = 1_000;
    private static final int NO_ANSWER = 408;
    private static final int UNAVAILABLE = 503;

    private final String kind;
    private final Duration pause;
    private final Probe probe;
    private final InstantSource time;
    /** When each is asked next. */
    private final Map<String, Instant> servers = new ConcurrentHashMap<>();

    /** Puts an OPTIONS on the wire. */
    @FunctionalInterface
    public interface Probe {

        /** @param answered is told the status of the final response, 408 when there was none; maybe before this returns */
        void send(String server, IntConsumer answered);
    }

    /**
     * @param kind  what they are, for the log: {@code application server}
     * @param gauge name of the gauge that counts them
     * @param pause between two OPTIONS to a server
     */
    public AilingServers(String kind, String gauge, Duration pause, Probe probe, MeterRegistry meters, InstantSource time) {
        this.kind = kind;
        this.pause = pause;
        this.probe = probe;
        this.time = time;
        Gauge.builder(gauge, servers, Map::size).register(meters);
    }

    /** @param server its URI, as the configuration or the filter criteria name it */
    public boolean contains(String server) {
        return servers.containsKey(server);
    }

    public void add(String server) {
        if (servers.size() < MOST && servers.putIfAbsent(server, time.instant()) == null) {
            LOG.warn("The {} {} does not answer, or says 503. Requests go on without it until it answers an OPTIONS.", kind,
                    server);
        }
    }

    /** It works after all. */
    public void remove(String server) {
        if (servers.remove(server) != null) {
            LOG.info("The {} {} answers again.", kind, server);
        }
    }

    @Override
    public void sweep(Instant now) {
        servers.forEach((server, due) -> {
            if (!due.isAfter(now) && servers.replace(server, due, now.plus(pause))) {
                probe.send(server, status -> {
                    if (status != NO_ANSWER && status != UNAVAILABLE) {
                        remove(server);
                    }
                });
            }
        });
    }
}
