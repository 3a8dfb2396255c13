package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.calliope.ims.container.hop.Hop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request from one application of a server to another, through no socket. */
class HopTest {

    /** Longer than T1, after which who has no response sends the request again. */
    private static final int LONGER_THAN_T1 = 700;

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port + '\n');
        Archives.archive(home.resolve("deploy/hop.sar"), Map.of("WEB-INF/sip.xml", "<sip-app><app-name>hop</app-name><servlet>"
            + "<servlet-name>hop</servlet-name><servlet-class>" + Hop.class.getName() + "</servlet-class></servlet></sip-app>"));
        server = Server.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** As after a long collection: the answer waits for a thread, and what comes for the same call waits behind it. */
    private static String answeredLate(Peer phone, String method) {
        Hop.ANSWERED.set(0);
        Hop.until = new CountDownLatch(1);
        try {
            phone.send(phone.request(method, "sip:first@127.0.0.1:" + port, method));
            await().until(() -> Hop.ANSWERED.get() == 1);
            for (Optional<String> early = phone.receive(LONGER_THAN_T1); early.isPresent(); early = phone.receive(LONGER_THAN_T1)) {
                assertThat(early.get()).startsWith("SIP/2.0 100 ");
            }
        } finally {
            Hop.until.countDown();
        }
        return phone.receiveFinal();
    }

    @Test
    void aRequestThatWaitsWithinTheServerIsNotTakenForTwo_RFC3261_17_2_3() throws IOException {
        try (Peer phone = new Peer(port)) {
            assertThat(answeredLate(phone, "OPTIONS")).startsWith("SIP/2.0 200 ");
            assertThat(phone.receive(LONGER_THAN_T1)).isEmpty();
            assertThat(Hop.ANSWERED).hasValue(1);
        }
    }

    @Test
    void noSecondCallIsMadeOfAnInviteThatWaitsWithinTheServer_RFC3261_17_2_3() throws IOException {
        try (Peer phone = new Peer(port)) {
            String ok = answeredLate(phone, "INVITE");
            assertThat(ok).startsWith("SIP/2.0 200 ");
            for (Optional<String> again = phone.receive(LONGER_THAN_T1); again.isPresent(); again = phone.receive(LONGER_THAN_T1)) {
                assertThat(line(again.get(), "To")).as("until its ACK the same answer comes again").isEqualTo(line(ok, "To"));
            }
            assertThat(Hop.ANSWERED).hasValue(1);
        }
    }

    private static String line(String message, String header) {
        return message.lines().filter(line -> line.startsWith(header + ':')).findFirst().orElseThrow();
    }
}
