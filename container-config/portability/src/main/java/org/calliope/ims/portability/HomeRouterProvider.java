package org.calliope.ims.portability;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.calliope.ims.container.router.ImsApplicationRouter;
import org.calliope.ims.node.Topology;

/**
 * Hands the IMS application router to a container that is not Calliope's (JSR 289 chapter 15). The elements' addresses are
 * those of {@code conf/ims.properties} below the folder that the system property {@code calliope.home} names, as for
 * the elements themselves.
 */
public final class HomeRouterProvider extends SipApplicationRouterProvider {

    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        String home = System.getProperty("calliope.home");
        if (home == null) {
            throw new IllegalStateException("the system property calliope.home names no folder, so the application"
                    + " router does not know the elements' addresses");
        }
        return new ImsApplicationRouter(topology(Path.of(home, "conf", Topology.FILE)), Map.of());
    }

    private static Topology topology(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the application router can not read the elements' addresses", e);
        }
        return Topology.from(properties);
    }
}
