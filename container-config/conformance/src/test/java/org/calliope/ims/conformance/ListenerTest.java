package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSessionAttributeListener;
import javax.servlet.sip.SipApplicationSessionBindingEvent;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionAttributeListener;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 8 and 2.1: an application's listeners and the life of its servlets. */
class ListenerTest {

    private static final String NAME = "listener";

    @RegisterExtension
    static final Application APP = Application.of(NAME, Busy.class, All.class).with(Application.listener(All.class));

    private static final Application SHORT = Application.of("listenershort", Life.class)
        .with(Application.listener(Life.class));

    /** The listeners of chapter 8 in one class, but for that of errors ({@link TimeoutTest}). */
    public static class All implements SipSessionListener, SipSessionAttributeListener, SipApplicationSessionListener,
        SipApplicationSessionAttributeListener, ServletContextListener {

        private static void note(String event) {
            Events.note(NAME, event);
        }

        @Override
        public void contextInitialized(ServletContextEvent event) {
            note("context " + (event.getServletContext().getAttribute(SipServlet.SIP_FACTORY) != null));
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) { }

        @Override
        public void sessionCreated(SipSessionEvent event) {
            note("session created " + event.getSession().isValid());
        }

        @Override
        public void sessionDestroyed(SipSessionEvent event) {
            note("session destroyed");
        }

        @Override
        public void sessionReadyToInvalidate(SipSessionEvent event) { }

        @Override
        public void attributeAdded(SipSessionBindingEvent event) {
            note("added " + event.getName());
        }

        @Override
        public void attributeRemoved(SipSessionBindingEvent event) {
            note("removed " + event.getName());
        }

        @Override
        public void attributeReplaced(SipSessionBindingEvent event) {
            note("replaced " + event.getName());
        }

        @Override
        public void sessionCreated(SipApplicationSessionEvent event) {
            note("application session created");
        }

        @Override
        public void sessionDestroyed(SipApplicationSessionEvent event) {
            note("application session destroyed");
        }

        @Override
        public void sessionExpired(SipApplicationSessionEvent event) { }

        @Override
        public void sessionReadyToInvalidate(SipApplicationSessionEvent event) { }

        @Override
        public void attributeAdded(SipApplicationSessionBindingEvent event) {
            note("app added " + event.getName());
        }

        @Override
        public void attributeRemoved(SipApplicationSessionBindingEvent event) {
            note("app removed " + event.getName());
        }

        @Override
        public void attributeReplaced(SipApplicationSessionBindingEvent event) {
            note("app replaced " + event.getName());
        }
    }

    /** Makes things to be told of. */
    public static class Busy extends Probe {

        private static final long serialVersionUID = 1L;

        public String attributes(SipServletRequest r) {
            r.getSession().setAttribute("a", "1");
            r.getSession().setAttribute("a", "2");
            r.getSession().removeAttribute("a");
            r.getApplicationSession().setAttribute("b", "1");
            r.getApplicationSession().setAttribute("b", "2");
            r.getApplicationSession().removeAttribute("b");
            return "done";
        }
    }

    /** A servlet that tells of its life and is a listener for its own. */
    public static class Life extends SipServlet implements SipServletListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            Events.note("listenershort", "init " + getServletName());
        }

        @Override
        public void destroy() {
            Events.note("listenershort", "destroy");
        }

        /** From here on it may send. */
        @Override
        public void servletInitialized(SipServletContextEvent event) {
            Events.note("listenershort", "initialized " + (event.getSipServlet() == this));
            SipFactory factory = (SipFactory) event.getServletContext().getAttribute(SIP_FACTORY);
            String target = event.getServletContext().getInitParameter("target");
            if (target != null) {
                try {
                    factory.createRequest(factory.createApplicationSession(), "MESSAGE", "sip:a@example.com", target).send();
                } catch (ServletException | IOException e) {
                    Events.note("listenershort", e.toString());
                }
            }
        }
    }

    @Test
    void theContextsListenerFindsTheFactory_8_1_3_1() {
        assertThat(Events.of(NAME)).contains("context true");
    }

    @Test
    void sessionsTellOfTheirBeginAndEnd_8_1() {
        try (Peer peer = Peer.udp()) {
            Probe.of(peer, peer.request("MESSAGE", APP).with("X-Do", "attributes"));
        }
        Events.await(NAME, "application session destroyed");
        Events.await(NAME, "session destroyed");
        assertThat(Events.of(NAME)).containsSubsequence("session created true", "session destroyed");
        assertThat(Events.of(NAME)).containsSubsequence("application session created", "application session destroyed");
    }

    @Test
    void attributesTellOfTheirChanges_8_1() {
        Probe.of(APP, "attributes");
        assertThat(Events.of(NAME)).containsSubsequence("added a", "replaced a", "removed a", "app added b", "app replaced b", "app removed b");
    }

    /** init, then servletInitialized, in which the servlet may send; destroy at the end. */
    @Test
    void aServletHasALife_2_1_2_1_1() throws IOException {
        try (Peer peer = Peer.udp()) {
            SHORT.with("<context-param><param-name>target</param-name><param-value>" + peer.uri() + "</param-value></context-param>");
            SHORT.deploy(Files.createTempDirectory("conformance"));
            SipMessage message = peer.await("MESSAGE");
            peer.send(SipMessage.response(message, 200));
            SHORT.undeploy();
            assertThat(Events.of("listenershort")).containsExactly("init Main", "initialized true", "destroy");
        }
    }
}
