package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.calliope.ims.container.endpoint.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobicents.servlet.sip.core.SipContext;
import org.slf4j.LoggerFactory;

/**
 * Thousands of broken messages leave the server as it was. {@code -Dmutations=10000} sends that many, {@code -Dseed=…} makes
 * other ones; 500 a second, in turn over each transport.
 */
class MutationTest {

    private static final List<String> TRANSPORTS = List.of("UDP", "TCP");
    private static final int COUNT = Integer.getInteger("mutations", 2_000);
    private static final long SEED = Long.getLong("seed", 4475);
    private static final long A_SECOND = 500;
    /** Timers B, F, H and J of RFC 3261 17, 64*T1 of 13.3.1.4 and what a machine with other work needs. */
    private static final Duration TIMERS = Duration.ofSeconds(70);
    private static final long FLAT_BYTES = 24L * 1024 * 1024;

    @TempDir
    private static Path home;
    private static Server server;
    private static int port;
    private static final LoggerContext LOGS = (LoggerContext) LoggerFactory.getILoggerFactory();
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final CoreLogLimit LIMIT = new CoreLogLimit();

    @BeforeAll
    static void start() throws IOException {
        port = ServerTest.freePort();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port
            + ", tcp:127.0.0.1:" + port + "\n");
        Archives.archive(home.resolve("deploy/endpoint.sar"), Map.of(), Endpoint.class, Archives.packageInfo(Endpoint.class));
        server = Server.start(home);
        LOG.start();
        LOGS.addTurboFilter(LIMIT); // as in conf/logback.xml
        LOGS.getLogger("org.calliope").setLevel(Level.INFO);
        LOGS.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(LOG);
    }

    @AfterAll
    static void stop() {
        LOGS.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(LOG);
        LOGS.getLogger("org.calliope").setLevel(null);
        LOGS.getTurboFilterList().remove(LIMIT);
        server.close();
    }

    private record Counts(int applicationSessions, int sessions, int serverTransactions, int clientTransactions, int dialogs,
                          Set<String> threads) {
        static Counts now() {
            SipContext application = server.sip().getSipApplicationDispatcher().findSipApplications().next();
            SipStackImpl stack = (SipStackImpl) server.sip().getSipStack();
            return new Counts(application.getSipManager().getActiveSipApplicationSessions(), application.getSipManager().getActiveSipSessions(),
                stack.getServerTransactionTableSize(), stack.getClientTransactionTableSize(), stack.getDialogs().size(),
                Thread.getAllStackTraces().keySet().stream().map(t -> t.getName().replaceAll("\\d+", "#")).collect(Collectors.toSet()));
        }
    }

    @Test
    void afterThemEverythingIsAsBefore_RFC4475() throws IOException {
        answersOverEachTransport("before");
        Counts before = Counts.now();
        long heap = usedHeap();
        System.out.println("mutations: " + COUNT + " with seed " + SEED);
        int logged = LOG.list.size();
        send(new Mutations(SEED));
        answersOverEachTransport("after");
        await().atMost(TIMERS).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            Counts now = Counts.now();
            assertThat(now.threads()).as("threads").isSubsetOf(before.threads());
            assertThat(now).usingRecursiveComparison().ignoringFields("threads").isEqualTo(before);
        });
        assertThat(usedHeap() - heap).as("bytes of heap that stayed").isLessThan(FLAT_BYTES);
        List<ILoggingEvent> lines = List.copyOf(LOG.list.subList(logged, LOG.list.size()));
        lines.stream().collect(Collectors.groupingBy(e -> e.getLoggerName() + " in second " + e.getTimeStamp() / 1_000))
            .forEach((where, those) -> assertThat(those).as(where).hasSizeLessThanOrEqualTo(2));
        assertThat(lines).filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.ERROR)).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private static void send(Mutations mutations) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < COUNT; i++) {
            try (Wire wire = Wire.to(TRANSPORTS.get(i % TRANSPORTS.size()), port)) {
                wire.send(mutations.next());
            }
            LockSupport.parkNanos(begin + (i + 1) * 1_000_000_000L / A_SECOND - System.nanoTime());
        }
    }

    private static void answersOverEachTransport(String when) throws IOException {
        for (String transport : TRANSPORTS) {
            try (Wire wire = Wire.to(transport, port)) {
                String call = when + transport;
                wire.send(Mutations.plain("OPTIONS").replace("plain", call).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(wire.status(call, 5_000)).as(transport + ' ' + when).hasValueSatisfying(line -> assertThat(line).contains(" 200 "));
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
