package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.calliope.ims.container.Application.State;
import org.calliope.ims.container.sample.Sample;
import org.calliope.ims.node.AdminPassword;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Deploying and log levels over HTTP, as curl does it. */
class AdminTest {

    private static final String LIST = "/admin/applications";
    private static final int LIMIT = 100_000;

    @TempDir
    private static Path home;
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(home, "deploy-scan = 50ms", "max-upload-bytes = " + LIMIT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] page(String text) throws IOException {
        return Files.readAllBytes(Archives.archive(home.resolve("page.zip"), Map.of("index.html", text)));
    }

    private static HttpResponse<String> put(String file, byte[] archive) throws IOException, InterruptedException {
        return TestServer.send(server.admin(LIST + '/' + file).PUT(BodyPublishers.ofByteArray(archive)));
    }

    private static HttpResponse<String> delete(String name) throws IOException, InterruptedException {
        return TestServer.send(server.admin(LIST + '/' + name).DELETE());
    }

    private static long uploadFolders() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("deploy"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(".")).count();
        }
    }

    @Test
    void anArchivePutIsDeployedAndKeptDeletedItIsGone() throws Exception {
        HttpResponse<String> created = put("hello.war", page("hello"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).contains("\"name\":\"hello\",\"kind\":\"war\",\"state\":\"RUNNING\",\"path\":\"/hello\"");
        assertThat(server.get("/hello/").body()).isEqualTo("hello");
        assertThat(server.deploy("hello.war")).exists();

        HttpResponse<String> replaced = put("hello.war", page("hello again"));
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(server.get("/hello/").body()).isEqualTo("hello again");
        assertThat(TestServer.send(server.admin(LIST)).body()).contains("\"name\":\"hello\"");
        assertThat(TestServer.send(server.admin(LIST + "/hello")).body()).contains("\"state\":\"RUNNING\"");

        assertThat(delete("hello.war").statusCode()).isEqualTo(204);
        assertThat(server.get("/hello/").statusCode()).isEqualTo(404);
        assertThat(server.deploy("hello.war")).doesNotExist();
        assertThat(delete("hello").statusCode()).isEqualTo(404);
        assertThat(uploadFolders()).isZero();
    }

    @Test
    void aSarPutTakesSipRequests() throws Exception {
        Path sar = Archives.archive(home.resolve("sip.zip"), Map.of(), Sample.class, Archives.packageInfo(Sample.class));
        assertThat(put("sip.sar", Files.readAllBytes(sar)).body()).contains("\"kind\":\"sar\"", "\"appName\":\"sample\"");
        try (Peer peer = server.peer()) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "put"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
        }
        assertThat(delete("sip").statusCode()).isEqualTo(204);
        try (Peer peer = server.peer()) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "gone"));
            assertThat(peer.receive()).doesNotStartWith("SIP/2.0 200 ");
        }
    }

    @Test
    void whatReplacesARunningOneAndDoesNotStartLeavesTheRunningOne() throws Exception {
        put("kept.war", page("kept"));
        byte[] broken = Files.readAllBytes(Archives.archive(home.resolve("broken.zip"), Map.of("WEB-INF/web.xml", "<web-app>\n<oops></web-app>")));
        HttpResponse<String> refused = put("kept.war", broken);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("kept.war: WEB-INF/web.xml line 2: ");
        assertThat(server.get("/kept/").body()).isEqualTo("kept");
        assertThat(server.application("kept").state()).isEqualTo(State.RUNNING);
        assertThat(put("kept.sar", page("other")).body()).contains("kept is there already, from kept.war: delete it first");
        delete("kept");
        assertThat(put("new.war", broken).statusCode()).isEqualTo(422);
        assertThat(server.knows("new")).isFalse();
        assertThat(server.deploy("new.war")).doesNotExist();
    }

    @Test
    void aBadNameAndABadArchiveAreRefusedWithTheReason() throws Exception {
        assertThat(put("hello.txt", page("x")).body()).contains("an archive is called like hello.war or hello.sar");
        assertThat(put("health.war", page("x")).body()).contains("/health is the server's own path");
        assertThat(put("..%2fhello.war", page("x")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(put("a%00.war", page("x")).statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(put("text.war", "no zip".getBytes()).body()).contains("text.war: not a zip file");
        assertThat(uploadFolders()).isZero();
    }

    @Test
    void whatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
        assertThat(put("large.war", new byte[LIMIT + 1]).statusCode()).isEqualTo(413);
        InputStream endless = new SequenceInputStream(InputStream.nullInputStream(), new java.io.ByteArrayInputStream(new byte[LIMIT + 1]));
        HttpResponse<String> chunked = TestServer.send(server.admin(LIST + "/large.war").PUT(BodyPublishers.ofInputStream(() -> endless)));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("max-upload-bytes");
        assertThat(uploadFolders()).isZero();
    }

    @Test
    void withoutThePasswordNothingIsToldOrDone_RFC7617_2() throws Exception {
        HttpResponse<String> refused = server.get(LIST);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"Calliope IMS\", charset=\"UTF-8\"");
        HttpRequest.Builder wrong = server.request(LIST + "/x.war").header("Authorization", TestServer.basic("admin:wrong"));
        assertThat(TestServer.send(wrong.PUT(BodyPublishers.ofString("x"))).statusCode()).isEqualTo(401);
        assertThat(TestServer.send(server.request("/admin/log-levels/x").PUT(BodyPublishers.ofString("DEBUG"))).statusCode()).isEqualTo(401);
        assertThat(server.deploy("x.war")).doesNotExist();
    }

    @Test
    void anotherSitesPageCanNotUseTheBrowsersPassword() throws Exception {
        HttpRequest.Builder forged = server.admin(LIST + "/forged.war").header("Sec-Fetch-Site", "cross-site");
        assertThat(TestServer.send(forged.PUT(BodyPublishers.ofByteArray(page("x")))).statusCode()).isEqualTo(403);
        assertThat(server.deploy("forged.war")).doesNotExist();
    }

    @Test
    void whoGuessesThePasswordIsNotListenedToForAWhile_RFC6585_4(@TempDir Path other) throws Exception {
        AdminPassword admin = server.server.node().admin();
        // from another address, so that the other tests are listened to
        for (int i = 0; i < AdminPassword.MAX_WRONG; i++) {
            admin.check(TestServer.basic("admin:guess"), "127.0.0.9");
        }
        assertThat(admin.check(TestServer.basic("admin:guess"), "127.0.0.9")).isEqualTo(AdminPassword.Proof.THROTTLED);
        assertThat(TestServer.send(server.admin(LIST)).statusCode()).isEqualTo(200);
    }

    @Test
    void aLogLevelIsChangedListedAndGivenBackWhileTheServerRuns() throws Exception {
        String logger = "org.example.chatty";
        HttpResponse<String> changed = TestServer.send(server.admin("/admin/log-levels/" + logger).PUT(BodyPublishers.ofString("debug")));
        assertThat(changed.body()).contains("\"level\":\"DEBUG\"");
        assertThat(LoggerFactory.getLogger(logger).isDebugEnabled()).isTrue();
        assertThat(TestServer.send(server.admin("/admin/log-levels")).body()).contains("\"" + logger + "\":\"DEBUG\"", "\"ROOT\":");
        assertThat(TestServer.send(server.admin("/admin/log-levels/" + logger).DELETE()).statusCode()).isEqualTo(200);
        assertThat(((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(logger)).getLevel()).isNull();
        assertThat(((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(logger)).getEffectiveLevel()).isNotEqualTo(Level.DEBUG);
    }

    @Test
    void noLevelAndNoLoggerAreRefused() throws Exception {
        assertThat(TestServer.send(server.admin("/admin/log-levels/x").PUT(BodyPublishers.ofString("LOUD"))).body())
            .contains("the body is one of [OFF, ERROR, WARN, INFO, DEBUG, TRACE]");
        assertThat(TestServer.send(server.admin("/admin/log-levels/").PUT(BodyPublishers.ofString("INFO"))).statusCode()).isEqualTo(400);
        assertThat(TestServer.send(server.admin("/admin/log-levels/ROOT").DELETE()).statusCode()).isEqualTo(400);
    }
}
