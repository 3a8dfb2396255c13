package gov.nist.javax.sip.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingTurnsTest {

    private final AtomicLong now = new AtomicLong();
    private final ReadingTurns turns = new ReadingTurns(2, now::get);
    private final List<Reader> readers = new ArrayList<>();

    /** A thread that goes through the steps it is told: true: has waited for a message, false: found one. */
    private final class Reader extends Thread {
        private final BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
        private volatile boolean reads;

        Reader() {
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    turns.await();
                    reads = true;
                    boolean waited = steps.take();
                    reads = false;
                    turns.hasRead(waited);
                    steps.take();
                }
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        void read(boolean waited) {
            steps.add(waited);
            await().until(() -> !reads && getState() == State.WAITING);
        }

        void finish() {
            steps.add(true);
        }
    }

    private List<Reader> start(int count) {
        for (int i = 0; i < count; i++) {
            readers.add(new Reader());
        }
        await().until(() -> readers.stream().allMatch(r -> r.getState() == Thread.State.WAITING));
        return readers;
    }

    private List<Reader> reading() {
        return readers.stream().filter(r -> r.reads).toList();
    }

    private Reader nextReader() {
        await().until(() -> reading().size() == 1);
        return reading().get(0);
    }

    @AfterEach
    void end() {
        readers.forEach(Thread::interrupt);
    }

    @Test
    void oneReadsAndWhoHadToWaitKeepsTheTurnWhileItWorks() {
        start(3);
        Reader first = nextReader();
        first.read(true);
        assertThat(reading()).isEmpty();
        first.finish();
        assertThat(nextReader()).isSameAs(first);
    }

    @Test
    void whoFindsAMessageLetsTheNextReadButNoMoreThanThereArePlaces() {
        start(4);
        Reader first = nextReader();
        first.read(false);
        Reader second = nextReader();
        assertThat(second).isNotSameAs(first);
        second.read(false);
        await().pollDelay(Duration.ofMillis(50)).until(() -> reading().isEmpty());
        first.finish();
        assertThat(nextReader()).isSameAs(first);
    }

    @Test
    void whoIsHeldUpIsRelievedAndStandsByAfterwards() {
        start(3);
        Reader stuck = nextReader();
        stuck.read(true);
        turns.relieve();
        assertThat(reading()).as("not yet").isEmpty();
        now.addAndGet(Duration.ofMillis(6).toNanos());
        turns.relieve();
        Reader other = nextReader();
        assertThat(other).isNotSameAs(stuck);
        stuck.finish();
        other.read(false);
        Reader third = nextReader();
        assertThat(third).as("its place is taken").isNotIn(stuck, other);
        third.interrupt();
    }
}
