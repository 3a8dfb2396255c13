package org.calliope.ims.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
 * the log, since whoever deploys says it once and in one message. Several applications may start at once, each on a
 * thread of its own.
 */
final class StartLog implements AutoCloseable {

    private final Filters filters;
    private final List<LogRecord> errors = new ArrayList<>();

    /** What looks at Tomcat's loggers for all starts of a server, from its making on. */
    static final class Filters implements Filter {

        private final Map<Thread, StartLog> starts = new ConcurrentHashMap<>();
        // held, since the log manager holds its loggers weakly
        private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

        Filters() {
            Stream.of(StandardContext.class, ContextConfig.class, WebXmlParser.class, Digester.class)
                .map(Class::getName).forEach(this::watch);
        }

        private void watch(String logger) {
            loggers.computeIfAbsent(logger, Logger::getLogger).setFilter(this);
        }

        /** @param name of the context that this thread starts now */
        StartLog begin(String name) {
            watch(ContainerBase.class.getName() + ".[Tomcat].[localhost].[" + name + ']');
            StartLog start = new StartLog(this);
            starts.put(Thread.currentThread(), start);
            return start;
        }

        @Override
        public boolean isLoggable(LogRecord line) {
            StartLog start = starts.get(Thread.currentThread());
            if (start == null || line.getLevel().intValue() < Level.SEVERE.intValue()) {
                return true;
            }
            start.errors.add(line);
            return false;
        }
    }

    private StartLog(Filters filters) {
        this.filters = filters;
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
        filters.starts.remove(Thread.currentThread());
    }
}
