package org.calliope.ims.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.calliope.ims.container.endpoint.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of RFC 4475, over UDP and TCP, to an application that is an endpoint and a registrar. */
class TortureTest {

    private static final Pattern BRANCH = Pattern.compile("branch=z9hG4bK(?=[^\\s;,])");

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\n");
        Archives.archive(home.resolve("deploy/endpoint.sar"), Map.of(), Endpoint.class, Archives.packageInfo(Endpoint.class));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> messages() {
        return Stream.of("UDP", "TCP").flatMap(transport -> TortureMessages.read().stream()
            .map(message -> Arguments.of(message, transport)));
    }

    @ParameterizedTest(name = "RFC 4475 {0}, over {1}")
    @MethodSource("messages")
    void isAnsweredAsTheRfcSays(TortureMessages.Message message, String transport) throws IOException {
        double malformed = server.node().meters().counter("sip.malformed").count();
        List<Integer> expected = transport.equals("TCP") ? message.overTcp() : message.statuses();
        try (Wire wire = Wire.to(transport, port)) {
            wire.send(withOwnBranch(message, transport));
            Optional<String> answer = wire.status(message.callId(), expected.isEmpty() ? 200 : 3_000);
            assertThat(answer.map(line -> Integer.parseInt(line.substring(8, 11))).stream().toList()).as(answer.orElse("no answer"))
                .satisfies(status -> assertThat(expected.isEmpty() ? status.isEmpty() : expected.containsAll(status) && !status.isEmpty()).isTrue());
        }
        if (message.section().startsWith("3.1.1") && transport.equals("UDP")) {
            assertThat(server.node().meters().counter("sip.malformed").count()).as("well formed").isEqualTo(malformed);
        }
    }

    /**
     * Many of the messages have the same branch, which tells requests apart (RFC 3261 8.1.1.7), and one names a port at
     * which the test does not listen (18.2.2).
     */
    private static byte[] withOwnBranch(TortureMessages.Message message, String transport) {
        String own = BRANCH.matcher(new String(message.bytes(), ISO_8859_1)).replaceFirst("$0" + transport + message.section());
        return own.replace("Via: SIP/2.0/UDP 192.0.2.59:5050;", "Via: SIP/2.0/UDP 192.0.2.59:5060;").getBytes(ISO_8859_1);
    }

    @Test
    void thereAre49() {
        assertThat(TortureMessages.read()).hasSize(49).extracting(TortureMessages.Message::section).doesNotHaveDuplicates();
    }
}
