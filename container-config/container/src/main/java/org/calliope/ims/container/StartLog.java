package org.calliope.ims.container;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.apache.catalina.core.ContainerBase;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.tomcat.util.descriptor.web.WebXmlParser;
import org.apache.tomcat.util.digester.Digester;
import org.xml.sax.SAXParseException;

/**
 * The errors that Tomcat logs, and does not throw, while one application starts on this thread. They are kept out of
 * the log, since whoever deploys says it once and in one message.
 */
final class StartLog implements Filter, AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final List<LogRecord> errors = new ArrayList<>();
    // held, since the log manager holds its loggers weakly
    private final List<Logger> loggers;

    /** @param name of the context */
    StartLog(String name) {
        loggers = Stream.of(ContainerBase.class.getName() + ".[Tomcat].[localhost].[" + name + ']',
            StandardContext.class.getName(), ContextConfig.class.getName(), WebXmlParser.class.getName(),
            Digester.class.getName()).map(Logger::getLogger).toList();
        loggers.forEach(logger -> logger.setFilter(this));
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (Thread.currentThread() != thread || line.getLevel().intValue() < Level.SEVERE.intValue()) {
            return true;
        }
        errors.add(line);
        return false;
    }

    /**
     * The first that names a place in a descriptor, else that has an exception, else the first: what follows is a
     * consequence. Null when there was none.
     */
    LogRecord cause() {
        return errors.stream().filter(line -> line.getThrown() instanceof SAXParseException).findFirst()
            .or(() -> errors.stream().filter(line -> line.getThrown() != null).findFirst())
            .orElse(errors.isEmpty() ? null : errors.get(0));
    }

    static String text(LogRecord line) {
        return new SimpleFormatter().formatMessage(line);
    }

    @Override
    public void close() {
        loggers.forEach(logger -> logger.setFilter(null));
    }
}
