package org.calliope.ims.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.calliope.ims.testkit.ladder.Style;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Demo.run(Style.plain(), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), args);
    }

    @Test
    @DisplayName("Without a system the demo ends with 1 and says how to start it")
    void notUp() {
        int free = FreePorts.draw(1).get(0);
        assertThat(run("--console", "http://127.0.0.1:" + free)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8).strip()).isEqualTo("demo: the system is not up: nothing listens at"
            + " http://127.0.0.1:" + free + "/; ./ims up starts it.");
    }

    @Test
    void helpAndWrongOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--proxy HOST:PORT");
        assertThat(run("--proxi", "127.0.0.1:5060")).isEqualTo(2);
        assertThat(run("--transport", "pigeon")).isEqualTo(2);
        assertThat(run("--domain")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no option --proxi", "udp or tcp, not pigeon",
            "--domain needs a value");
    }

    @Test
    @DisplayName("Addresses come from the server's configuration when its home is given")
    void readsTheHome(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/ims.properties"), "domain = lab.example\npcscf = sip:127.0.0.2:5070\n");
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 8181\nhttp-address = 127.0.0.1\n");

        DemoOptions options = DemoOptions.parse("--home", home.toString(), "--transport", "tcp", "--details");

        assertThat(options).isEqualTo(new DemoOptions("http://127.0.0.1:8181", "127.0.0.2", 5070, "lab.example",
            Transport.TCP, true, false));
    }
}
