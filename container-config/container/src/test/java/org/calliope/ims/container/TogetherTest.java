package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.calliope.ims.container.Application.State;
import org.calliope.ims.container.broken.BadListener;
import org.calliope.ims.container.sample.Sample;
import org.calliope.ims.container.together.Meets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Archives that are there when the server starts, which start side by side. Clauses are JSR 289 1.1. */
class TogetherTest {

    private static final Map<String, String> BAD = Map.of("WEB-INF/sip.xml", "<sip-app>\n<app-name>bad</app-name>\n</sip-app>");

    @TempDir
    private Path home;
    private Path deploy;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void prepare() throws IOException {
        Events.clear();
        deploy = Files.createDirectories(home.resolve("deploy"));
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Deployer.class);
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theyStartSideBySideAndAreToldInTheOrderOfTheirNamesAndEndInTheOpposite() throws Exception {
        Archives.archive(deploy.resolve("c.war"), Map.of(), Meets.class);
        Archives.archive(deploy.resolve("a.sar"), Map.of(), Meets.class);
        Archives.archive(deploy.resolve("b.war"), Map.of("index.html", "b"));
        try (TestServer server = TestServer.start(home)) {
            assertThat(server.server.deployer().applications()).extracting(Application::state).containsOnly(State.RUNNING).hasSize(3);
            assertThat(server.get("/b/").body()).isEqualTo("b");
        }
        assertThat(said()).containsExactly("deployed a.sar at /a", "deployed b.war at /b", "deployed c.war at /c", "undeployed c",
            "undeployed b", "undeployed a");
    }

    @Test
    void oneThatFailsSaysWhyInItsTurnAndOnlyThatAndTheOthersRun() throws Exception {
        Archives.archive(deploy.resolve("a.war"), Map.of(), Meets.class);
        Archives.archive(deploy.resolve("b.sar"), BAD, BadListener.class);
        Archives.archive(deploy.resolve("c.war"), Map.of("index.html", "c"));
        Files.writeString(deploy.resolve("d.sar"), "PK and no more");
        Archives.archive(deploy.resolve("e.war"), Map.of(), Meets.class);
        try (TestServer server = TestServer.start(home)) {
            assertThat(said()).containsExactly("deployed a.war at /a",
                "b.sar: listener " + BadListener.class.getName() + " can not be made: java.lang.IllegalStateException: no luck",
                "deployed c.war at /c", "d.sar: not a zip file, or only part of one (zip END header not found)", "deployed e.war at /e");
            assertThat(Stream.of("a", "b", "c", "d", "e").map(server::application).map(Application::state))
                .containsExactly(State.RUNNING, State.FAILED, State.RUNNING, State.FAILED, State.RUNNING);
            assertThat(home.resolve("work/apps/b")).doesNotExist();
        }
    }

    @Test
    void ofTwoFilesOfOneNameTheFirstCounts() throws Exception {
        for (String name : List.of("a.sar", "a.war", "not allowed.war")) {
            Archives.archive(deploy.resolve(name), Map.of("index.html", name));
        }
        try (TestServer server = TestServer.start(home)) {
            assertThat(server.get("/a/").body()).isEqualTo("a.sar");
        }
        assertThat(said()).startsWith("deployed a.sar at /a",
            "a.war: a is deployed already, from a.sar: undeploy it first").element(2).asString().startsWith("not allowed.war: an archive is");
    }

    @Test
    void ofTwoThatClaimOneAppNameOneRuns_19_2() throws Exception {
        for (String name : List.of("a.sar", "b.sar", "c.sar")) {
            Archives.archive(deploy.resolve(name), Map.of(), Sample.class, Archives.packageInfo(Sample.class));
        }
        try (TestServer server = TestServer.start(home); Peer peer = server.peer()) {
            assertThat(server.server.deployer().applications()).extracting(Application::state)
                .containsExactlyInAnyOrder(State.RUNNING, State.FAILED, State.FAILED);
            assertThat(said()).filteredOn(line -> line.contains("app-name sample is that of ")).hasSize(2);
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "one"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
    }
}
