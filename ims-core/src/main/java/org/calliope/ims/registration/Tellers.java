package org.calliope.ims.registration;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads on which stores tell what is done: what follows a change must not hold up the next one. */
public final class Tellers {

    private Tellers() {
    }

    /** @return as many daemon threads as there are processors; whoever asks ends them */
    public static ExecutorService start() {
        return Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
            Thread thread = new Thread(work, "registrations-told");
            thread.setDaemon(true);
            return thread;
        });
    }
}
