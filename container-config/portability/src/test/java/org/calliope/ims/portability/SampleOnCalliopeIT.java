package org.calliope.ims.portability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calliope.ims.container.Server;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.testkit.ServerHome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same archive on Calliope's server: what it does there is what it is to do elsewhere. */
class SampleOnCalliopeIT extends SampleContract {

    private static ServerHome home;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        home = ServerHome.bare();
        Files.createDirectories(home.folder().resolve("deploy"));
        Files.copy(Path.of("target", "archives", "portable-sample.war"),
                home.folder().resolve("deploy").resolve("portable-sample.sar"));
        server = Server.start(home.folder());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        home.close();
    }

    @Override
    InetSocketAddress sip() {
        SipEndpoint any = server.node().topology().pcscf();
        return new InetSocketAddress(any.host(), any.port());
    }
}
