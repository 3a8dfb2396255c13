package org.calliope.ims.charging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChargingRecordsTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final ChargingRecord CALL = new ChargingRecord("S-CSCF", Side.ORIGINATING, "INVITE", "icid 1", "call@1",
            "sip:alice@ims.example", List.of("sip:alice@ims.example", "tel:+4930111"), "sip:bob@ims.example", List.of(),
            List.of("audio 49170 RTP/AVP 0"), "ims.example", "", NOON, Optional.empty(), Optional.empty(), 0, Closing.LOST);
    private static final ChargingRecord ANSWERED = CALL.visiting("sip:as1").visiting("sip:as2")
            .answered(200, NOON.plusSeconds(5), List.of("audio 4000 RTP/AVP 0", "video 0 RTP/AVP 31"), "other.example");
    private static final ChargingRecord OVER = ANSWERED.closed(Closing.NORMAL, Optional.of(NOON.plusSeconds(65)));
    private static final String JSON = "{\"nodeFunctionality\":\"S-CSCF\",\"roleOfNode\":\"originating\",\"sipMethod\":\"INVITE\","
            + "\"imsChargingIdentifier\":\"icid 1\",\"sessionId\":\"call@1\",\"servedUser\":\"sip:alice@ims.example\","
            + "\"listOfCallingPartyAddress\":[\"sip:alice@ims.example\",\"tel:+4930111\"],"
            + "\"requestedPartyAddress\":\"sip:bob@ims.example\",\"applicationServersInformation\":[\"sip:as1\",\"sip:as2\"],"
            + "\"sdpMediaComponents\":[\"audio 4000 RTP/AVP 0\",\"video 0 RTP/AVP 31\"],\"originatingIoi\":\"ims.example\","
            + "\"terminatingIoi\":\"other.example\",\"serviceRequestTimeStamp\":\"2026-11-30T12:00:00Z\","
            + "\"serviceDeliveryStartTimeStamp\":\"2026-11-30T12:00:05Z\",\"serviceDeliveryEndTimeStamp\":\"2026-11-30T12:01:05Z\","
            + "\"serviceReasonReturnCode\":200,\"causeForRecordClosing\":\"normal\"}";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile Instant now = NOON;

    @TempDir
    private Path data;

    private ChargingRecords open(String... formats) {
        return open(settings(List.of(formats), 1 << 20, Duration.ofHours(1), Duration.ofDays(30), false));
    }

    private static ChargingSettings settings(List<String> formats, long fileSize, Duration fileTime, Duration keep, boolean sync) {
        return new ChargingSettings(formats, fileSize, fileTime, keep, sync, List.of(), "", Duration.ofSeconds(4),
                Duration.ofSeconds(10), Duration.ZERO, 1 << 20);
    }

    private ChargingRecords open(ChargingSettings settings) {
        return ChargingRecords.open(data, settings, meters, () -> now).orElseThrow();
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("charging"))) {
            return all.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }

    private String written(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files(end)) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }

    private void awaitWritten(int count) {
        Awaitility.await().until(() -> meters.counter(ChargingRecords.WRITTEN).count() == count);
    }

    @Test
    @DisplayName("TS 32.298 5.1.3: a session's record as a line of JSON")
    void json() throws IOException {
        try (ChargingRecords records = open("json")) {
            records.goesOn(ANSWERED);
            records.write(OVER);
            awaitWritten(1);
            assertThat(written(".json.open")).isEqualTo(JSON + '\n');
        }
        assertThat(written(".json")).isEqualTo(JSON + '\n');
        assertThat(files(".open")).isEmpty();
    }

    @Test
    @DisplayName("RFC 4180: as a line of CSV, with a header; what is hostile in a Call-ID stays in its field")
    void csv() throws IOException {
        ChargingRecord hostile = new ChargingRecord("S-CSCF", Side.TERMINATING, "MESSAGE", "", "a\"b,c\r\nd", "sip:bob@ims.example",
                List.of(), "sip:bob@ims.example", List.of(), List.of(), "", "", NOON, Optional.empty(), Optional.of(NOON), 486,
                Closing.UNSUCCESSFUL);
        try (ChargingRecords records = open("csv")) {
            records.write(OVER);
            records.write(hostile);
        }
        assertThat(written(".csv")).isEqualTo("nodeFunctionality,roleOfNode,sipMethod,imsChargingIdentifier,sessionId,servedUser,"
                + "listOfCallingPartyAddress,requestedPartyAddress,applicationServersInformation,sdpMediaComponents,originatingIoi,"
                + "terminatingIoi,serviceRequestTimeStamp,serviceDeliveryStartTimeStamp,serviceDeliveryEndTimeStamp,"
                + "serviceReasonReturnCode,causeForRecordClosing\r\n"
                + "S-CSCF,originating,INVITE,icid 1,call@1,sip:alice@ims.example,\"sip:alice@ims.example, tel:+4930111\","
                + "sip:bob@ims.example,\"sip:as1, sip:as2\",\"audio 4000 RTP/AVP 0, video 0 RTP/AVP 31\",ims.example,other.example,"
                + "2026-11-30T12:00:00Z,2026-11-30T12:00:05Z,2026-11-30T12:01:05Z,200,normal\r\n"
                + "S-CSCF,terminating,MESSAGE,,\"a\"\"b,c\r\nd\",sip:bob@ims.example,,sip:bob@ims.example,,,,,2026-11-30T12:00:00Z,,"
                + "2026-11-30T12:00:00Z,486,unsuccessful\r\n");
    }

    @Test
    @DisplayName("TS 32.260 5.2.2.1: a session that went on when the node was killed has its record from the next start")
    void killed() throws IOException {
        ChargingRecords killed = open("json");
        killed.goesOn(ANSWERED);
        Path journal = data.resolve("charged-sessions.mv");
        Awaitility.await().until(() -> Files.size(journal) > 0);
        killed.close(); // the session is not over

        open("json").close();

        assertThat(written(".json")).isEqualTo(JSON.replace("\"2026-11-30T12:01:05Z\"", "\"\"").replace("normal", "restart") + '\n');
        int before = files("").size();
        open("json").close();
        assertThat(files("")).as("once").hasSize(before);
    }

    @Test
    @DisplayName("a file that was open when the node was killed is completed: whole lines stay, a torn one goes")
    void torn() throws IOException {
        try (ChargingRecords records = open("json")) {
            records.write(OVER);
        }
        Path complete = files(".json").get(0);
        Path left = complete.resolveSibling(complete.getFileName() + ".open");
        Files.move(complete, left);
        Files.writeString(left, JSON.substring(0, 40), StandardOpenOption.APPEND);

        open("json").close();

        assertThat(files(".open")).isEmpty();
        assertThat(complete).hasContent(JSON);
    }

    @Test
    @DisplayName("a new file is begun by size and by time, and old ones are removed")
    void rotation() throws IOException {
        try (ChargingRecords records = open(settings(List.of("json"), 1024, Duration.ofHours(1), Duration.ofDays(1), false))) {
            records.write(OVER);
            awaitWritten(1);
            assertThat(files(".json")).isEmpty();
            now = NOON.plusSeconds(1);
            records.write(OVER);
            awaitWritten(2);
            Awaitility.await("by size").until(() -> files(".json").size() == 1);
            records.write(OVER);
            awaitWritten(3);
            now = NOON.plusSeconds(3602);
            Awaitility.await("by time").until(() -> files(".json").size() == 2);
            records.write(OVER);
            awaitWritten(4);
            now = Instant.now().plus(Duration.ofDays(40));
            Awaitility.await("removed").until(() -> files(".json").isEmpty());
        }
    }

    @Test
    @DisplayName("while the disk takes nothing records wait, and are written afterwards")
    void noDisk() throws IOException {
        try (ChargingRecords records = open("json")) {
            Path folder = data.resolve("charging");
            Files.delete(folder);
            Files.createFile(folder);
            records.write(OVER);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> meters.counter(ChargingRecords.WRITTEN).count() == 0);
            Files.delete(folder);
            awaitWritten(1);
        }
        assertThat(written(".json")).isEqualTo(JSON + '\n');
    }

    @Test
    @DisplayName("what can not be is said: an unknown format, a size of nothing")
    void badSettings() {
        assertThatIllegalArgumentException().isThrownBy(() -> settings(List.of("xml"), 1024, Duration.ofHours(1),
                Duration.ZERO, true)).withMessageContaining("json and csv");
        assertThatIllegalArgumentException().isThrownBy(() -> settings(List.of(), 10, Duration.ofHours(1),
                Duration.ZERO, true)).withMessageContaining("file-size");
        assertThat(ChargingRecords.open(data, settings(List.of(), 1024, Duration.ofHours(1), Duration.ZERO, true), meters,
                Instant::now)).isEmpty();
    }
}
