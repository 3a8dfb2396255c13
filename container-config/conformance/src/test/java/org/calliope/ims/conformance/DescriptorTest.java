package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.calliope.ims.conformance.annotated.Chosen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapters 3, 7 and 19: the deployment descriptor and the servlet context. */
class DescriptorTest {

    @RegisterExtension
    static final Application APP = Application.of("descriptor", Context.class)
        .with("<context-param><param-name>colour</param-name><param-value>red</param-value></context-param>"
            + "<display-name>A name to show</display-name><distributable/>"
            + "<session-config><session-timeout>11</session-timeout></session-config>"
            + "<proxy-config><proxy-timeout>90</proxy-timeout></proxy-config>"
            + "<servlet><servlet-name>Extra</servlet-name><servlet-class>" + Ordered.class.getName() + "</servlet-class>"
            + "<init-param><param-name>n</param-name><param-value>two</param-value></init-param><load-on-startup>3</load-on-startup></servlet>"
            + "<servlet><servlet-name>Early</servlet-name><servlet-class>" + Ordered.class.getName() + "</servlet-class>"
            + "<init-param><param-name>n</param-name><param-value>one</param-value></init-param><load-on-startup>2</load-on-startup></servlet>"
            + "<servlet><servlet-name>Lazy</servlet-name><servlet-class>" + Ordered.class.getName() + "</servlet-class>"
            + "<init-param><param-name>n</param-name><param-value>never</param-value></init-param></servlet>");

    @RegisterExtension
    static final Application ENDLESS = Application.of("endless", Context.class)
        .with("<session-config><session-timeout>0</session-timeout></session-config>");

    /** Tells of its start. */
    public static class Ordered extends Probe {
        private static final long serialVersionUID = 1L;

        @Override
        public void init() {
            Events.note("descriptor", "init " + getInitParameter("n"));
        }
    }

    /** What the tests ask for, by name. */
    public static class Context extends Probe {

        private static final long serialVersionUID = 1L;

        public String parameters(SipServletRequest r) {
            return getServletContext().getInitParameter("colour") + " " + getServletContext().getInitParameter("none");
        }

        public String minutes(SipServletRequest r) {
            long end = r.getApplicationSession().getExpirationTime();
            return end == 0 ? "never" : "" + Math.round((end - System.currentTimeMillis()) / 60_000.0);
        }

        public String proxyTimeout(SipServletRequest r) throws Exception {
            return "" + r.getProxy().getProxyTimeout();
        }

        public String supported(SipServletRequest r) {
            List<?> extensions = (List<?>) getServletContext().getAttribute(SUPPORTED);
            List<?> rfcs = (List<?>) getServletContext().getAttribute(SUPPORTED_RFCs);
            return extensions.contains("100rel") + " " + rfcs.contains("3261");
        }

        public String readOnly(SipServletRequest r) {
            ((List<?>) getServletContext().getAttribute(SUPPORTED)).clear();
            return "cleared";
        }

        public String interfaces(SipServletRequest r) {
            List<?> all = (List<?>) getServletContext().getAttribute(OUTBOUND_INTERFACES);
            return all.stream().map(SipURI.class::cast).map(u -> u.getHost() + ":" + u.getPort() + "/" + u.getTransportParam().toLowerCase())
                .sorted().toList().toString();
        }

        public String path(SipServletRequest r) {
            return getServletContext().getContextPath() + " " + getServletContext().getServletContextName();
        }
    }

    private static String ask(String what) {
        return Probe.of(APP, what);
    }

    @Test
    void contextParametersAreOfTheServletContext_3_4_19_3() {
        assertThat(ask("parameters")).isEqualTo("red null");
    }

    @Test
    void sessionConfigSaysHowLongApplicationSessionsLive_19_3_6_1_2() {
        assertThat(ask("minutes")).isEqualTo("11");
        assertThat(Probe.of(ENDLESS, "minutes")).isEqualTo("never");
    }

    @Test
    void proxyConfigSaysHowLongAProxyWaits_19_3_10_1() {
        assertThat(ask("proxyTimeout")).isEqualTo("90");
    }

    @Test
    void theContextTellsOfExtensionsAndRfcs_3_2() {
        assertThat(ask("supported")).isEqualTo("true true");
        assertThat(ask("readOnly")).isEqualTo("UnsupportedOperationException");
    }

    @Test
    void theContextTellsOfTheInterfaces_14_2() {
        assertThat(ask("interfaces")).contains("127.0.0.1:" + Suite.port() + "/udp").contains("127.0.0.1:" + Suite.port() + "/tcp")
            .contains("127.0.0.1:" + Suite.otherPort() + "/udp");
    }

    @Test
    void aSipApplicationHasAContextPathAndANameToShow_3_3_19_3() {
        assertThat(ask("path")).isEqualTo("/descriptor A name to show");
    }

    @Test
    void servletsStartInTheirOrder_19_3() {
        assertThat(Events.of("descriptor")).containsExactly("init one", "init two");
    }

    @Test
    void anApplicationNeedsAName_7_6() {
        assertThatThrownBy(() -> deploy(Application.annotated("nameless", Chosen.class))).hasMessageContaining("no <app-name>");
    }

    @Test
    void aMainServletThatIsNotThereStopsTheDeployment_16_2() {
        assertThatThrownBy(() -> deploy(Application.declared("mainless", "<servlet-selection><main-servlet>X</main-servlet></servlet-selection>"
            + Application.servlet("A", Context.class), Context.class))).hasMessageContaining("main-servlet X is not declared");
    }

    @Test
    void twoApplicationsDoNotShareAName_7_6() throws IOException {
        assertThatThrownBy(() -> deploy(Application.of("descriptor", Context.class))).hasMessageContaining("descriptor");
    }

    private static void deploy(Application application) throws IOException {
        application.deploy(Files.createTempDirectory("conformance"));
    }
}
