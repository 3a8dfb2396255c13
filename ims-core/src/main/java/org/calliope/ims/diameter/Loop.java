package org.calliope.ims.diameter;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads all connections of a node, sends what a full socket held back, and looks at the clock. */
final class Loop implements AutoCloseable {

    /** What belongs to a channel. */
    interface Ready {

        /** Must handle all its own failures. */
        void ready(SelectionKey key);
    }

    private record Later(long due, Runnable task) {
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final long TICK_MILLIS = 50;
    private static final long CLOSE_MILLIS = 2_000;

    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Later> later =
            new PriorityQueue<>((one, other) -> Long.signum(one.due() - other.due()));
    private final Runnable tick;
    private final Thread thread;
    private volatile boolean open = true;

    /** @param tick called about every 50 ms */
    Loop(String name, Runnable tick) throws IOException {
        this.selector = Selector.open();
        this.tick = tick;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Must run on the loop, as the task then does, accurate to 50 ms. */
    void after(Duration delay, Runnable task) {
        later.add(new Later(System.nanoTime() + delay.toNanos(), task));
    }

    private void runDue() {
        for (Later first = later.peek(); first != null && first.due() - System.nanoTime() <= 0; first = later.peek()) {
            later.poll().task().run();
        }
    }

    void wakeup() {
        selector.wakeup();
    }

    /** Must run on the loop. */
    SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        return channel.register(selector, operations, ready);
    }

    /** Closes what is registered and waits for the thread, two seconds at most. */
    @Override
    public void close() {
        open = false;
        selector.wakeup();
        try {
            thread.join(Duration.ofMillis(CLOSE_MILLIS).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long nextTick = System.nanoTime();
        while (open) {
            try {
                selector.select(key -> ((Ready) key.attachment()).ready(key), TICK_MILLIS);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                if (System.nanoTime() - nextTick >= 0) {
                    nextTick = System.nanoTime() + Duration.ofMillis(TICK_MILLIS).toNanos();
                    tick.run();
                    runDue();
                }
            } catch (IOException | RuntimeException failed) { // the thread's edge: the node must go on
                LOG.error("{} failed and goes on", thread.getName(), failed);
            }
        }
        end();
    }

    private void end() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException failed) {
            LOG.debug("Closing {}: {}", thread.getName(), failed.toString());
        }
    }
}
