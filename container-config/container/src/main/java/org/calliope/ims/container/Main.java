package org.calliope.ims.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.bridge.SLF4JBridgeHandler;
import sun.misc.Signal;

/** Starts the server from a command line and ends it with the process. */
public final class Main {

    private static final String USAGE = """
        usage: server [--home DIRECTORY]

        Starts the Calliope IMS server whose folders conf/, deploy/, data/ and logs/ are in the
        given directory (default: the current one). It ends with SIGTERM or Ctrl-C once
        the requests that run are finished; a second one ends it at once.
        """;

    /** A process that a signal ended has this and the signal's number as its status. */
    private static final int SIGNALLED = 128;

    private Main() { }

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of("");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--home") && i + 1 < args.length) {
                home = Path.of(args[++i]);
            } else {
                boolean help = args[i].equals("--help");
                (help ? System.out : System.err).print(help ? USAGE : "unknown word " + args[i] + "\n" + USAGE);
                System.exit(help ? 0 : 2);
            }
        }
        if (!Files.isDirectory(home)) {
            fail(home + " is not a directory");
        }
        logTo(home.toAbsolutePath().normalize());
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        run(home.toAbsolutePath().normalize());
    }

    /** Before the first logger is made: conf/logback.xml says what is logged, unless the command line does. */
    private static void logTo(Path home) {
        Path configuration = home.resolve("conf").resolve("logback.xml");
        if (System.getProperty("logback.configurationFile") == null && Files.isRegularFile(configuration)) {
            System.setProperty("logback.configurationFile", configuration.toString());
        }
        System.setProperty("calliope.conf", home.resolve("conf").toString());
        System.setProperty("calliope.logs", home.resolve("logs").toString());
    }

    /** The first signal lets what runs finish; whoever sends another does not want to wait for that. */
    private static void endAtSecondSignal() {
        AtomicBoolean ending = new AtomicBoolean();
        for (String name : List.of("TERM", "INT")) {
            Signal.handle(new Signal(name), signal -> {
                int status = SIGNALLED + signal.getNumber();
                if (ending.getAndSet(true)) {
                    Runtime.getRuntime().halt(status);
                }
                new Thread(() -> System.exit(status), "signal").start();
            });
        }
    }

    private static void run(Path home) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        endAtSecondSignal();
        try {
            Server server = Server.start(home);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.drain();
                server.close();
                end.countDown();
            }, "shutdown"));
        } catch (IOException | RuntimeException e) {
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        end.await();
    }

    private static void fail(String reason) {
        System.err.println("Calliope IMS did not start: " + reason);
        System.exit(1);
    }
}
