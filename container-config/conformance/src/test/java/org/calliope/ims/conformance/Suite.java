package org.calliope.ims.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.calliope.ims.container.Server;
import org.calliope.ims.testkit.FreePorts;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The one server all tests of the suite share, started by the first that needs it. It listens on two addresses, each
 * over UDP and TCP, and on one each over TLS and secure WebSocket, where it asks for certificates;
 * {@link SuiteRouter} is its application router.
 */
final class Suite implements AutoCloseable {

    private static Suite running;

    /** A host whose P-Asserted-Identity the server believes. */
    static final String TRUSTED = "127.0.0.2";

    private final Server server;
    private final Path home;
    private final int port;
    private final int otherPort;
    private final int tlsPort;
    private final int wssPort;
    private final Authority authority = new Authority();

    private Suite() throws IOException {
        System.setProperty("javax.servlet.sip.ar.spi.SipApplicationRouterProvider", SuiteRouter.Provider.class.getName());
        List<Integer> ports = FreePorts.draw(4);
        port = ports.get(0);
        otherPort = ports.get(1);
        tlsPort = ports.get(2);
        wssPort = ports.get(3);
        home = Files.createTempDirectory("conformance-server");
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + ", udp:127.0.0.1:" + otherPort + ", tcp:127.0.0.1:" + otherPort
            + ", tls:127.0.0.1:" + tlsPort + ", wss:127.0.0.1:" + wssPort + "\ntrusted-peers = " + TRUSTED + "\n");
        authority.write(home.resolve("conf/trust.pem"), home.resolve("conf/server.pem"));
        Files.writeString(home.resolve("conf/transports.properties"),
            "tls-certificates = server.pem\ntls-trust = trust.pem\ntls-client-auth = want\n");
        server = Server.start(home);
    }

    static synchronized void start(ExtensionContext context) {
        if (running == null) {
            try {
                running = new Suite();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            context.getRoot().getStore(Namespace.GLOBAL).put(Suite.class, running);
        }
    }

    static Server server() {
        return running.server;
    }

    /** The server's folder with conf/. */
    static Path home() {
        return running.home;
    }

    /** The port of 127.0.0.1 that peers send to. */
    static int port() {
        return running.port;
    }

    /** A second listening point, for an application that chooses its outbound interface. */
    static int otherPort() {
        return running.otherPort;
    }

    /** The port of 127.0.0.1 for TLS. */
    static int tlsPort() {
        return running.tlsPort;
    }

    /** The port of 127.0.0.1 for secure WebSocket. */
    static int wssPort() {
        return running.wssPort;
    }

    /** Whom the server believes, and who has signed its certificate. */
    static Authority authority() {
        return running.authority;
    }

    static String http(String path) {
        return "http://127.0.0.1:" + running.server.httpPort() + path;
    }

    @Override
    public void close() {
        server.close();
    }
}
