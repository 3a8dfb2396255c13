package org.calliope.ims.hss.web;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.calliope.ims.node.Node;

/** A Tomcat on a port of its own, on loopback, with one application at the root. */
public final class ConsoleServer implements AutoCloseable {

    private static final String LISTENER = "listener";
    private static final String LOGGER = "org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/]";
    private static final Logger TOMCAT = Logger.getLogger("org.apache"); // kept, or its level goes with it
    private static final Logger CONTEXT = Logger.getLogger(LOGGER);

    private final Tomcat tomcat = new Tomcat();

    /** As from a web.xml: only a listener that the container makes itself may register servlets. */
    public static final class Delegate implements ServletContextListener {

        @Override
        public void contextInitialized(ServletContextEvent event) {
            listener(event).contextInitialized(event);
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            listener(event).contextDestroyed(event);
        }

        private static ServletContextListener listener(ServletContextEvent event) {
            return (ServletContextListener) event.getServletContext().getAttribute(LISTENER);
        }
    }

    /** Starts what the listener registers, and stops it on {@link #close}. */
    public ConsoleServer(Path base, Node node, ServletContextListener listener) throws LifecycleException {
        TOMCAT.setLevel(Level.OFF);
        tomcat.setBaseDir(base.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        StandardContext context = (StandardContext) tomcat.addContext("", base.toString());
        context.setClearReferencesObjectStreamClassCaches(false); // would warn about modules that stay closed
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        CONTEXT.setLevel(Level.OFF); // Tomcat has just set it
        context.getServletContext().setAttribute(Node.ATTRIBUTE, node);
        context.getServletContext().setAttribute(LISTENER, listener);
        context.addApplicationListener(Delegate.class.getName());
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            close();
            throw new IllegalStateException("the application did not start");
        }
    }

    public String url() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
