package org.calliope.ims.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What a server in this virtual machine logs from INFO on, the last 10 000 lines. Any thread. */
public final class LogWatch implements AutoCloseable {
    private static final int KEPT = 10_000;

    /**
     * One event of the log.
     *
     * @param stackTrace "" when the event has none
     */
    public record Line(long place, Level level, String logger, String message, String stackTrace) {
    }

    private final Deque<Line> lines = new ArrayDeque<>();
    private final Listener listener = new Listener();
    private long count;

    public LogWatch() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new IllegalStateException("the log goes to " + factory.getClass().getName() + " and not to Logback");
        }
        // Tomcat writes to java.util.logging: what it says belongs to the server's log as well.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        listener.setContext(context);
        listener.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(listener);
    }

    private final class Listener extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                String trace = event.getThrowableProxy() == null ? ""
                        : ThrowableProxyUtil.asString(event.getThrowableProxy());
                add(event.getLevel(), event.getLoggerName(), event.getFormattedMessage(), trace);
            }
        }
    }

    private void add(Level level, String logger, String message, String trace) {
        synchronized (lines) {
            lines.add(new Line(++count, level, logger, message, trace));
            if (lines.size() > KEPT) {
                lines.remove();
            }
        }
    }

    /** The place of the newest line; lines after it are those of what a test does next. */
    public long place() {
        synchronized (lines) {
            return count;
        }
    }

    /** The lines after a place, oldest first. */
    public List<Line> since(long place) {
        synchronized (lines) {
            return lines.stream().filter(line -> line.place() > place).toList();
        }
    }

    /** The lines after a place that come with a stack trace, on their own or within the message. */
    public List<Line> stackTracesSince(long place) {
        return since(place).stream()
                .filter(l -> !l.stackTrace().isEmpty() || l.message().contains("\n\tat ")).toList();
    }

    @Override
    public void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(listener);
        listener.stop();
    }
}
