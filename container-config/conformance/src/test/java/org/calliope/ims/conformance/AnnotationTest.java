package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.calliope.ims.conformance.annotated.Chosen;
import org.calliope.ims.conformance.annotated.Listening;
import org.calliope.ims.conformance.annotated.Unchosen;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 18: an application described by its annotations alone. */
class AnnotationTest {

    private static final String NAME = "annotated";

    @RegisterExtension
    static final Application APP = Application.annotated(NAME, packageInfo(), Chosen.class, Unchosen.class, Listening.class);

    private static Class<?> packageInfo() {
        try {
            return Class.forName("org.calliope.ims.conformance.annotated.package-info");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SipMessage ask(String key) {
        try (Peer peer = Peer.udp()) {
            SipMessage response = peer.exchange(peer.request("MESSAGE", APP).with("X-Key", key));
            assertThat(response.status()).as("%s", response).isEqualTo(200);
            return response;
        }
    }

    @Test
    void thePackageNamesTheApplicationAndItsMainServlet_18_2_4() {
        assertThat(ask("name").required("X-Application")).isEqualTo(NAME);
        assertThat(ask("servlet").required("X-Servlet")).isEqualTo("Chosen");
    }

    @Test
    void thePackageSaysHowLongApplicationSessionsLive_18_2_4() {
        assertThat(ask("minutes").required("X-Minutes")).isEqualTo("7");
    }

    @Test
    void resourcesAreInjectedIntoServlets_18_2_12() {
        assertThat(ask("resources").required("X-Injected")).isEqualTo("true true true");
    }

    @Test
    void resourcesAreFoundInJndi_13_2() {
        assertThat(ask("jndi").required("X-Jndi")).isEqualTo("truetruetrue");
    }

    @Test
    void aListenerIsFoundByItsAnnotation_18_2_5() {
        ask("listener");
        Events.await(NAME, "timeout of listener true");
    }

    @Test
    void resourcesAreThereBeforePostConstructAndInit_18_2_1_18_2_2() throws IOException {
        APP.undeploy();
        Events.await(NAME, "ended");
        Events.clear(NAME);
        APP.deploy(Files.createTempDirectory("conformance"));
        assertThat(Events.of(NAME)).containsExactly("made true", "init");
    }
}
