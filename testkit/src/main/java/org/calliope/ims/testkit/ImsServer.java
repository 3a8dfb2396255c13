package org.calliope.ims.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.calliope.ims.container.Server;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.SipEndpoint;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * The assembled system, started in this virtual machine on free loopback ports for the tests of a class.
 *
 * <pre>
 * &#64;RegisterExtension
 * static final ImsServer IMS = ImsServer.assembled().conf("scscf", "min-expires", "1s").build();
 * </pre>
 *
 * <p>Classes that want the same configuration share one server, since starting it takes seconds; it ends with the test
 * run. Telephones made with {@link #phone} are de-registered and closed after each test. The assembled server is found
 * in {@code target/calliope-ims} below the working directory, or where the system property {@code calliope.server}
 * says.
 */
public final class ImsServer implements BeforeAllCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(ImsServer.class);

    private final Map<String, Map<String, String>> overrides;
    private final Set<String> without;
    private final Set<String> samples;
    private final boolean fakeHss;
    private final List<UserAgent> phones = new CopyOnWriteArrayList<>();
    private Running running;

    private ImsServer(Map<String, Map<String, String>> overrides, Set<String> without, Set<String> samples,
                      boolean fakeHss) {
        this.overrides = overrides;
        this.without = without;
        this.samples = samples;
        this.fakeHss = fakeHss;
    }

    /** A server with all the archives and the configuration of the distribution. */
    public static Builder assembled() {
        return new Builder();
    }

    /** What differs from the distribution. */
    public static final class Builder {
        private final Map<String, Map<String, String>> overrides = new TreeMap<>();
        private final Set<String> without = new LinkedHashSet<>();
        private final Set<String> samples = new LinkedHashSet<>();
        private boolean fakeHss;

        /** A key of {@code conf/<file>.properties}. */
        public Builder conf(String file, String key, String value) {
            overrides.computeIfAbsent(file, f -> new LinkedHashMap<>()).put(key, value);
            return this;
        }

        /** Leaves an archive out, such as {@code hss.war}. */
        public Builder without(String archive) {
            without.add(archive);
            return this;
        }

        /** Deploys a sample of the distribution too, such as {@code echo.sar}. */
        public Builder sample(String archive) {
            samples.add(archive);
            return this;
        }

        /** Puts a {@link FakeHss} in the place of the HSS; there is no console then. */
        public Builder fakeHss() {
            fakeHss = true;
            return without("hss.war");
        }

        public ImsServer build() {
            return new ImsServer(overrides, without, samples, fakeHss);
        }
    }

    /** A started server with its folder and log; the root store of the test run closes the last one. */
    private static final class Running implements Store.CloseableResource, AutoCloseable {
        private final String configuration;
        private final ServerHome home;
        private final LogWatch log;
        private final Server server;
        private final Optional<FakeHss> hss;
        private boolean closed;

        private Running(String configuration, ServerHome home, boolean fakeHss) {
            this.configuration = configuration;
            this.home = home;
            this.log = new LogWatch();
            Node node = Node.at(home.folder());
            this.hss = fakeHss ? Optional.of(new FakeHss(node.topology().hss(), node.topology().domain()).start())
                    : Optional.empty();
            try {
                this.server = Server.start(home.folder(), node);
            } catch (IOException e) {
                throw new UncheckedIOException("the server under test does not start", e);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                server.close();
                hss.ifPresent(FakeHss::close);
                log.close();
                home.close();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        String wanted = overrides + " without " + without + " with " + samples + " fake HSS " + fakeHss;
        Running present = store.get("server", Running.class);
        if (present != null && present.configuration.equals(wanted)) {
            running = present;
            return;
        }
        if (present != null) {
            // Parts of the SIP core are static: one server at a time.
            present.close();
        }
        running = new Running(wanted, ServerHome.of(distribution(), without, samples, overrides), fakeHss);
        store.put("server", running);
    }

    private static Path distribution() {
        Path found = Path.of(System.getProperty("calliope.server", "target/calliope-ims")).toAbsolutePath();
        if (!Files.isDirectory(found.resolve("deploy"))) {
            throw new IllegalStateException("no assembled server in " + found + ": build the distribution first,"
                    + " or name one with -Dcalliope.server=");
        }
        return found;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (UserAgent phone : phones) {
            try {
                if (phone.registered()) {
                    phone.registration().everyContact().send();
                }
            } catch (ExchangeFailure e) {
                // The test is over and has said what it had to say.
                phone.exchange().note("not de-registered: " + e.sentence());
            } finally {
                phone.close();
            }
        }
        phones.clear();
    }

    /** A softphone of a demo user behind the P-CSCF, over UDP. */
    public UserAgent phone(String user) {
        return phone(user, builder -> builder);
    }

    /** A telephone of a demo user behind the P-CSCF, set up as the test wants it. */
    public UserAgent phone(String user, UnaryOperator<UserAgent.Builder> setup) {
        UserAgent phone = setup.apply(UserAgent.builder(identity(user)).password(user).proxy(pcscf())).build();
        phones.add(phone);
        return phone;
    }

    /** The public identity of a user in the home domain. */
    public String identity(String user) {
        return "sip:" + user + "@" + node().topology().domain();
    }

    public InetSocketAddress pcscf() {
        return address(node().topology().pcscf());
    }

    public InetSocketAddress icscf() {
        return address(node().topology().icscf());
    }

    public InetSocketAddress scscf() {
        return address(node().topology().scscf());
    }

    public InetSocketAddress bgcf() {
        return address(node().topology().bgcf());
    }

    public InetSocketAddress ecscf() {
        return address(node().topology().ecscf());
    }

    private static InetSocketAddress address(SipEndpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    public Server server() {
        return running.server;
    }

    public Node node() {
        return running.server.node();
    }

    /** The console of the running server. */
    public Console console() {
        return new Console("http://127.0.0.1:" + running.server.httpPort());
    }

    /** The HSS of {@link Builder#fakeHss}. */
    public FakeHss hss() {
        return running.hss.orElseThrow(() -> new IllegalStateException("this server has its real HSS"));
    }

    /** What the server logs. */
    public LogWatch log() {
        return running.log;
    }
}
