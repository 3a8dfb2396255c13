package org.calliope.ims.element;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets asynchronous work on one key pass one at a time and in order, without holding a thread: two REGISTERs of
 * one subscriber must not overtake each other between the question to the HSS and the stored registration.
 * Different keys do not hinder each other; a key costs nothing when nobody waits at it. Any thread.
 *
 * @param <K> what is passed for, with {@code equals}
 */
public final class Turnstile<K> {

    private final ConcurrentHashMap<K, CompletableFuture<Void>> tails = new ConcurrentHashMap<>();

    /**
     * Starts the work when all earlier work on this key has ended, well or not; at once and on this thread when
     * there is none, else on the thread that ended the earlier work.
     *
     * @return completes as the work does
     */
    public <T> CompletionStage<T> pass(K key, Supplier<CompletionStage<T>> work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> before = tails.put(key, done);
        CompletionStage<T> result = before == null ? begin(work) : before.thenCompose(nothing -> begin(work));
        return result.whenComplete((value, failure) -> {
            tails.remove(key, done);
            done.complete(null);
        });
    }

    /** @return number of keys with work under way */
    public int size() {
        return tails.size();
    }

    private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
