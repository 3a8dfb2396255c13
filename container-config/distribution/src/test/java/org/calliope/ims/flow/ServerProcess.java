package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.SipEndpoint;
import org.calliope.ims.testkit.Console;
import org.calliope.ims.testkit.ServerHome;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Transport;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The assembled server in a process of its own, with the Java this one runs on: for what only a process can show, such
 * as being killed. It may start again after that. One thread.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("ready: HTTP on (\\S+)");

    private static final Path ASSEMBLED = Path.of("target", "calliope-ims").toAbsolutePath();
    private static final Path PROGRAM = ASSEMBLED.resolve("bin/server");

    private final ServerHome home;
    private final List<UserAgent> phones = new ArrayList<>();
    private Process process;

    /** Its home has these differences, see {@link ServerHome#of}, and goes with it. */
    ServerProcess(Set<String> without, Map<String, Map<String, String>> overrides) {
        home = ServerHome.of(ASSEMBLED, without, Set.of(), overrides);
    }

    /** Begins to start it, with an empty log. */
    ServerProcess begin() {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString()).redirectErrorStream(true)
                .redirectOutput(output().toFile());
        builder.environment().put("CALLIOPE_HOME", home.folder().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Files.deleteIfExists(file());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(PROGRAM + " does not start", e);
        }
        return this;
    }

    /** Returns when it says that it is ready; fails with what it printed when it ends instead, or lacks a part. */
    ServerProcess awaitReady() {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended: " + read(output()));
            }
            return READY.matcher(log()).find();
        });
        assertThat(log()).doesNotContain(" ERROR ");
        return this;
    }

    /** As a crash ends it; nothing when it does not run. */
    void kill() {
        try {
            if (!process.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " outlives being killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A telephone of that user, with the password that is the user's name, behind its P-CSCF; it goes with this. */
    UserAgent phone(String user, Transport transport) {
        SipEndpoint pcscf;
        try (Node node = Node.at(folder())) {
            pcscf = node.topology().pcscf();
        }
        UserAgent phone = UserAgent.builder("sip:" + user + "@ims.example").password(user).transport(transport)
                .patience(Duration.ofSeconds(30)).proxy(new InetSocketAddress(pcscf.host(), pcscf.port())).build();
        phones.add(phone);
        return phone;
    }

    /** How many objects of these classes are on its heap, after a collection. */
    long live(Set<String> classes) throws IOException {
        Process asked = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "GC.class_histogram").redirectErrorStream(true).start();
        List<String> histogram;
        try (BufferedReader answer = asked.inputReader()) {
            histogram = answer.lines().toList();
        }
        assertThat(histogram).as("it ends with the sum").last(InstanceOfAssertFactories.STRING).startsWith("Total");
        return histogram.stream().map(line -> line.strip().split("\\s+"))
                .filter(line -> line.length >= 4 && classes.contains(line[3])).mapToLong(line -> Long.parseLong(line[1])).sum();
    }

    /** Its home. */
    Path folder() {
        return home.folder();
    }

    /**
     * How much is in a file of {@code data/} by now, which need not be whole.
     *
     * @param name    of the file without {@code .mv}
     * @param scratch a folder for a copy
     * @return -1 when it can not be read at this moment
     */
    int written(String name, Path scratch) throws IOException {
        Path copy = Files.copy(home.folder().resolve("data").resolve(name + ".mv"), scratch.resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
        try (MVStore store = new MVStore.Builder().fileName(copy.toString()).readOnly().open()) {
            return store.openMap(name, new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
                    .valueType(ByteArrayDataType.INSTANCE)).size();
        } catch (MVStoreException halfWritten) {
            return -1;
        }
    }

    /** What it has logged since it was begun last. */
    String log() {
        return read(file());
    }

    /** The console of the server, which is ready. */
    Console console() {
        return new Console("http://" + READY.matcher(log()).results().findFirst().orElseThrow().group(1));
    }

    private Path file() {
        return home.folder().resolve("logs/server.log");
    }

    private Path output() {
        return home.folder().resolve("out");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("can not read " + file, e);
        }
    }

    @Override
    public void close() {
        phones.forEach(UserAgent::close);
        kill();
        home.close();
    }
}
