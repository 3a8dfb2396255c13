package org.calliope.ims.container;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/log-levels}: GET lists the loggers that have a level of their own, {@code PUT /admin/log-levels/org.example}
 * with a level in its body sets one until the next start, DELETE lets the logger inherit.
 */
final class LogLevelsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(LogLevelsServlet.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,100}(\\.[A-Za-z0-9_$-]{1,100}){0,20}");
    private static final List<Level> LEVELS = List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);
    private static final int LONGEST_BODY = 16;

    private static LoggerContext loggers() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Object> levels = new TreeMap<>();
        loggers().getLoggerList().stream().filter(logger -> logger.getLevel() != null)
            .forEach(logger -> levels.put(logger.getName(), logger.getLevel().toString()));
        Json.send(response, HttpServletResponse.SC_OK, levels);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String wanted = new String(request.getInputStream().readNBytes(LONGEST_BODY), StandardCharsets.US_ASCII).strip();
        Level level = LEVELS.stream().filter(l -> l.toString().equals(wanted.toUpperCase(Locale.ROOT))).findFirst().orElse(null);
        if (level == null) {
            Json.error(response, HttpServletResponse.SC_BAD_REQUEST, "level", "the body is one of " + LEVELS);
            return;
        }
        change(request, response, level);
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null && request.getPathInfo().equals("/" + org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            Json.error(response, HttpServletResponse.SC_BAD_REQUEST, "root", "the root logger has nothing to inherit");
            return;
        }
        change(request, response, null);
    }

    private static void change(HttpServletRequest request, HttpServletResponse response, Level level) throws IOException {
        String name = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (!NAME.matcher(name).matches()) {
            Json.error(response, HttpServletResponse.SC_BAD_REQUEST, "logger", "the path ends in a logger's name, as in"
                + " /admin/log-levels/org.calliope.ims, or in ROOT");
            return;
        }
        Logger logger = loggers().getLogger(name);
        logger.setLevel(level);
        LOG.info("log level of {} is {} now, set from {}", name, logger.getEffectiveLevel(), request.getRemoteAddr());
        Json.send(response, HttpServletResponse.SC_OK, Map.of("logger", name, "level", logger.getEffectiveLevel().toString()));
    }
}
