package org.calliope.ims.container;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What applications under test tell the test; not in their archives, so that both see the same one. */
public final class Events {

    private static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();
    private static final Queue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();

    private Events() { }

    public static void tell(String event) {
        TOLD.add(event);
    }

    /** To be called by an application as it starts. */
    public static void loaded(ClassLoader loader) {
        LOADERS.add(new WeakReference<>(loader));
    }

    static void clear() {
        TOLD.clear();
        LOADERS.clear();
    }

    static List<String> told() {
        return List.copyOf(TOLD);
    }

    /** Class loaders of applications that something still holds. */
    static List<ClassLoader> alive() {
        return LOADERS.stream().map(WeakReference::get).filter(l -> l != null).toList();
    }
}
