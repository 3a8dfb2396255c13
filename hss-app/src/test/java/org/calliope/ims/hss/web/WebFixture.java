package org.calliope.ims.hss.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.AccessEvent;
import org.calliope.ims.hss.bulk.Exports;
import org.calliope.ims.hss.bulk.ImportBounds;
import org.calliope.ims.hss.bulk.Imports;
import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.cx.CxRules;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.RegistrationStore;
import org.calliope.ims.hss.store.ShExport;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Topology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The console on a Tomcat of its own, over a node nobody else uses, and a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebFixture {

    static final ObjectMapper JSON = new ObjectMapper();
    static final int LARGEST_IMPORT = 1 << 20;

    Node node;
    Database database;
    Subscribers subscribers;
    RegistrationStore store;
    Access access;
    final MovableClock clock = new MovableClock();
    final List<AccessEvent> events = new CopyOnWriteArrayList<>();
    Upkeep upkeep;
    Imports imports;
    Path home;
    volatile Predicate<String> resolver = host -> true;
    private Checks checks;
    private ConsoleServer server;
    private String password;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        node = Node.at(home, Topology.defaults());
        database = Provision.open(new DatabaseAddress("jdbc:h2:mem:web" + getClass().getSimpleName(), "sa", "", 4));
        subscribers = new Subscribers(database);
        store = new RegistrationStore(database);
        access = Access.open(database, node.admin(), openOnLoopback(), events::add, clock);
        password = Files.readString(node.data().resolve("admin-password")).strip();
        server = new ConsoleServer(home, node, new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                Provisioning provisioning = new Provisioning(database, Clock.systemUTC());
                upkeep = Upkeep.of(database, provisioning, Clock.systemUTC());
                imports = Imports.start(database, provisioning, home.resolve("imports"), "ims.example",
                        ImportBounds.DEFAULT.largest(LARGEST_IMPORT), Clock.systemUTC());
                checks = new Checks(provisioning, store, new CxRules(true, true), "ims.example",
                        host -> resolver.test(host));
                new Console(node, subscribers, provisioning, access, upkeep, imports, checks,
                        List.of("console.example"))
                        .install(event.getServletContext());
                new BulkApi(imports, new Exports(provisioning, new ShExport(database), "ims.example"), provisioning)
                        .install(event.getServletContext());
            }
        });
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        checks.close();
        imports.close();
        upkeep.close();
        database.close();
        node.close();
    }

    @BeforeEach
    void alice() {
        Provision.clear(database);
        Provision.add(database, Provision.subscriber("alice@ims.example", "sip:alice@ims.example"));
    }

    /** Whether reading needs nobody to sign in here. */
    boolean openOnLoopback() {
        return true;
    }

    /** What lies in data/admin-password. */
    String ownerPassword() {
        return password;
    }

    String url() {
        return server.url();
    }

    String basic() {
        return basic("admin", password);
    }

    static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
