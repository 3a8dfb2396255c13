package org.calliope.ims.container.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.node.RareLog;
import org.slf4j.LoggerFactory;

/**
 * What single addresses may do: a rate of requests, and a list of those that are shut out for a while since they flood
 * or scan. An address that is shut out gets no answer, which is all a scanner wants. A UDP sender can forge its
 * address, so the neighbours named in {@code ims.properties} are never limited. Any thread; bounded memory.
 */
final class Sources {

    /** Gauge of addresses that are shut out. */
    static final String BANNED = "sip.sources.banned";
    /** Counter of messages from such addresses. */
    static final String DROPPED = "sip.sources.dropped";
    /** Counter of requests above an address's rate. */
    static final String LIMITED = "sip.sources.limited";

    private static final int MOST = 100_000;
    /** So many times its rate is a flood. */
    private static final int FLOOD = 5;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final SourceSettings settings;
    private final Set<String> trusted;
    private final Ticker clock;
    private final Cache<InetAddress, String> banned;
    private final Cache<InetAddress, Second> seconds;
    private final Counter dropped;
    private final Counter limited;
    private final RareLog log = new RareLog(LoggerFactory.getLogger(Sources.class), Duration.ofSeconds(1));

    /** What is to be done with a request. */
    enum Verdict { PASS, REFUSE, DROP }

    /** @param trusted addresses that are never limited */
    Sources(SourceSettings settings, Set<String> trusted, MeterRegistry meters, Ticker clock) {
        this.settings = settings;
        this.trusted = Set.copyOf(trusted);
        this.clock = clock;
        this.banned = Caffeine.newBuilder().executor(Runnable::run).ticker(clock).maximumSize(MOST)
            .expireAfterWrite(settings.ban()).build();
        this.seconds = Caffeine.newBuilder().executor(Runnable::run).ticker(clock).maximumSize(MOST)
            .expireAfterAccess(Duration.ofSeconds(2)).build();
        this.dropped = meters.counter(DROPPED);
        this.limited = meters.counter(LIMITED);
        Gauge.builder(BANNED, banned, list -> {
            list.cleanUp();
            return list.estimatedSize();
        }).register(meters);
    }

    /** Whether nothing of this address is to be listened to. */
    boolean shutOut(InetAddress from) {
        boolean out = banned.getIfPresent(from) != null;
        if (out) {
            dropped.increment();
        }
        return out;
    }

    /** A request outside any dialog. */
    Verdict request(InetAddress from, Glance request) {
        boolean scans = scans(request);
        int count = settings.rate() == 0 ? 0 : seconds.get(from, unused -> new Second()).count(clock.read());
        if (!scans && count <= settings.rate() || trusted.contains(from.getHostAddress())) {
            return Verdict.PASS;
        }
        if (scans) {
            return ban(from, "scans") ? Verdict.DROP : Verdict.PASS;
        }
        limited.increment();
        return count > settings.rate() * FLOOD && ban(from, "floods") ? Verdict.DROP : Verdict.REFUSE;
    }

    private boolean scans(Glance request) {
        if (settings.scanners().isEmpty()) {
            return false;
        }
        String agent = request.value("User-Agent", "User-Agent").orElse("").toLowerCase(Locale.ROOT);
        return !agent.isEmpty() && settings.scanners().stream().anyMatch(s -> agent.contains(s.toLowerCase(Locale.ROOT)));
    }

    private boolean ban(InetAddress from, String why) {
        if (settings.ban().isZero()) {
            return false;
        }
        banned.put(from, why);
        dropped.increment();
        log.warn(from.getHostAddress() + " " + why + " and is shut out for " + settings.ban().toSeconds() + " s");
        return true;
    }

    /** How many in the second that runs. */
    private static final class Second {
        private long since;
        private int count;

        synchronized int count(long now) {
            if (count == 0 || now - since >= SECOND) {
                since = now;
                count = 0;
            }
            return ++count;
        }
    }
}
