package org.calliope.ims.portability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.FreePorts;

/**
 * An Open Liberty server in a process of its own, on loopback ports, with the archives of one test class. Its folder,
 * {@code target/liberty/<name>}, is made anew at each start: Liberty keeps what it unpacked of an archive by the
 * archive's time and size, which a reproducible build does not change.
 */
final class Liberty implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path PRODUCT = TARGET.resolve("wlp");
    private static final Duration START = Duration.ofMinutes(2);
    private static final long STOP_SECONDS = 30;
    /** A message of level error: {@code [time] thread class E CODE…}. */
    private static final Pattern ERROR = Pattern.compile("^\\[[^]]+] \\S+ \\S+ +E .*");

    private final Path server;
    private final Process process;

    private Liberty(Path server, Process process) {
        this.server = server;
        this.process = process;
    }

    /** What a server is to be; nothing is started yet. */
    static final class Plan {
        private final String name;
        private final List<String> configuration = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> applications = new ArrayList<>();
        private final List<Path> routerJars = new ArrayList<>();

        Plan(String name) {
            this.name = name;
        }

        /** Listens for SIP over UDP and TCP. */
        Plan sip(String id, int port) {
            configuration.add("<sipEndpoint id=\"" + id + "\" host=\"127.0.0.1\" sipUDPPort=\"" + port + "\" sipTCPPort=\""
                    + port + "\" sipTLSPort=\"-1\" bindRetries=\"0\"/>");
            return this;
        }

        /** @param type {@code war} or {@code sar} */
        Plan application(Path archive, String type) {
            String id = archive.getFileName().toString().replaceFirst("\\.[^.]+$", "");
            configuration.add("<application id=\"" + id + "\" name=\"" + id + "\" type=\"" + type + "\" location=\""
                    + archive.toAbsolutePath() + "\"/>");
            applications.add(id);
            return this;
        }

        /** The application router of these jars instead of Liberty's own. */
        Plan router(String provider, List<Path> jars) {
            configuration.add("<library id=\"router\"><fileset dir=\"${server.config.dir}/router\" includes=\"*.jar\"/></library>");
            configuration.add("<bell libraryRef=\"router\"/>");
            configuration.add("<sipApplicationRouter carProvider=\"" + provider + "\"/>");
            routerJars.addAll(jars);
            return this;
        }

        Plan property(String name, Object value) {
            options.add("-D" + name + '=' + value);
            return this;
        }

        /** Starts it and returns when all its applications have. */
        Liberty start() {
            Path server = TARGET.resolve("liberty").resolve(name).resolve("servers").resolve(name);
            try {
                delete(server.getParent().getParent());
                Files.createDirectories(server.resolve("router"));
                Files.writeString(server.resolve("server.xml"), serverXml());
                for (Path jar : routerJars) {
                    Files.copy(jar, server.resolve("router").resolve(jar.getFileName().toString()));
                }
                return new Liberty(server, process(server)).awaitStart(applications);
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for Open Liberty", e);
            }
        }

        private String serverXml() {
            int http = FreePorts.draw(1).get(0);
            return "<server>\n  <featureManager><feature>sipServlet-1.1</feature><feature>bells-1.0</feature></featureManager>\n"
                    + "  <httpEndpoint id=\"defaultHttpEndpoint\" host=\"127.0.0.1\" httpPort=\"" + http + "\" httpsPort=\"-1\"/>\n"
                    + "  <applicationMonitor updateTrigger=\"disabled\" dropinsEnabled=\"false\"/>\n"
                    + "  <config updateTrigger=\"disabled\"/>\n  <sipStack forceConnectionReuse=\"false\"/>\n  " + String.join("\n  ", configuration) + "\n</server>\n";
        }

        private Process process(Path server) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + PRODUCT.resolve("lib/platform/java/java9.options"), "-Xmx512m"));
            command.addAll(options);
            command.addAll(List.of("-jar", PRODUCT.resolve("bin/tools/ws-server.jar").toString(), name));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(server.resolve("console.log").toFile());
            builder.environment().put("WLP_USER_DIR", server.getParent().getParent().toString());
            return builder.start();
        }
    }

    private Liberty awaitStart(List<String> applications) {
        try {
            Awaitility.await("Open Liberty starts, see " + server.resolve("logs/messages.log")).atMost(START)
                    .pollInterval(Duration.ofMillis(200)).until(() -> !process.isAlive() || started(applications));
            if (!process.isAlive()) {
                throw new IllegalStateException("Open Liberty ended at once: " + read(server.resolve("console.log")));
            }
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private boolean started(List<String> applications) {
        String log = messages();
        return log.contains("CWWKF0011I")
                && applications.stream().allMatch(a -> log.contains("CWWKZ0001I: Application " + a + " started"));
    }

    /** The log from the start on. */
    String messages() {
        return read(server.resolve("logs/messages.log"));
    }

    /** The log's lines of level error. */
    List<String> errors() {
        return messages().lines().filter(line -> ERROR.matcher(line).matches()).toList();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
