package org.calliope.ims.hss.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Asks the DNS for some hosts at once, on threads of its own, for no longer than a page may take: a resolver that does
 * not answer holds up these threads and nobody else. Any thread; close it once.
 */
final class HostLookup implements AutoCloseable {

    /** What the DNS says of a host. */
    enum Found { YES, NO, NOT_IN_TIME }

    private static final int THREADS = 4;
    /** Hosts that are asked for at once, for whoever checks; what comes beyond is not found out in time. */
    private static final int MOST = 64;

    private final Predicate<String> resolver;
    private final Duration limit;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST), task -> {
                Thread thread = new Thread(task, "hss-check-dns");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * @param resolver whether a host name leads anywhere; may block
     * @param limit    for all hosts of one question together
     */
    HostLookup(Predicate<String> resolver, Duration limit) {
        this.resolver = resolver;
        this.limit = limit;
        threads.allowCoreThreadTimeOut(true);
    }

    /** What became of each within the limit. */
    Map<String, Found> of(Collection<String> hosts) {
        List<String> asked = hosts.stream().distinct().limit(MOST).toList();
        Map<String, Found> found = new LinkedHashMap<>();
        hosts.forEach(host -> found.put(host, Found.NOT_IN_TIME));
        List<Callable<Boolean>> questions = new ArrayList<>();
        asked.forEach(host -> questions.add(() -> resolver.test(host)));
        try {
            List<Future<Boolean>> answers = threads.invokeAll(questions, limit.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < asked.size(); i++) {
                found.put(asked.get(i), answer(answers.get(i)));
            }
        } catch (RejectedExecutionException full) { // others wait for a resolver that does not answer
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    private static Found answer(Future<Boolean> of) throws InterruptedException {
        try {
            return of.get() ? Found.YES : Found.NO;
        } catch (CancellationException late) {
            return Found.NOT_IN_TIME;
        } catch (ExecutionException e) { // of a name that no resolver takes
            return Found.NO;
        }
    }

    /** By the resolver of this machine. */
    static boolean resolves(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
