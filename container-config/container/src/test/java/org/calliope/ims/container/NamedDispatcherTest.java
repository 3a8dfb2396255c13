package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.calliope.ims.container.sample.Front;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A main servlet before others, and keys of application sessions. */
class NamedDispatcherTest {

    private static final String SIP_XML = "<sip-app xmlns=\"http://www.jcp.org/xml/ns/sipservlet\" version=\"1.1\">"
        + "<app-name>front</app-name><servlet-selection><main-servlet>front</main-servlet></servlet-selection></sip-app>";

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\nsip-listen = udp:127.0.0.1:" + port + '\n');
        Archives.archive(home.resolve("deploy/front.sar"), Map.of("WEB-INF/sip.xml", SIP_XML), Front.class,
            Front.Counter.class, Front.Key.class);
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aDispatcherHandsARequestOnWithoutAResponse_JSR289_16() throws IOException {
        assertThat(answer("dispatched", "alone")).startsWith("SIP/2.0 200 Number 1\r\n");
    }

    @Test
    void aKeyMethodAloneMakesItsClassCount_JSR289_15_11_2_18() throws IOException {
        assertThat(answer("first", "shared")).startsWith("SIP/2.0 200 Number 1\r\n");
        assertThat(answer("second", "shared")).startsWith("SIP/2.0 200 Number 2\r\n");
    }

    private static String answer(String branch, String key) throws IOException {
        try (Peer peer = new Peer(port)) {
            peer.send(peer.request("MESSAGE", "sip:x@127.0.0.1:" + port, branch, "X-Key: " + key));
            return peer.receiveFinal();
        }
    }
}
