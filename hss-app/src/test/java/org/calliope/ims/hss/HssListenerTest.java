package org.calliope.ims.hss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.web.ConsoleServer;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.node.ElementState;
import org.calliope.ims.node.Node;
import org.calliope.ims.node.Topology;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Join;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole archive in a servlet container, asked over real Diameter.
 *
 * <pre>
 *   CSCF                                HSS
 *    |---- UAR, MAR, UAR, SAR, LIR ----->|   each answered from the H2 file
 * </pre>
 */
class HssListenerTest {

    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity IMPU = new PublicIdentity("sip:alice@ims.example");
    private static final String SERVER = "sip:127.0.0.1:5064";
    private static final Join JOIN = Join.callId("c1");

    @TempDir
    Path home;

    @Test
    void aDemoSubscriberRegistersAndIsFoundAlsoAfterARestart() throws Exception {
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener());
                DiameterNode cscf = client(node)) {
            CxClient cx = cscf.cx();
            assertThat(get(cx.authorize(uar(), JOIN)).result()).isEqualTo(ResultCode.FIRST_REGISTRATION);
            assertThat(get(cx.authenticate(new MultimediaAuthRequest(IMPI, IMPU, SERVER, AuthScheme.SIP_DIGEST, 1,
                    Optional.empty()), JOIN)).digest()).contains(new DigestAuthenticate("ims.example", "MD5", "auth",
                    Digest.ha1("alice@ims.example", "ims.example", "alice"), Optional.of(
                            new DigestAuthenticate.Alternate("SHA-256", Digest.ha1(Digest.SHA_256, "alice@ims.example",
                                    "ims.example", "alice")))));
            assertThat(get(cx.authorize(uar(), JOIN)).serverName()).contains(SERVER);
            ServerAssignmentAnswer answer = get(cx.assign(new ServerAssignmentRequest(Optional.of(IMPI), List.of(IMPU),
                    SERVER, ServerAssignmentType.REGISTRATION, false), JOIN));
            assertThat(answer.profile().orElseThrow().serviceProfiles().get(0).identities().get(0).identity())
                    .isEqualTo(IMPU);
            assertThat(body(server, "/api/status")).contains("\"subscribers\":3");
        }
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener());
                DiameterNode cscf = client(node)) {
            assertThat(get(cscf.cx().locate(new LocationInfoRequest(IMPU, false), JOIN)).serverName()).contains(SERVER);
            assertThat(body(server, "/api/status")).as("seeded once").contains("\"subscribers\":3");
        }
    }

    /** Of a table that it misses Hibernate would say so, but a start and the Cx procedures do not wait for it. */
    @Test
    void registrationsAndCallsAreServedBeforeHibernateIsThere() throws Exception {
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener())) {
            assertThat(body(server, "/health")).contains("UP");
        }
        try (Connection connection = new Driver().connect("jdbc:h2:" + home.resolve("data/hss"), owner());
                Statement statement = connection.createStatement()) {
            statement.execute("alter table api_token rename to elsewhere");
        }
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener());
                DiameterNode cscf = client(node)) {
            CxClient cx = cscf.cx();
            assertThat(get(cx.authorize(uar(), JOIN)).result()).isEqualTo(ResultCode.FIRST_REGISTRATION);
            assertThat(get(cx.authenticate(new MultimediaAuthRequest(IMPI, IMPU, SERVER, AuthScheme.SIP_DIGEST, 1,
                    Optional.empty()), JOIN)).result()).isEqualTo(ResultCode.SUCCESS);
            assertThat(get(cx.assign(new ServerAssignmentRequest(Optional.of(IMPI), List.of(IMPU), SERVER,
                    ServerAssignmentType.REGISTRATION, false), JOIN)).profile()).isPresent();
            assertThat(get(cx.locate(new LocationInfoRequest(IMPU, false), JOIN)).serverName()).contains(SERVER);
            assertThat(body(server, "/api/status")).contains("\"subscribers\":3");

            assertThat(code(server, "/subscribers")).as("the console needs it").isEqualTo(500);
        }
    }

    @Test
    void aRefusalIsAnsweredOnTheWireAndStandsInTheTrace() throws Exception {
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener());
                DiameterNode cscf = client(node)) {
            assertThat(get(cscf.cx().locate(new LocationInfoRequest(new PublicIdentity("sip:eve@ims.example"), false),
                    JOIN)).result()).isEqualTo(ResultCode.ERROR_USER_UNKNOWN);

            assertThat(node.trace().since(0, 100)).anySatisfy(e -> assertThat(e).isInstanceOfSatisfying(Decision.class,
                    d -> assertThat(d.clause()).isEqualTo("TS 29.228 6.1.4.1 step 1")));
            assertThat(body(server, "/fragments/refusals")).contains("no such public identity");
        }
    }

    @Test
    void secretsBelongToTheirOwner() throws Exception {
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener())) {
            assertThat(server.url()).isNotBlank();
            for (String file : List.of("hss.mv.db", "admin-password")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data")
                        .resolve(file)))).as(file).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aMistakeInTheConfigurationStopsTheStartAndNamesTheKey() throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/hss.properties"), "demo-subscriber = true\n");
        try (Node node = node(0)) {
            assertThatThrownBy(() -> new ConsoleServer(home, node, new HssListener()))
                    .isInstanceOf(IllegalStateException.class);
            assertDown(node, "demo-subscribers");
        }
    }

    @Test
    void aPortInUseStopsTheStartAndClosesTheDatabase() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Node node = node(taken.getLocalPort())) {
            assertThatThrownBy(() -> new ConsoleServer(home, node, new HssListener()))
                    .isInstanceOf(IllegalStateException.class);
            assertDown(node, ":" + taken.getLocalPort());
        }
        try (Node node = node(0); ConsoleServer server = new ConsoleServer(home, node, new HssListener())) {
            assertThat(body(server, "/health")).contains("UP");
        }
    }

    @Test
    void stoppingTheArchiveTakesTheElementDown() throws Exception {
        try (Node node = node(0)) {
            new ConsoleServer(home, node, new HssListener()).close();
            assertDown(node, "stopped");
        }
    }

    private static void assertDown(Node node, String reason) {
        ElementState state = node.elements().list().get(0);
        assertThat(state.state()).isEqualTo(ElementState.State.DOWN);
        assertThat(state.detail()).isNotBlank().contains(reason);
    }

    private Node node(int port) {
        Topology defaults = Topology.defaults();
        return Node.at(home, new Topology(defaults.domain(), defaults.pcscf(), defaults.icscf(), defaults.scscf(),
                defaults.bgcf(), defaults.ecscf(), new DiameterEndpoint("127.0.0.1", port)));
    }

    private static DiameterNode client(Node node) {
        URI hss = URI.create(node.elements().list().get(0).detail().split(",")[0]);
        DiameterNode client = DiameterNode.client("icscf.ims.example", "ims.example",
                new PeerAddress("hss.ims.example", hss.getHost(), hss.getPort()), Duration.ofSeconds(5), node.trace(),
                node.meters());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(client::connected);
        return client;
    }

    private static UserAuthorizationRequest uar() {
        return new UserAuthorizationRequest(IMPI, IMPU, "ims.example", UserAuthorizationType.REGISTRATION);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Properties owner() {
        Properties owner = new Properties();
        owner.setProperty("user", "sa");
        return owner;
    }

    private static String body(ConsoleServer server, String path) throws Exception {
        return response(server, path).body();
    }

    private static int code(ConsoleServer server, String path) throws Exception {
        return response(server, path).statusCode();
    }

    private static HttpResponse<String> response(ConsoleServer server, String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
