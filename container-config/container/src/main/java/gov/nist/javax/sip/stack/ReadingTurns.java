package gov.nist.javax.sip.stack;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Which of a socket's threads reads next. To wake another thread for each message costs more than most messages do. So
 * only as many threads take part as there are processors, and one that had to wait for its message, since there
 * was nothing else to read, keeps its turn while it works on it; one that found the message waiting lets the next read
 * on beside it. The other threads stand by for those that something holds up. Any thread.
 */
final class ReadingTurns {

    /** A message that takes longer is held up by something, and must not hold up others. */
    private static final long LONG_NANOS = 5_000_000;

    private enum State { STANDING_BY, READING, WORKING }

    private static final class Member {
        private final AtomicReference<State> state = new AtomicReference<>(State.STANDING_BY);
        /** Touched only by whoever has brought the member out of WORKING. */
        private boolean keepsTurn;
        private volatile long since;
    }

    private final Semaphore places;
    private final Semaphore turn = new Semaphore(1);
    private final Queue<Member> members = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Member> member = ThreadLocal.withInitial(this::join);
    private final LongSupplier nanoClock;

    /** @param places threads that take part while nothing holds them up */
    ReadingTurns(int places, LongSupplier nanoClock) {
        this.places = new Semaphore(places);
        this.nanoClock = nanoClock;
    }

    private Member join() {
        Member joined = new Member();
        members.add(joined);
        return joined;
    }

    /** Blocks until the calling thread is the one that reads; {@link #hasRead} or {@link #leave} must follow. */
    void await() throws InterruptedException {
        Member me = member.get();
        if (!me.state.compareAndSet(State.WORKING, State.READING)) {
            places.acquire();
            me.state.set(State.READING);
        }
        if (!me.keepsTurn) {
            try {
                turn.acquire();
            } catch (InterruptedException e) {
                me.state.set(State.STANDING_BY);
                places.release();
                throw e;
            }
        }
        me.keepsTurn = false;
    }

    /** @param waited whether there was nothing to read at first */
    void hasRead(boolean waited) {
        Member me = member.get();
        me.keepsTurn = waited;
        if (!waited) {
            turn.release();
        }
        me.since = nanoClock.getAsLong();
        me.state.set(State.WORKING);
    }

    /** The calling thread reads no more. */
    void leave() {
        turn.release();
        member.get().state.set(State.STANDING_BY);
        places.release();
    }

    /** Gives the places of those who are held up to others; to be called every few milliseconds. */
    void relieve() {
        long now = nanoClock.getAsLong();
        for (Member one : members) {
            if (one.state.get() == State.WORKING && now - one.since > LONG_NANOS
                && one.state.compareAndSet(State.WORKING, State.STANDING_BY)) {
                if (one.keepsTurn) {
                    one.keepsTurn = false;
                    turn.release();
                }
                places.release();
            }
        }
    }
}
