package org.calliope.ims.portability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.calliope.ims.testkit.FreePorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The portable sample on Open Liberty, as a {@code .sar} and with Liberty's own application router. */
class SampleOnLibertyIT extends SampleContract {

    private static final int PORT = FreePorts.draw(1).get(0);
    private static Liberty liberty;

    @BeforeAll
    static void start() throws IOException {
        Path sar = Files.copy(Path.of("target", "archives", "portable-sample.war"),
                Path.of("target", "archives", "portable-sample.sar"), StandardCopyOption.REPLACE_EXISTING);
        liberty = new Liberty.Plan("sample").sip("sample", PORT).application(sar, "sar").start();
    }

    @AfterAll
    static void stop() {
        if (liberty != null) {
            liberty.close();
        }
    }

    @AfterEach
    void noError() {
        assertThat(liberty.errors()).isEmpty();
    }

    @Override
    InetSocketAddress sip() {
        return new InetSocketAddress("127.0.0.1", PORT);
    }
}
