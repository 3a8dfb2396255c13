package org.calliope.ims.container.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Answers about names: from the hosts file, from what was answered before for as long as it holds (RFC 1035 3.2.1,
 * RFC 2308 for what does not exist), else from DNS. A question that is under way is not asked again, and only so many
 * are at a time: who comes then is told so at once, since names that nobody answers for must not fill the memory.
 * Any thread, none is held up.
 */
final class Names {

    static final String QUESTIONS = "sip.dns.questions";
    static final String CACHED = "sip.dns.cached";
    static final String FAILURES = "sip.dns.failures";
    static final String TIME = "sip.dns.time";
    static final String OUTSTANDING = "sip.dns.outstanding";

    private static final long MOST_ANSWERS = 10_000;

    private final Hosts hosts;
    private final Function<Question, CompletableFuture<Answer>> servers;
    private final int mostOutstanding;
    private final Cache<Question, Answer> answers;
    private final Map<Question, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();
    private final Counter cached;
    private final Counter failures;
    private final Timer time;
    private final MeterRegistry meters;

    /**
     * @param servers         asks DNS; gives an answer in any case, within a bounded time
     * @param mostOutstanding questions to DNS at a time
     */
    Names(Hosts hosts, Function<Question, CompletableFuture<Answer>> servers, int mostOutstanding, Ticker ticker,
          MeterRegistry meters) {
        this.hosts = hosts;
        this.servers = servers;
        this.mostOutstanding = mostOutstanding;
        this.answers = Caffeine.newBuilder().executor(Runnable::run).ticker(ticker).maximumSize(MOST_ANSWERS)
            .expireAfter(Expiry.<Question, Answer>writing((question, answer) -> answer.ttl())).build();
        this.meters = meters;
        this.cached = meters.counter(CACHED);
        this.failures = meters.counter(FAILURES);
        this.time = meters.timer(TIME);
        Gauge.builder(OUTSTANDING, underWay, Map::size).register(meters);
    }

    /** @return done already when nobody has to be asked; never an exception */
    CompletableFuture<Answer> ask(Question question) {
        Answer known = answers.getIfPresent(question);
        if (known != null) {
            cached.increment();
            return CompletableFuture.completedFuture(known);
        }
        Optional<Answer> local = hosts.answer(question);
        if (local.isPresent()) {
            answers.put(question, local.get());
            return CompletableFuture.completedFuture(local.get());
        }
        return askServers(question);
    }

    private CompletableFuture<Answer> askServers(Question question) {
        if (underWay.size() >= mostOutstanding && !underWay.containsKey(question)) {
            failures.increment();
            return CompletableFuture.completedFuture(
                Answer.failed("too many names are being looked up at the moment", Duration.ZERO));
        }
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> other = underWay.putIfAbsent(question, mine);
        if (other != null) {
            return other;
        }
        meters.counter(QUESTIONS, "type", question.kind().name()).increment();
        long began = System.nanoTime();
        servers.apply(question).thenAccept(answer -> {
            time.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            if (!answer.failure().isEmpty()) {
                failures.increment();
            }
            answers.put(question, answer);
            underWay.remove(question);
            mine.complete(answer);
        });
        return mine;
    }
}
