package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.node.ElementState;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Role;
import org.calliope.ims.node.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an element has its node from, on Calliope's own container and on another one. */
class ElementListenerTest {

    @TempDir
    private Path home;
    private final Map<String, Object> attributes = new HashMap<>();
    private final ServletContextEvent event = new ServletContextEvent(context());

    /** An element that needs nothing but its node. */
    private static final class Plain extends ElementListener {
        private Node opened;

        Plain() {
            super(Role.PCSCF);
        }

        @Override
        protected void open(Node node, ServletContext context) {
            opened = node;
        }
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty(ElementListener.HOME);
    }

    @Test
    void aNodeThatTheContainerSharesIsUsedAndLeftOpen() {
        try (Node shared = Node.at(home)) {
            attributes.put(Node.ATTRIBUTE, shared);
            Plain element = new Plain();

            element.contextInitialized(event);
            element.contextDestroyed(event);

            assertThat(element.opened).isSameAs(shared);
            assertThat(shared.meters().isClosed()).isFalse();
        }
    }

    @Test
    void withoutASharedNodeTheElementMakesItsOwnFromItsHomeAndClosesIt() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/ims.properties"), "domain = elsewhere.example");
        System.setProperty(ElementListener.HOME, home.toString());
        Plain element = new Plain();

        element.contextInitialized(event);

        assertThat(element.opened.topology().domain()).isEqualTo("elsewhere.example");
        assertThat(ElementListener.node(event.getServletContext())).isSameAs(element.opened);
        assertThat(element.opened.elements().list()).extracting(ElementState::state)
                .containsExactly(ElementState.State.UP);

        element.contextDestroyed(event);
        assertThat(element.opened.meters().isClosed()).isTrue();
    }

    @Test
    void withoutNodeAndHomeTheDeploymentFailsAndSaysWhatIsMissing() {
        Plain element = new Plain();

        assertThatThrownBy(() -> element.contextInitialized(event)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Node.ATTRIBUTE).hasMessageContaining("calliope.home");
        assertThatCode(() -> element.contextDestroyed(event)).doesNotThrowAnyException();
    }

    private ServletContext context() {
        return (ServletContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** RFC 6733 5.5.4: the HSS and its stand-ins are different Diameter nodes. */
    @Test
    void eachHssHasADiameterIdentityOfItsOwn() {
        Properties properties = new Properties();
        properties.setProperty("hss", "aaa://10.0.0.3, aaa://10.0.0.4:3869");
        assertThat(ElementListener.hss(Topology.from(properties))).containsExactly(
                new PeerAddress("hss.ims.example", "10.0.0.3", 3868),
                new PeerAddress("hss2.ims.example", "10.0.0.4", 3869));
    }
}
