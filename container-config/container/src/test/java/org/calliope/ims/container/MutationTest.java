package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.calliope.ims.container.endpoint.Endpoint;
import org.assertj.core.description.Description;
import org.assertj.core.description.LazyTextDescription;
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

    private static final List<String> TRANSPORTS = List.of("UDP", "TCP", "TLS", "WS");
    private static final int COUNT = Integer.getInteger("mutations", 2_000);
    private static final long SEED = Long.getLong("seed", 4475);
    private static final long A_SECOND = 500;
    /** Timers B, F, H and J of RFC 3261 17, 64*T1 of 13.3.1.4 and what a machine with other work needs. */
    private static final Duration TIMERS = Duration.ofSeconds(70);
    private static final int OPEN = 200;
    /** Threads that come when there is work, and go or stay. */
    private static final Set<String> POOLS = Set.of("MSS-Executor-Thread-#", "awaitility-thread", "dnsjava NIO selector",
        "CompletableFutureDelayScheduler", "ForkJoinPool.commonPool-delayScheduler");
    private static final String GONE = "An IOException occured on ";
    private static final Set<String> PEERS = Set.of("java.io.IOException", "java.net.UnknownHostException", "java.net.ConnectException");
    private static final long FLAT_BYTES = 24L * 1024 * 1024;

    @TempDir
    private static Path home;
    private static Server server;
    private static SSLContext tls;
    private static final Map<String, Integer> PORTS = new HashMap<>();
    private static final LoggerContext LOGS = (LoggerContext) LoggerFactory.getILoggerFactory();
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final CoreLogLimit LIMIT = new CoreLogLimit();

    @BeforeAll
    static void start() throws IOException {
        for (String transport : TRANSPORTS) {
            PORTS.put(transport, FreePorts.draw());
        }
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = " + TRANSPORTS.stream()
            .map(t -> t.toLowerCase(Locale.ROOT) + ":127.0.0.1:" + PORTS.get(t)).collect(Collectors.joining(", ")) + "\n");
        Archives.archive(home.resolve("deploy/endpoint.sar"), Map.of(), Endpoint.class, Archives.packageInfo(Endpoint.class));
        server = Server.start(home);
        tls = Listening.trusting(home.resolve("data/tls/certificate.pem"), null);
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
                Thread.getAllStackTraces().keySet().stream().map(t -> t.getName().replaceAll("\\d+", "#")).filter(name -> !POOLS.contains(name)).collect(Collectors.toSet()));
        }
    }

    /** What the sessions are that are still there. */
    private static final Description LEFT = new LazyTextDescription(() -> {
        StringBuilder text = new StringBuilder();
        server.sip().getSipApplicationDispatcher().findSipApplications().next().getSipManager().getAllSipSessions()
            .forEachRemaining(s -> text.append(s.getState()).append(' ').append(s.getSessionCreatingTransactionRequest() == null ? "-"
                : s.getSessionCreatingTransactionRequest().getMethod()).append(' ').append(s.getKey()).append(" valid ").append(s.isValidInternal())
                .append(" ready ").append(s.isReadyToInvalidateInternal()).append(" ongoing ").append(s.getOngoingTransactions().size()).append('\n'));
        return text.toString();
    });

    @Test
    void afterThemEverythingIsAsBefore_RFC4475() throws IOException {
        answersOverEachTransport("before");
        await().until(() -> Counts.now().sessions() == 0);
        Counts before = Counts.now();
        long heap = usedHeap();
        System.out.println("mutations: " + COUNT + " with seed " + SEED);
        int logged = LOG.list.size();
        send(new Mutations(SEED));
        answersOverEachTransport("after");
        await().atMost(TIMERS).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            Counts now = Counts.now();
            assertThat(now.threads()).as("threads").isSubsetOf(before.threads());
            assertThat(now).as(LEFT).usingRecursiveComparison().ignoringFields("threads").isEqualTo(before);
        });
        assertThat(usedHeap() - heap).as("bytes of heap that stayed").isLessThan(FLAT_BYTES);
        List<ILoggingEvent> lines = List.copyOf(LOG.list.subList(logged, LOG.list.size()));
        lines.stream().collect(Collectors.groupingBy(e -> e.getLoggerName() + " in second " + e.getTimeStamp() / 1_000))
            .forEach((where, those) -> assertThat(those).as(where).hasSizeLessThanOrEqualTo(2));
        assertThat(lines).filteredOn(e -> e.getLevel().isGreaterOrEqual(Level.ERROR) && !peersFault(e)).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    /** Each over a connection of its own, which is closed when there was time to answer. */
    private static void send(Mutations mutations) throws IOException {
        long begin = System.nanoTime();
        Deque<Wire> open = new ArrayDeque<>();
        try (Wire udp = wire("UDP")) {
            for (int i = 0; i < COUNT; i++) {
                String transport = TRANSPORTS.get(i % TRANSPORTS.size());
                Wire wire = transport.equals("UDP") ? udp : wire(transport);
                wire.send(mutations.next());
                if (wire != udp) {
                    open.add(wire);
                }
                if (open.size() > OPEN) {
                    open.remove().close();
                }
                LockSupport.parkNanos(begin + (i + 1) * 1_000_000_000L / A_SECOND - System.nanoTime());
            }
        }
        for (Wire wire : open) {
            wire.close();
        }
    }

    /** A peer that is gone, or says it is where nobody is. */
    private static boolean peersFault(ILoggingEvent line) {
        if (line.getMessage().startsWith(GONE)) {
            return true;
        }
        for (IThrowableProxy cause = line.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            if (PEERS.contains(cause.getClassName())) {
                return true;
            }
        }
        return false;
    }

    private static Wire wire(String transport) throws IOException {
        return Wire.to(transport, PORTS.get(transport), tls);
    }

    private static void answersOverEachTransport(String when) throws IOException {
        for (String transport : TRANSPORTS) {
            try (Wire wire = wire(transport)) {
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
