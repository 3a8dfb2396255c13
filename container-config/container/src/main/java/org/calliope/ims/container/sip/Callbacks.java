package org.calliope.ims.container.sip;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets work wait until the applications' code on the calling thread has returned. Any thread. */
public final class Callbacks {

    private final ThreadLocal<Queue<Runnable>> waiting = new ThreadLocal<>();

    /** Runs what calls applications, then what was to wait; inside another such run, that one's end is waited for. */
    void during(Runnable work) {
        if (waiting.get() != null) {
            work.run();
            return;
        }
        Queue<Runnable> queue = new ArrayDeque<>(2);
        waiting.set(queue);
        try {
            work.run();
        } finally {
            waiting.remove();
            queue.forEach(Runnable::run);
        }
    }

    /** Now, or when the application's code that is running on this thread has returned. */
    public void after(Runnable work) {
        Queue<Runnable> queue = waiting.get();
        if (queue == null) {
            work.run();
        } else {
            queue.add(work);
        }
    }
}
