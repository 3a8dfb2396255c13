package org.calliope.ims.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.calliope.ims.container.dialogs.Dialogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Subscriptions of RFC 6665 at an application that is the notifier. */
class SubscriptionTest {

    @TempDir
    private Path home;

    @Test
    void aSubscriptionIsMadeNotifiedRefreshedAndEnded_RFC6665_4() throws IOException {
        int port = FreePorts.draw();
        Files.createDirectories(home.resolve("conf"));
        Files.createDirectories(home.resolve("deploy"));
        Files.writeString(home.resolve("conf/server.properties"), "http-port = 0\noverload-delay = 0ms\nsip-listen = udp:127.0.0.1:" + port + "\n");
        Archives.archive(home.resolve("deploy/dialogs.sar"), Map.of(), Dialogs.class, Archives.packageInfo(Dialogs.class));
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try (Server server = Server.start(home); Peer peer = new Peer(port)) {
            String ok = subscribe(peer, "sip:x@127.0.0.1:" + port, 1, "To: <sip:x@127.0.0.1:" + port + ">", 60, "active;expires=60");
            String contact = ok.lines().filter(l -> l.startsWith("Contact:")).findFirst().orElseThrow().replaceAll(".*<(.*)>.*", "$1");
            String to = ok.lines().filter(l -> l.startsWith("To:")).findFirst().orElseThrow();
            subscribe(peer, contact, 2, to, 120, "active;expires=120");
            String notify = peer.request("NOTIFY", contact, "mine", "Event: presence", "Subscription-State: active").replace("Call-ID: mine", "Call-ID: sub")
                .replaceAll("\r\nTo:.*", "\r\n" + to).replace("CSeq: 1", "CSeq: 3");
            peer.send(notify);
            assertThat(peer.receiveFinal()).as("NOTIFY of the subscriber").startsWith("SIP/2.0 200 ");
            lastNotifyComesAgain(peer, contact, to);
            var sessions = server.sip().getSipApplicationDispatcher().findSipApplications().next().getSipManager();
            await().atMost(Duration.ofSeconds(50)).untilAsserted(() -> assertThat(sessions.getActiveSipSessions()).isZero());
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    /** RFC 3261 17.1.2.2: also the NOTIFY that ends its subscription is repeated until it is answered. */
    private static void lastNotifyComesAgain(Peer peer, String contact, String to) {
        String last = subscribed(peer, contact, 4, to, 0, "terminated;reason=timeout").get(1);
        assertThat(peer.receiveFinal()).as("what comes when nobody answers").isEqualTo(last);
        peer.send(peer.response(last, "200 OK"));
    }

    /** @return the 200; answers the NOTIFY that comes with it */
    private static String subscribe(Peer peer, String uri, int cseq, String to, int expires, String state) {
        List<String> both = subscribed(peer, uri, cseq, to, expires, state);
        peer.send(peer.response(both.get(1), "200 OK"));
        return both.get(0);
    }

    /** @return the 200 and the NOTIFY that comes with it */
    private static List<String> subscribed(Peer peer, String uri, int cseq, String to, int expires, String state) {
        peer.send(peer.request("SUBSCRIBE", uri, "sub" + cseq, "Event: presence", "Expires: " + expires).replace("Call-ID: sub" + cseq, "Call-ID: sub")
            .replaceAll("\r\nTo:.*", "\r\n" + to).replace("CSeq: 1 ", "CSeq: " + cseq + ' '));
        List<String> both = new ArrayList<>(List.of(peer.receiveFinal(), peer.receiveFinal()));
        both.sort((a, b) -> Boolean.compare(a.startsWith("NOTIFY "), b.startsWith("NOTIFY ")));
        assertThat(both.get(0)).startsWith("SIP/2.0 200 ").contains("CSeq: " + cseq + " SUBSCRIBE").contains("Expires: " + expires);
        assertThat(both.get(1)).startsWith("NOTIFY ").contains("Subscription-State: " + state).contains("Event: presence");
        return both;
    }
}
