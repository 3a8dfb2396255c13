package org.calliope.ims.container.sip;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One message of a call at a time: a request that follows a response at once must find what that has changed. Calls
 * are told apart by their Call-ID; some share a lock. Any thread.
 */
final class CallLocks {

    private static final int LOCKS = 4096;

    private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    /** Runs while no other thread does so for this call; a thread may do so within. */
    void hold(String callId, Runnable work) {
        ReentrantLock lock = locks[(callId.hashCode() & Integer.MAX_VALUE) % LOCKS];
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
