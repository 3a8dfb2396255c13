package org.calliope.ims.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.pbcast.GMS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two S-CSCFs that start at once may not see each other at first; each is alone until they merge. */
@Timeout(120)
class MergedMembersTest {

    private final TestCluster cluster = new TestCluster(2);
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path folder;

    /** Looks for others so shortly that it takes itself for the first, and does not miss heartbeats, which comes late. */
    static final class Member {

        private Member() {
        }

        public static void main(String[] args) throws Exception {
            JChannel channel = new Members(TestCluster.of(args[0], Integer.parseInt(args[1]))).createChannel("channel");
            channel.getProtocolStack().removeProtocol(FD_ALL3.class);
            channel.getProtocolStack().<GMS>findProtocol(GMS.class).setJoinTimeout(1);
            channel.setReceiver(new Receiver() {

                @Override
                public void viewAccepted(View view) {
                    System.out.println("members " + view.size() + ';');
                }
            });
            channel.connect("test");
            Thread.currentThread().join();
        }
    }

    private Path start(int number) throws IOException {
        Path out = folder.resolve("member" + number);
        processes.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Member.class.getName(), cluster.ports(), Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(out.toFile()).start());
        return out;
    }

    /** Among them are warnings of JGroups, as of a connection that both have made when one of the two is closed. */
    private static List<String> views(Path out) throws IOException {
        return Files.readAllLines(out).stream().filter(line -> line.matches("members \\d+;")).toList();
    }

    private static void awaitLast(Path out, String view) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(views(out)).last().isEqualTo(view));
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
        cluster.close();
    }

    @Test
    void theDeathOfOneIsNoticedByItsConnection() throws IOException {
        Path victim = start(0);
        Path survivor = start(1);
        awaitLast(victim, "members 2;");
        awaitLast(survivor, "members 2;");
        assertThat(views(survivor)).as("was alone at first").first().isEqualTo("members 1;");

        processes.get(0).destroyForcibly();
        awaitLast(survivor, "members 1;");
    }
}
