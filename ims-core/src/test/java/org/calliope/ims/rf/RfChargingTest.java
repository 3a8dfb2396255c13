package org.calliope.ims.rf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.ChargingSettings;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.rf.FakeClient.Sent;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RfChargingTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final String CDF = "cdf.ims.example";
    private static final String CDF2 = "cdf2.ims.example";
    private static final ChargingRecord ANSWERED = new ChargingRecord("S-CSCF", Side.ORIGINATING, "INVITE", "icid", "call@1",
            "sip:alice@ims.example", List.of("sip:alice@ims.example"), "sip:bob@ims.example", List.of(), List.of(), "ims.example", "",
            NOON, Optional.empty(), Optional.empty(), 0, Closing.LOST).answered(200, NOON, List.of(), "");
    private static final Media AUDIO = Media.of(Media.Kind.ANSWER, List.of("m=audio 4000 RTP/AVP 8"));
    private static final Media VIDEO = Media.of(Media.Kind.ANSWER, List.of("m=audio 4000 RTP/AVP 8", "m=video 4002 RTP/AVP 31"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Trace trace = new Trace(1_000, 1_000_000);
    private volatile Instant now = NOON;
    private volatile RfCharging rf;

    @TempDir
    private Path data;

    private RfCharging open(FakeClient client, long room, String... functions) {
        ChargingSettings settings = new ChargingSettings(List.of(), 1024, Duration.ofHours(1), Duration.ZERO, false,
                List.of(functions), "", Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ofMinutes(30), room);
        rf = RfCharging.open(data, "scscf.ims.example", settings, client, () -> now, trace, meters);
        return rf;
    }

    private RfCharging open(FakeClient client) {
        return open(client, 1 << 20, "aaa://" + CDF);
    }

    private RfCharging openTwo(FakeClient client) {
        return open(client, 1 << 20, "aaa://" + CDF, "aaa://" + CDF2);
    }

    @AfterEach
    void close() {
        rf.close();
    }

    private static ChargingRecord event(int status) {
        return ANSWERED.answered(status, NOON, List.of(), "").closed(Closing.NORMAL, Optional.of(NOON));
    }

    private static ChargingRecord ended(Closing closing) {
        return ANSWERED.closed(closing, Optional.of(NOON.plusSeconds(60)));
    }

    private String start() {
        return rf.start(ANSWERED, AUDIO, Optional.empty());
    }

    private void awaitWaiting(int count) {
        Awaitility.await().until(() -> meters.get(RfCharging.WAITING).gauge().value() == count);
    }

    private double counted(String counter) {
        return meters.find(counter).counters().stream().mapToDouble(one -> one.count()).sum();
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: a session has START, INTERIM when its media change, and STOP, with numbers that ascend")
    void session() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        String id = start();
        client.await(0).accept();
        rf.change(id, "UPDATE", NOON.plusSeconds(9), VIDEO);
        client.await(1).accept();
        rf.stop(id, ended(Closing.NORMAL));
        client.await(2).accept();
        awaitWaiting(0);

        assertThat(client.sent()).extracting(sent -> sent.request().type(), sent -> sent.request().number(), sent -> sent.request().method(),
                sent -> sent.request().media(), sent -> sent.request().cause(), Sent::again).containsExactly(
                tuple(RecordType.START, 0, "INVITE", AUDIO, Optional.empty(), false),
                tuple(RecordType.INTERIM, 1, "UPDATE", VIDEO, Optional.empty(), false),
                tuple(RecordType.STOP, 2, "BYE", VIDEO, Optional.of(0), false));
        assertThat(client.sent()).allMatch(sent -> sent.request().session().equals(id) && sent.function().equals(CDF));
        assertThat(id).as("RFC 6733 8.8").isEqualTo("scscf.ims.example;" + NOON.getEpochSecond() + ";1;rf");
        assertThat(client.await(2).request().at()).isEqualTo(NOON.plusSeconds(60));
        assertThat(counted(RfCharging.SENT)).isEqualTo(3);
    }

    @Test
    @DisplayName("TS 32.299 7.2.35: what an event ended with is its Cause-Code")
    void events() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        List.of(200, 202, 302, 486, 603).forEach(status -> rf.event(event(status), Media.NONE, Optional.empty()));
        client.await(4);

        assertThat(client.sent()).extracting(sent -> sent.request().cause().orElseThrow()).containsExactly(-1, -202, -302, 486, 603);
        assertThat(client.sent()).allMatch(sent -> sent.request().type() == RecordType.EVENT && sent.request().number() == 0);
        assertThat(client.sent()).extracting(sent -> sent.request().session()).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("TS 32.299 7.2.35: a session of which nothing was heard any more did not end normally")
    void lostSession() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        rf.stop(start(), ended(Closing.LOST));
        client.await(0).accept();

        assertThat(client.await(1).request().cause()).contains(1);
    }

    @Test
    @DisplayName("RFC 6733 9.8.2: INTERIM_RECORDs come as the charging function says, else as configured, and none when it says 0")
    void interims() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        start();
        client.await(0).accept();
        now = NOON.plus(Duration.ofMinutes(30));
        client.await(1).acceptWith(Duration.ofSeconds(60));
        awaitWaiting(0);
        now = now.plusSeconds(60);
        client.await(2).acceptWith(Duration.ZERO);
        awaitWaiting(0);
        now = now.plus(Duration.ofDays(1));

        Awaitility.await().during(Duration.ofMillis(300)).until(() -> client.sent().size() == 3);
        assertThat(client.sent().subList(1, 3)).extracting(sent -> sent.request().type()).containsOnly(RecordType.INTERIM);
        assertThat(client.sent().get(0).request().interval()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: while no function is there records wait, and go in their order when one comes; sent for the first"
            + " time they have no T bit (RFC 6733 3)")
    void away() {
        FakeClient client = new FakeClient();
        open(client);
        String id = start();
        rf.stop(id, ended(Closing.NORMAL));
        rf.event(event(200), Media.NONE, Optional.empty());
        awaitWaiting(3);
        assertThat(client.sent()).isEmpty();

        client.comes(CDF);
        client.await(1);
        assertThat(client.sent()).as("a session's one after the other").extracting(sent -> sent.request().type())
                .containsExactly(RecordType.START, RecordType.EVENT);
        client.await(0).accept();
        assertThat(client.await(2).request().type()).isEqualTo(RecordType.STOP);
        assertThat(client.sent()).noneMatch(Sent::again);
    }

    @Test
    @DisplayName("TS 32.299 6.1.3, RFC 6733 3: what got no answer goes again after a pause, with the T bit, the same in all else")
    void noAnswer() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        start();
        client.await(0).fail(Kind.TIMEOUT);
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> client.sent().size() == 1);
        now = NOON.plusSeconds(10);
        Sent again = client.await(1);

        assertThat(again.again()).isTrue();
        assertThat(again.request()).isEqualTo(client.await(0).request());
        again.accept();
        awaitWaiting(0);
        assertThat(counted(RfCharging.REPEATED)).isEqualTo(1);
        assertThat(trace.since(0, 1_000)).anyMatch(event -> event instanceof Decision decision && decision.rule().equals("charging function")
                && decision.values().get("function").equals(CDF) && decision.values().get("why").contains("TIMEOUT"));
    }

    @Test
    @DisplayName("RFC 6733 3: what a function was too busy for goes again without the T bit, for that it was not taken is known")
    void tooBusy() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        start();
        client.await(0).result(3004);
        awaitWaiting(1);
        now = NOON.plusSeconds(10);

        assertThat(client.await(1).again()).isFalse();
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: the secondary is told while the primary is away, and the primary when it is there again")
    void failover() {
        FakeClient client = new FakeClient(CDF, CDF2);
        openTwo(client);
        String id = start();
        client.await(0);
        client.goes(CDF);
        Sent second = client.await(1);
        assertThat(second.function()).isEqualTo(CDF2);
        assertThat(second.again()).isTrue();
        second.accept();
        awaitWaiting(0);
        client.comes(CDF);
        rf.stop(id, ended(Closing.NORMAL));

        assertThat(client.await(2)).extracting(Sent::function, Sent::again).containsExactly(CDF, false);
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: one that gives no answer is not waited for when there is another one")
    void silentPrimary() {
        FakeClient client = new FakeClient(CDF, CDF2);
        openTwo(client);
        start();
        client.await(0).fail(Kind.TIMEOUT);

        assertThat(client.await(1)).extracting(Sent::function, Sent::again).containsExactly(CDF2, true);
    }

    @Test
    @DisplayName("TS 29.229 6.3.21: the function that the HSS names for the user is told, for the whole session")
    void namedByHss() {
        FakeClient client = new FakeClient(CDF, CDF2);
        openTwo(client);
        String id = rf.start(ANSWERED, AUDIO, Optional.of(new ChargingInformation("", "", "aaa://" + CDF2 + ":3868", "")));
        client.await(0).accept();
        rf.stop(id, ended(Closing.NORMAL));

        client.await(1);
        assertThat(client.sent()).allMatch(sent -> sent.function().equals(CDF2));
    }

    @Test
    @DisplayName("RFC 6733 7.1.5: a record that is refused for good is dropped, counted, and said in the trace with the reason")
    void refused() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        start();
        client.await(0).result(5004);
        awaitWaiting(0);
        now = NOON.plusSeconds(600);

        Awaitility.await().during(Duration.ofMillis(300)).until(() -> client.sent().size() == 1);
        assertThat(meters.get(RfCharging.REFUSED).tag("result", "5004").counter().count()).isEqualTo(1);
        assertThat(trace.since(0, 1_000)).anyMatch(event -> event instanceof Decision decision && decision.rule().equals("charging record")
                && decision.outcome() == Decision.Outcome.REFUSED && decision.status() == 5004 && decision.reason().contains("5004"));
    }

    @Test
    @DisplayName("RFC 6733 9.4: what waits outlives the node, and goes with the T bit, for it may have been sent")
    void restart() {
        FakeClient before = new FakeClient(CDF);
        open(before);
        rf.event(event(200), VIDEO, Optional.of(new ChargingInformation("", "", CDF, "")));
        AccountingRequest unanswered = before.await(0).request();
        rf.close();

        FakeClient after = new FakeClient(CDF);
        now = NOON.plusSeconds(100);
        open(after);

        Sent again = after.await(0);
        assertThat(again.request()).isEqualTo(unanswered);
        assertThat(again.again()).isTrue();
        again.accept();
        awaitWaiting(0);
        rf.close();
        FakeClient later = new FakeClient(CDF);
        open(later);
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> later.sent().isEmpty());
    }

    @Test
    @DisplayName("RFC 6733 9.4: a session that went on when the node was killed has its STOP_RECORD from the next start, once")
    void killedInSession() {
        FakeClient before = new FakeClient(CDF);
        open(before);
        String id = start();
        before.await(0).accept();
        awaitWaiting(0);
        rf.close();

        FakeClient away = new FakeClient();
        now = NOON.plusSeconds(100);
        open(away);
        awaitWaiting(1);
        rf.close();
        FakeClient after = new FakeClient(CDF);
        now = NOON.plusSeconds(200);
        open(after);

        AccountingRequest stop = after.await(0).request();
        assertThat(stop).extracting(AccountingRequest::session, AccountingRequest::type, AccountingRequest::number,
                AccountingRequest::cause, AccountingRequest::at).containsExactly(id, RecordType.STOP, 1, Optional.of(3), NOON.plusSeconds(100));
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> after.sent().size() == 1);
    }

    @Test
    @DisplayName("RFC 6733 9.4: when there is no room any more the newest records are lost, and counted")
    void noRoom() {
        FakeClient client = new FakeClient();
        open(client, 1024, "aaa://" + CDF);
        IntStream.range(0, 50).forEach(i -> rf.event(event(200), Media.NONE, Optional.empty()));
        Awaitility.await().until(() -> counted(RfCharging.LOST) > 0
                && counted(RfCharging.LOST) + meters.get(RfCharging.WAITING).gauge().value() == 50);
        client.comes(CDF);
        client.await(0).accept();

        assertThat(client.await(0).request().session()).endsWith(";1;rf");
    }

    @Test
    @DisplayName("TS 32.299 6.1.3: after an outage a function is asked one by one at first, and all come in order")
    void backlog() {
        FakeClient client = new FakeClient(CDF);
        open(client);
        rf.event(event(200), Media.NONE, Optional.empty());
        client.await(0).fail(Kind.TIMEOUT);
        IntStream.range(0, 200).forEach(i -> rf.event(event(200), Media.NONE, Optional.empty()));
        awaitWaiting(201);
        now = NOON.plusSeconds(10);
        client.await(1);
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> client.sent().size() == 2);
        for (int i = 1; i <= 201; i++) {
            client.await(i).accept();
        }

        awaitWaiting(0);
        assertThat(client.sent().subList(1, 202)).extracting(sent -> sent.request().session()).containsExactlyElementsOf(
                IntStream.rangeClosed(1, 201).mapToObj(i -> "scscf.ims.example;" + NOON.getEpochSecond() + ";" + i + ";rf").toList());
    }
}
