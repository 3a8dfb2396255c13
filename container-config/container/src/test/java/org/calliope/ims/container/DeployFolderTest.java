package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.calliope.ims.container.Application.State;
import org.calliope.ims.container.sample.Sample;
import org.calliope.ims.container.sample.Web;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to files of deploy/ while the server runs. */
class DeployFolderTest {

    @TempDir
    private Path home;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(home, "deploy-scan = 50ms");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path page(String text) throws IOException {
        return Archives.archive(home.resolve("page.zip"), Map.of("index.html", text));
    }

    private void moved(Path from, String to) throws IOException {
        Files.move(from, server.deploy(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitPage(String path, String text) {
        await().ignoreExceptions().untilAsserted(() -> assertThat(server.get(path).body()).isEqualTo(text));
    }

    @Test
    void aFileDroppedIsDeployedReplacedIsRedeployedRemovedIsUndeployed() throws Exception {
        moved(page("one"), "page.war");
        awaitPage("/page/", "one");
        moved(page("another"), "page.war");
        awaitPage("/page/", "another");
        assertThat(server.application("page").state()).isEqualTo(State.RUNNING);
        Files.delete(server.deploy("page.war"));
        await().until(() -> !server.knows("page"));
        assertThat(server.get("/page/").statusCode()).isEqualTo(404);
        assertThat(home.resolve("work/apps/page")).doesNotExist();
    }

    @Test
    void aSipArchiveDroppedTakesRequestsAtOnceAndHearsThatItsServletsAreInitialised_8_1() throws IOException {
        Path sample = Archives.archive(home.resolve("sample.zip"), Map.of(), Sample.class, Web.class, Archives.packageInfo(Sample.class));
        moved(sample, "sample.sar");
        await().until(() -> server.knows("sample") && server.application("sample").state() == State.RUNNING);
        assertThat(server.application("sample").sipName()).isEqualTo("sample");
        try (Peer peer = server.peer()) {
            peer.send(peer.request("OPTIONS", "sip:x@127.0.0.1:" + server.sipPort, "dropped"));
            assertThat(peer.receive()).startsWith("SIP/2.0 200 ").contains("initialized=true");
        }
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws Exception {
        byte[] whole = Files.readAllBytes(page("whole"));
        Path target = server.deploy("slow.war");
        Files.write(target, Arrays.copyOf(whole, whole.length / 2));
        await().during(java.time.Duration.ofMillis(500)).until(() -> !server.knows("slow"));
        Files.write(target, Arrays.copyOfRange(whole, whole.length / 2, whole.length), StandardOpenOption.APPEND);
        awaitPage("/slow/", "whole");
    }

    @Test
    void aFileThatNeverBecomesAnArchiveIsReportedAndGoesWithItsFile() throws IOException {
        Path target = server.deploy("text.war");
        Files.writeString(target, "this is no archive");
        Files.setLastModifiedTime(target, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() - 60_000));
        await().until(() -> server.knows("text"));
        await().untilAsserted(() -> assertThat(server.application("text").reason()).startsWith("text.war: not a zip file"));
        Files.delete(target);
        await().until(() -> !server.knows("text"));
    }

    @Test
    void twoFilesOfOneNameAreNotTwoApplications() throws Exception {
        moved(page("first"), "twin.sar");
        awaitPage("/twin/", "first");
        moved(page("second"), "twin.war");
        moved(page("later"), "z.war");
        awaitPage("/z/", "later");
        assertThat(server.application("twin").archive()).isEqualTo(server.deploy("twin.sar"));
        Files.delete(server.deploy("twin.war"));
        Files.delete(server.deploy("z.war"));
        await().until(() -> !server.knows("z"));
        assertThat(server.get("/twin/").body()).isEqualTo("first");
    }
}
