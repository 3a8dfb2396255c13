package org.calliope.ims.hss;

import java.util.Optional;

import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

import org.calliope.ims.hss.web.BulkApi;
import org.calliope.ims.hss.web.Console;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the HSS and its console with the archive and stops them with it. */
public final class HssListener implements ServletContextListener {

    private static final Logger LOG = LoggerFactory.getLogger(HssListener.class);

    private Optional<Hss> running = Optional.empty();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Node node = (Node) context.getAttribute(Node.ATTRIBUTE);
        if (node == null) {
            throw new IllegalStateException("the container did not put a Node into " + Node.ATTRIBUTE);
        }
        node.elements().starting(Role.HSS, "opening the subscriber database");
        try {
            HssSettings settings = HssSettings.read(node.config("hss"));
            Hss hss = Hss.start(node, settings);
            running = Optional.of(hss);
            new Console(node, hss.subscribers(), hss.provisioning(), hss.access(), hss.upkeep(),
                    hss.imports(), hss.checks(), settings.consoleHosts())
                    .install(context);
            new BulkApi(hss.imports(), hss.exports(), hss.provisioning()).install(context);
            hss.announce(node);
        } catch (RuntimeException | Error e) {
            node.elements().down(Role.HSS, reason(e));
            LOG.error("the HSS does not start: {}", reason(e));
            stop();
            throw e;
        }
    }

    /** What failed and why, in one line: the innermost cause is what an operator can do something about. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String what = message(failure);
        String why = message(cause);
        return (what.contains(why) ? what : what + ": " + why).replaceAll("\\s+", " ").strip();
    }

    private static String message(Throwable of) {
        return of.getMessage() == null || of instanceof Error ? of.toString() : of.getMessage();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (running.isPresent()) {
            Node node = (Node) event.getServletContext().getAttribute(Node.ATTRIBUTE);
            node.elements().down(Role.HSS, "stopped");
        }
        stop();
    }

    private void stop() {
        running.ifPresent(Hss::close);
        running = Optional.empty();
    }
}
