package org.calliope.ims.container.dns;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.calliope.ims.container.dns.Step.Ask;
import org.xbill.DNS.hosts.HostsFileParser;

/** Finds the servers for a target that is a name, RFC 3263. Any thread; none is held up. */
public final class ServerFinder implements AutoCloseable {

    /** Counter of requests that went on to another server because one failed. */
    public static final String FAILOVERS = "sip.dns.failovers";

    private static final int MOST_OUTSTANDING = 500;
    /** NAPTR, SRV, addresses. */
    private static final int ROUNDS = 3;

    private final Names names;
    private final Reach reach;
    private final DnsSettings settings;
    private final Suspects suspects;
    private final Supplier<Random> random;
    private final Counter failovers;
    private final Runnable closing;

    ServerFinder(Names names, Reach reach, DnsSettings settings, Suspects suspects, Supplier<Random> random,
                 MeterRegistry meters, Runnable closing) {
        this.names = names;
        this.reach = reach;
        this.settings = settings;
        this.suspects = suspects;
        this.random = random;
        this.failovers = meters.counter(FAILOVERS);
        this.closing = closing;
    }

    /** Asks the hosts file and the DNS servers of the settings. */
    public static ServerFinder create(DnsSettings settings, Reach reach, MeterRegistry meters) {
        DnsServers servers = new DnsServers(settings.servers(), settings.timeout());
        Names names = new Names(new Hosts(new HostsFileParser()), servers, MOST_OUTSTANDING, Ticker.systemTicker(), meters);
        return new ServerFinder(names, reach, settings, new Suspects(Ticker.systemTicker()), ThreadLocalRandom::current, meters,
            servers::close);
    }

    /** @return done already when everything is known; never an exception, and done within {@code dns-timeout} */
    public CompletableFuture<Located> find(Target target) {
        CompletableFuture<Located> found = new CompletableFuture<>();
        go(target, new ConcurrentHashMap<>(), ROUNDS, found);
        return found.isDone() ? found : found.completeOnTimeout(
            Located.nowhere("DNS does not answer for " + target.host()), settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void go(Target target, Map<Question, Answer> known, int rounds, CompletableFuture<Located> found) {
        Step step = new Procedure(target, reach, known, random.get()).step();
        if (step instanceof Located located) {
            found.complete(located.places().isEmpty() ? located : Located.at(suspects.last(located.places())));
        } else if (step instanceof Ask ask && rounds > 0) {
            CompletableFuture.allOf(ask.questions().stream().map(question -> names.ask(question)
                .thenAccept(answer -> known.put(question, answer))).toArray(CompletableFuture[]::new))
                .thenRun(() -> go(target, known, rounds - 1, found));
        }
    }

    /** RFC 3263 4.3: a request goes on to another server. */
    public void failedOver() {
        failovers.increment();
    }

    /** A server did not answer, could not be reached or refused: others go first for a while. */
    public void failed(Place place) {
        suspects.add(place, settings.hopPenalty());
    }

    /** A server said for how long it wants to be left alone, RFC 3261 21.5.4. */
    public void failed(Place place, Duration retryAfter) {
        suspects.add(place, retryAfter);
    }

    /** @return how long a server may be silent when there is another one */
    public Duration hopTimeout() {
        return settings.hopTimeout();
    }

    @Override
    public void close() {
        closing.run();
    }
}
