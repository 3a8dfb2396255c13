package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.SIPStackTimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repeated task that need not wait for its time. */
class WheelSipTimerTest {

    private static final long FAR_AWAY_MILLIS = 600_000;
    private static final long PATIENCE_SECONDS = 20;

    private final WheelSipTimer timer = new WheelSipTimer();
    private final Semaphore runs = new Semaphore(0);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void start() {
        timer.start(null, null);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        timer.stop();
    }

    @Test
    void comesSoonAndAgain() throws InterruptedException {
        SIPStackTimerTask task = task(() -> { });
        timer.scheduleWithFixedDelay(task, FAR_AWAY_MILLIS, FAR_AWAY_MILLIS);
        WheelSipTimer.hasten(task, 1);
        assertThat(runs.tryAcquire(2, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** A transaction whose last message comes while its timer fires would otherwise never be cleared away. */
    @Test
    void comesAgainSoonWhenItRunsJustThen() throws InterruptedException {
        SIPStackTimerTask task = task(this::waitOnce);
        timer.scheduleWithFixedDelay(task, 1, FAR_AWAY_MILLIS);
        assertThat(runs.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        WheelSipTimer.hasten(task, 1);
        goOn.countDown();
        assertThat(runs.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatIsCancelledDoesNotComeAgain() throws InterruptedException {
        SIPStackTimerTask task = task(this::waitOnce);
        timer.scheduleWithFixedDelay(task, 1, 1);
        assertThat(runs.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        timer.cancel(task);
        WheelSipTimer.hasten(task, 1);
        goOn.countDown();
        CountDownLatch later = new CountDownLatch(1);
        timer.schedule(task(later::countDown), 50);
        assertThat(later.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(runs.availablePermits()).isOne();
    }

    private void waitOnce() {
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SIPStackTimerTask task(Runnable work) {
        return new SIPStackTimerTask() {
            @Override
            public void runTask() {
                runs.release();
                work.run();
            }

            @Override
            public Object getThreadHash() {
                return null;
            }
        };
    }
}
