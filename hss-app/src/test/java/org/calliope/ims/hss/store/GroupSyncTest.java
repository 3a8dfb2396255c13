package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many that wait for the disk share a flush, and none takes one that began before it came. */
class GroupSyncTest {

    @Test
    @Timeout(20)
    void whoComesWhileOneIsUnderWaySharesTheNext() throws Exception {
        AtomicInteger flushes = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        GroupSync sync = new GroupSync(() -> {
            if (flushes.incrementAndGet() == 1) {
                awaitQuietly(first);
            }
        });
        Thread leader = start(sync);
        await().until(() -> flushes.get() == 1);
        List<Thread> others = IntStream.range(0, 5).mapToObj(i -> start(sync)).toList();
        await().until(() -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));

        first.countDown();
        leader.join();
        for (Thread other : others) {
            other.join();
        }

        assertThat(flushes).hasValue(2);
    }

    @Test
    void aFlushThatFailsIsNoFlush() {
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        GroupSync sync = new GroupSync(() -> {
            if (broken.get()) {
                throw new IllegalStateException("disk full");
            }
            done.incrementAndGet();
        });
        assertThatThrownBy(sync::await).hasMessage("disk full");
        broken.set(false);
        sync.await();
        assertThat(done).hasValue(1);
    }

    private static Thread start(GroupSync sync) {
        Thread thread = new Thread(sync::await);
        thread.start();
        return thread;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
