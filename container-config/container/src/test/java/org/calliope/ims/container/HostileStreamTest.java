package org.calliope.ims.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that do not behave, over TCP and TLS: whatever comes on one connection, the next is served. */
class HostileStreamTest {

    private static final int PATIENCE = 5_000;

    @TempDir
    private static Path home;
    private static Listening listening;
    private static SSLContext tls;
    private static int calls;
    private String transport;

    @BeforeAll
    static void start() throws IOException {
        listening = new Listening(home, List.of("tcp", "tls"), "max-header-line-bytes = 8192");
        tls = listening.trusting();
    }

    @AfterAll
    static void stop() {
        listening.close();
    }

    private Wire open(String over) throws IOException {
        transport = over;
        return Wire.to(over, listening.port(over.toLowerCase()), tls);
    }

    @AfterEach
    void theNextIsServed() throws IOException {
        try (Wire wire = open(transport)) {
            String call = call();
            wire.send(bytes(options(call)));
            assertThat(wire.status(call, PATIENCE)).hasValueSatisfying(l -> assertThat(l).contains(" 200 "));
        }
    }

    private static String call() {
        return "hostile" + ++calls + 'x';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String options(String call) {
        return Mutations.plain("OPTIONS").replace("plain", call);
    }

    /** Everything that comes until the connection is closed, or nothing comes any more. */
    private static String drain(Wire wire, int millis) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (Optional<String> more = wire.receive(millis); more.isPresent(); more = wire.receive(millis)) {
            seen.append(more.get());
            if (more.get().equals(Wire.CLOSED)) {
                break;
            }
        }
        return seen.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void manyInOnePacketAreAnsweredEach_RFC3261_18_3(String over) throws IOException {
        try (Wire wire = open(over)) {
            StringBuilder all = new StringBuilder();
            Deque<String> ids = new ArrayDeque<>();
            for (int i = 0; i < 50; i++) {
                ids.add(call());
                all.append(options(ids.getLast())).append("\r\n".repeat(i % 2));
            }
            wire.send(bytes(all.toString()));
            assertThat(drain(wire, 1_500)).contains(ids);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void byteByByteInTurnOverTwoConnections_RFC3261_18_3(String over) throws IOException {
        try (Wire one = open(over); Wire two = open(over)) {
            String first = call();
            String second = call();
            byte[] a = bytes(options(first));
            byte[] b = bytes(options(second));
            for (int i = 0; i < Math.max(a.length, b.length); i++) {
                one.send(i < a.length ? new byte[] {a[i]} : new byte[0]);
                two.send(i < b.length ? new byte[] {b[i]} : new byte[0]);
            }
            assertThat(one.status(first, PATIENCE)).isPresent();
            assertThat(two.status(second, PATIENCE)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void aMessageThatStopsHalfwayIsCutOff_RFC3261_18_3(String over) throws IOException {
        try (Wire wire = open(over)) {
            wire.send(bytes(options(call()).substring(0, 120)));
            assertThat(drain(wire, PATIENCE)).endsWith(Wire.CLOSED); // tcp-read-timeout is a second here
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void aContentLengthThatIsTooShortLeavesRubbishThatIsRefusedAndNothingElse_RFC3261_18_3(String over) throws IOException {
        try (Wire wire = open(over)) {
            String call = call();
            wire.send(bytes(options(call).replace("Content-Length: 4", "Content-Length: 1") + "\r\n\r\n"));
            String seen = drain(wire, 1_500);
            assertThat(seen.split("SIP/2.0 200 ", -1)).as(seen).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void whatCanNotBeFramedIsAnswered400AndCutOff_RFC4475_3_1_2_3(String over) throws IOException {
        for (String length : List.of("-1", "five", "99999999999999999999", "4\r\nContent-Length: 5")) {
            try (Wire wire = open(over)) {
                wire.send(bytes(options(call()).replace("Content-Length: 4", "Content-Length: " + length)));
                assertThat(drain(wire, 1_500)).as(length).startsWith("SIP/2.0 4").endsWith(Wire.CLOSED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void oneThatIsTooLargeIsRefusedBeforeItIsRead_RFC3261_21_4_11(String over) throws IOException {
        try (Wire wire = open(over)) {
            wire.send(bytes(options(call()).replace("Content-Length: 4", "Content-Length: 100000000")));
            assertThat(drain(wire, 1_500)).startsWith("SIP/2.0 4").endsWith(Wire.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void tenThousandHeaderFieldsAreRefused(String over) throws IOException {
        try (Wire wire = open(over)) {
            wire.send(bytes(options(call()).replace("Expires: 600\r\n", "A:b\r\n".repeat(10_000))));
            assertThat(drain(wire, 1_500)).containsPattern("^SIP/2.0 (4|513)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void aMalformedMessageDoesNotTakeTheNextWithIt_RFC3261_18_3(String over) throws IOException {
        try (Wire wire = open(over)) {
            String bad = call();
            String good = call();
            wire.send(bytes(options(bad).replace("From: ", "From: <<") + options(good)));
            String seen = drain(wire, 1_500);
            assertThat(seen).containsPattern("SIP/2.0 400 [^\0]*" + bad).containsPattern("SIP/2.0 200 [^\0]*" + good);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void nullBytesBetweenMessages(String over) throws IOException {
        try (Wire wire = open(over)) {
            wire.send(new byte[10_000]);
            wire.send(bytes("\r\n\r\n" + options(call())));
            drain(wire, 1_500);
        }
    }
}
