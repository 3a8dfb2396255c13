package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.calliope.ims.testkit.Demo;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.ladder.Style;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code ./ims demo} plays and prints.
 *
 * <pre>
 * alice          P-CSCF         S-CSCF         I-CSCF          HSS          bob
 *   | INVITE        |              |              |             |            |
 *   |--------------&gt;|-------------&gt;|  … and the rest, drawn from the trace   |
 * </pre>
 */
class DemoIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    @DisplayName("The demo goes through, draws its ladders from the trace and shows the refusal with its clause")
    void plays(String transport) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = Demo.run(new Style(110, false, false), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), "--console", IMS.console().base().toString(),
            "--proxy", "127.0.0.1:" + IMS.pcscf().getPort(), "--transport", transport);

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("ok bob answers", "a wrong password is refused: 403",
            "alice calls bob\n", "--- INVITE --", "== LIR ==", "200 OK (BYE)", "x S-CSCF digest: refused with 403",
            "[TS 24.229 5.4.1.2.3B]", "All went as it should")
            .containsPattern("(?m)^ +alice +P-CSCF +I-CSCF +S-CSCF +HSS +bob$");
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).allMatch(line -> line.length() <= 140);
    }
}
