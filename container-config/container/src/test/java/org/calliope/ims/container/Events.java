package org.calliope.ims.container;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What applications under test tell the test; not in their archives, so that both see the same one. */
public final class Events {

    private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();
    private static final Queue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();

    private static final CyclicBarrier MEETING = new CyclicBarrier(2);

    private Events() { }

    public static void tell(String event) {
        TOLD.add(event);
    }

    /** Returns once two have called it; throws when nobody else comes. */
    public static void meet() {
        try {
            MEETING.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody came", e);
        }
    }

    /** To be called by an application as it starts. */
    public static void loaded(ClassLoader loader) {
        LOADERS.add(new WeakReference<>(loader));
    }

    static void clear() {
        TOLD.clear();
        LOADERS.clear();
        MEETING.reset();
    }

    static List<String> told() {
        return List.copyOf(TOLD);
    }

    /** Class loaders of applications that something still holds. */
    static List<ClassLoader> alive() {
        return LOADERS.stream().map(WeakReference::get).filter(l -> l != null).toList();
    }
}
