package org.calliope.ims.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server's home made for tests: the configuration and archives of an assembled server, with addresses of its own
 * and what the test overrides, in a temporary folder.
 */
public final class ServerHome implements AutoCloseable {
    private final Path folder;

    private ServerHome(Path folder) {
        this.folder = folder;
    }

    /**
     * @param assembled an assembled server, with {@code conf/} and {@code deploy/}
     * @param without   file names in {@code deploy/} to leave out
     * @param samples   file names in {@code samples/} to deploy too
     * @param overrides file in {@code conf/} without its ending, to keys and values
     */
    public static ServerHome of(Path assembled, Set<String> without, Set<String> samples,
                                Map<String, Map<String, String>> overrides) {
        try {
            ServerHome home = new ServerHome(Files.createTempDirectory("calliope-test-"));
            // The container may make its work folder once more while it ends.
            home.folder.toFile().deleteOnExit();
            home.folder.resolve("work").toFile().deleteOnExit();
            copy(assembled.resolve("conf"), home.folder.resolve("conf"), name -> true);
            copy(assembled.resolve("deploy"), home.folder.resolve("deploy"), name -> !without.contains(name));
            copy(assembled.resolve("samples"), home.folder.resolve("deploy"), samples::contains);
            home.addresses();
            for (Map.Entry<String, Map<String, String>> file : overrides.entrySet()) {
                home.override(file.getKey(), file.getValue());
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("no home for the server under test", e);
        }
    }

    /** A home without any archive. */
    public static ServerHome bare() {
        return of(Path.of("no-assembled-server"), Set.of(), Set.of(), Map.of());
    }

    public Path folder() {
        return folder;
    }

    private void addresses() throws IOException {
        List<Integer> ports = FreePorts.draw(6);
        override("ims", Map.of("pcscf", "sip:127.0.0.1:" + ports.get(0), "icscf", "sip:127.0.0.1:" + ports.get(1),
                "scscf", "sip:127.0.0.1:" + ports.get(2), "hss", "aaa://127.0.0.1:" + ports.get(3),
                "bgcf", "sip:127.0.0.1:" + ports.get(4), "ecscf", "sip:127.0.0.1:" + ports.get(5)));
        // that this machine may be busy is hardly ever what a test is about
        override("server", Map.of("http-address", "127.0.0.1", "http-port", "0", "overload-delay", "0s"));
    }

    private void override(String name, Map<String, String> values) throws IOException {
        Path file = folder.resolve("conf").resolve(name + ".properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            }
        }
        properties.putAll(values);
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, "as the test wants it");
        }
    }

    private static void copy(Path from, Path to, Predicate<String> wanted) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(from)) {
            files = listed.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (wanted.test(file.getFileName().toString())) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    /** Deletes the folder; what a server still holds open stays for the system's temporary files to be cleaned. */
    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean " + folder, e);
        }
    }
}
