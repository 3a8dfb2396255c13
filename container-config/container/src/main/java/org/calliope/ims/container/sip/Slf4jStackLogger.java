package org.calliope.ims.container.sip;

import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import java.time.Duration;
import java.util.Properties;
import org.calliope.ims.node.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack's own log, through SLF4J under the name {@code sip.stack}. Most of its errors are a peer's bad message:
 * none is worth a stack trace, and a flood of them is worth a line a second.
 */
public final class Slf4jStackLogger implements StackLogger {

    private static final Logger LOG = LoggerFactory.getLogger("sip.stack");
    private static final int LONGEST = 160;

    private final RareLog rare = new RareLog(LOG, Duration.ofSeconds(1));

    /** Asked without a level where the stack is about to put a debug line together. */
    @Override
    public boolean isLoggingEnabled() {
        return LOG.isDebugEnabled();
    }

    /** The stack asks this of every message; the recorder must see them all. */
    @Override
    public boolean isLoggingEnabled(int level) {
        if (level == ServerLogger.TRACE_MESSAGES) {
            return true;
        }
        return switch (level) {
            case TRACE_FATAL, TRACE_ERROR -> LOG.isErrorEnabled();
            case TRACE_WARN -> LOG.isWarnEnabled();
            case TRACE_INFO -> LOG.isInfoEnabled();
            case TRACE_DEBUG -> LOG.isDebugEnabled();
            default -> LOG.isTraceEnabled();
        };
    }

    @Override
    public void logStackTrace() { }

    @Override
    public void logStackTrace(int level) { }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable e) {
        rarely(e.toString());
    }

    private void rarely(String message) {
        rare.warn(message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message);
    }

    @Override
    public void logDebug(String message) {
        LOG.debug(message);
    }

    @Override
    public void logDebug(String message, Exception e) {
        LOG.debug(message, e);
    }

    @Override
    public void logTrace(String message) {
        LOG.trace(message);
    }

    @Override
    public void logFatalError(String message) {
        LOG.error(message);
    }

    @Override
    public void logError(String message) {
        rarely(message);
    }

    @Override
    public void logWarning(String message) {
        rarely(message);
    }

    @Override
    public void logInfo(String message) {
        LOG.info(message);
    }

    @Override
    public void logError(String message, Exception e) {
        rarely(e + ": " + message);
    }

    @Override
    public void disableLogging() { }

    @Override
    public void enableLogging() { }

    @Override
    public void setBuildTimeStamp(String stamp) { }

    @Override
    public void setStackProperties(Properties properties) { }

    @Override
    public String getLoggerName() {
        return "sip.stack";
    }
}
