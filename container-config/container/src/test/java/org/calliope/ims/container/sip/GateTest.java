package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.calliope.ims.container.raw.Glance;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final String REGISTER = "REGISTER sip:ims.example SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%d\r\n"
        + "From: <sip:alice@ims.example>;tag=1\r\nTo: <sip:alice@ims.example>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n"
        + "Content-Length: 0\r\n\r\n";

    private static Glance register(String authorization) {
        byte[] text = ("REGISTER sip:ims.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n" + authorization
            + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return new Glance(text, text.length);
    }

    /** Over a connection nothing comes again by itself, so who is too early is told when to come back. */
    @Test
    void beforeTheApplicationsAreThereARequestIsTurnedAway_RFC3261_21_5_4() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Gate gate = new Gate(new Sources(new SourceSettings(0, Duration.ZERO, List.of()), Set.of(), meters, System::nanoTime),
            new Overload(Duration.ZERO, meters), request -> false, new Trace(1, 1), Map.of());
        List<String> answers = new ArrayList<>();

        assertThat(gate.isOpen()).isFalse();
        assertThat(admitted(gate, 1, answers)).isFalse();
        assertThat(answers.get(0)).startsWith("SIP/2.0 503 ").contains("Retry-After: ").contains("the server is starting");

        // also what belongs to a dialog of before the start, which came over a connection
        assertThat(admitted(gate, REGISTER.formatted(3).replace("REGISTER", "BYE").replace("\r\nCall-ID", ";tag=1\r\nCall-ID"), answers)).isFalse();
        assertThat(answers).hasSize(2);
        assertThat(admitted(gate, REGISTER.formatted(4).replace("REGISTER", "ACK").replace("\r\nCall-ID", ";tag=1\r\nCall-ID"), answers)).isFalse();
        assertThat(answers).as("nothing answers an ACK").hasSize(2);

        gate.open();
        assertThat(admitted(gate, 2, answers)).isTrue();
        assertThat(answers).hasSize(2);
    }

    /** Else its sender would hear a refusal and then the answer to the one that was let in (RFC 3261 17.2.3). */
    @Test
    void whatWasLetInIsNotRefusedWhenItComesAgainBeforeItsTransactionIsThere_RFC3261_17_2_3() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Overload overload = new Overload(Duration.ofNanos(1), meters);
        Gate gate = new Gate(new Sources(new SourceSettings(0, Duration.ZERO, List.of()), Set.of(), meters, System::nanoTime),
            overload, request -> false, new Trace(1, 1), Map.of());
        gate.open();
        List<String> answers = new ArrayList<>();
        assertThat(admitted(gate, 0, answers)).isTrue();

        keepWaiting(overload);

        assertThat(IntStream.range(1, 100).filter(attempt -> !admitted(gate, attempt, answers)).count()).as("it is too much").isPositive();
        int refused = answers.size();
        assertThat(admitted(gate, 0, answers)).isTrue();
        assertThat(answers).hasSize(refused);
    }

    /** An emergency call goes through whatever the server is about to do. */
    @Test
    void emergencyCallsAreNeverTurnedAway_TS24229_5_2_10() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Gate gate = new Gate(new Sources(new SourceSettings(0, Duration.ZERO, List.of()), Set.of(), meters, System::nanoTime),
            new Overload(Duration.ZERO, meters), request -> false, new Trace(1, 1), Map.of());
        gate.open();
        gate.drain();
        List<String> answers = new ArrayList<>();

        assertThat(admitted(gate, REGISTER.formatted(1).replace("sip:ims.example SIP", "urn:service:SOS.fire SIP"), answers)).isTrue();
        assertThat(admitted(gate, REGISTER.formatted(2).replace("sip:ims.example SIP", "tel:112 SIP"), answers)).as("not set yet").isFalse();
        gate.admit("tel:112"::equals);
        assertThat(admitted(gate, REGISTER.formatted(3).replace("sip:ims.example SIP", "tel:112 SIP"), answers)).isTrue();
        assertThat(admitted(gate, REGISTER.formatted(4), answers)).isFalse();
    }

    /** Looks often enough at threads that never get to what waits for them. */
    private static void keepWaiting(Overload overload) {
        List<Runnable> looks = new ArrayList<>();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(0) {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable look, long first, long delay, TimeUnit unit) {
                looks.add(look);
                return null;
            }

            @Override
            public ScheduledFuture<?> scheduleAtFixedRate(Runnable relief, long first, long period, TimeUnit unit) {
                return null;
            }
        };
        overload.start(executor, probe -> { }, List.of());
        for (int i = 0; i < 10; i++) {
            looks.get(0).run();
        }
    }

    private static boolean admitted(Gate gate, int attempt, List<String> answers) {
        return admitted(gate, REGISTER.formatted(attempt), answers);
    }

    private static boolean admitted(Gate gate, String request, List<String> answers) {
        byte[] text = request.getBytes(StandardCharsets.UTF_8);
        return gate.admits(text, text.length, "127.0.0.1:5060", InetAddress.getLoopbackAddress(), 40000,
            (answer, port) -> answers.add(new String(answer, StandardCharsets.UTF_8)));
    }

    /** What was challenged is work half done; an IMS phone's first REGISTER is not, though it names its private identity. */
    @Test
    void aRegisterGoesOnWithWhatWasBegunOnceItHasANonce_TS24229_5_1_1_2() {
        String user = "Authorization: Digest username=\"alice\", realm=\"ims.example\", ";
        assertThat(Gate.answersChallenge(register(user + "nonce=\"a1\", response=\"b2\"\r\n"))).isTrue();
        assertThat(Gate.answersChallenge(register(user + "nonce=\"\", response=\"\"\r\n"))).isFalse();
        assertThat(Gate.answersChallenge(register(""))).isFalse();
    }
}
