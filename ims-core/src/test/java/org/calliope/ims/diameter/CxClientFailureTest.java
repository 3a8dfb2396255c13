package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.DiameterRefusal.Kind;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HSS that is away, late, or answers nonsense, behind a real socket. */
class CxClientFailureTest {

    private final Trace trace = new Trace(1_000, 1_000_000);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private ServerSocket listening;
    private DiameterNode client;
    /** Of the tests before: they may still be on their way out. */
    private Set<Thread> others;

    @BeforeEach
    void start() throws IOException {
        others = diameterThreads();
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        client = client(listening.getLocalPort());
    }

    private DiameterNode client(int port) {
        return DiameterNode.client("icscf.ims.example", "ims.example",
                new PeerAddress("hss.ims.example", "127.0.0.1", port), Duration.ofMillis(400), trace, meters);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listening.close();
    }

    private CompletableFuture<LocationInfoAnswer> ask() {
        return client.cx().locate(new LocationInfoRequest(ALICE, false), Join.NONE).toCompletableFuture();
    }

    private RawPeer connected() throws IOException {
        RawPeer hss = RawPeer.accept(listening, "hss.ims.example");
        await().atMost(5, TimeUnit.SECONDS).until(client::connected);
        return hss;
    }

    private static DiameterRefusal refusal(CompletableFuture<?> future) {
        CompletionException wrapped = catchThrowableOfType(CompletionException.class,
                () -> future.orTimeout(5, TimeUnit.SECONDS).join());
        assertThat(wrapped).hasCauseInstanceOf(DiameterRefusal.class);
        return (DiameterRefusal) wrapped.getCause();
    }

    private static IMessage goodAnswer(RawPeer hss, IMessage request) {
        return hss.goodAnswer(request, out -> out.put(Name.SERVER_NAME, "sip:s"));
    }

    @Test
    void awayFromTheStartIsUnreachableAtOnce() {
        CompletableFuture<LocationInfoAnswer> answer = ask();

        assertThat(answer).isDone();
        assertThat(refusal(answer).kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refusal(answer).detail()).contains("hss.ims.example");
    }

    @Test
    void connectionLostWhileWaitingIsUnreachable() throws IOException {
        RawPeer hss = connected();
        CompletableFuture<LocationInfoAnswer> answer = ask();
        hss.receive();
        hss.close();

        assertThat(refusal(answer).kind()).isEqualTo(Kind.UNREACHABLE);
        await().atMost(5, TimeUnit.SECONDS).until(() -> !client.connected());
    }

    @Test
    void silenceIsTimeoutAndTheLateAnswerIsCountedAndDropped() throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> first = ask();
            IMessage request = hss.receive();
            assertThat(refusal(first).kind()).isEqualTo(Kind.TIMEOUT);

            hss.send(goodAnswer(hss, request));
            await().atMost(5, TimeUnit.SECONDS)
                    .until(() -> meters.counter("ims.diameter.late-answers", "node", "icscf.ims.example").count() == 1);

            CompletableFuture<LocationInfoAnswer> second = ask();
            hss.send(goodAnswer(hss, hss.receive()));
            assertThat(second.orTimeout(5, TimeUnit.SECONDS).join().serverName()).contains("sip:s");
        }
    }

    @Test
    void anAnswerNobodyAskedForIsDropped() throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> answer = ask();
            IMessage request = hss.receive();
            IMessage stray = goodAnswer(hss, request);
            stray.setHopByHopIdentifier(request.getHopByHopIdentifier() + 1);
            hss.send(stray);
            hss.send(goodAnswer(hss, request));
            hss.send(goodAnswer(hss, request));

            assertThat(answer.orTimeout(5, TimeUnit.SECONDS).join().result()).isEqualTo(ResultCode.SUCCESS);
            await().atMost(5, TimeUnit.SECONDS)
                    .until(() -> meters.counter("ims.diameter.late-answers", "node", "icscf.ims.example").count() == 2);
        }
    }

    private void malformed(Consumer<IMessage> spoil, String why) throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> asked = ask();
            IMessage answer = goodAnswer(hss, hss.receive());
            spoil.accept(answer);
            hss.send(answer);

            assertThat(refusal(asked).kind()).isEqualTo(Kind.MALFORMED);
            assertThat(refusal(asked).detail()).contains(why);
        }
    }

    @Test
    void withoutResultIsMalformed() throws IOException {
        malformed(answer -> answer.getAvps().removeAvp(Name.RESULT_CODE.code()), "Result-Code");
    }

    @Test
    void withoutOriginIsMalformed() throws IOException {
        malformed(answer -> answer.getAvps().removeAvp(Name.ORIGIN_HOST.code()), "Origin-Host");
    }

    @Test
    void withoutSessionStateIsMalformed() throws IOException {
        malformed(answer -> answer.getAvps().removeAvp(Name.AUTH_SESSION_STATE.code()), "Auth-Session-State");
    }

    @Test
    void ofAnotherSessionIsMalformed() throws IOException {
        malformed(answer -> {
            answer.getAvps().removeAvp(Name.SESSION_ID.code());
            new AvpWriter(answer.getAvps()).put(Name.SESSION_ID, "other;1;1");
        }, "Session-Id");
    }

    @Test
    void withResultThatIsNoNumberIsMalformed() throws IOException {
        malformed(answer -> {
            answer.getAvps().removeAvp(Name.RESULT_CODE.code());
            new AvpWriter(answer.getAvps()).put(Name.RESULT_CODE, "OK");
        }, "Result-Code");
    }

    /** RFC 6733 7.1: a code that is not known counts as its class does. */
    @Test
    void unknownErrorCodeCountsAsUnableToComply() throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> asked = ask();
            IMessage answer = goodAnswer(hss, hss.receive());
            answer.getAvps().removeAvp(Name.RESULT_CODE.code());
            new AvpWriter(answer.getAvps()).put(Name.RESULT_CODE, 5999);
            hss.send(answer);

            assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join().result()).isEqualTo(ResultCode.UNABLE_TO_COMPLY);
        }
    }

    @Test
    void avpsThatCannotBeToldApartAreMalformedAndTheConnectionStays() throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> asked = ask();
            byte[] answer = RawPeer.bytes(goodAnswer(hss, hss.receive()));
            answer[Dictionary.HEADER_LENGTH + 6] = 127; // the first AVP claims to be longer than the message
            hss.send(answer);

            assertThat(refusal(asked).kind()).isEqualTo(Kind.MALFORMED);
            assertThat(client.connected()).isTrue();
        }
    }

    @Test
    void whatIsNoDiameterEndsTheConnectionAndTheNextOneWorks() throws IOException {
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> asked = ask();
            hss.receive();
            hss.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());

            assertThat(refusal(asked).kind()).isEqualTo(Kind.UNREACHABLE);
        }
        try (RawPeer hss = connected()) {
            CompletableFuture<LocationInfoAnswer> asked = ask();
            hss.send(goodAnswer(hss, hss.receive()));
            assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join().result()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    /** RFC 6733 5.4: whatever cause a peer gives for leaving, the client tries again. */
    @Test
    void reconnectsAfterGoodbyeForEver() throws IOException {
        for (int cause = 0; cause <= 2; cause++) {
            int given = cause;
            try (RawPeer hss = connected()) {
                hss.send(hss.request(Dictionary.Command.DISCONNECT_PEER, 0, avps -> avps
                        .put(Name.ORIGIN_HOST, "hss.ims.example").put(Name.ORIGIN_REALM, "ims.example")
                        .put(Name.DISCONNECT_CAUSE, given)));
                assertThat(hss.receive().getCommandCode()).isEqualTo(Dictionary.Command.DISCONNECT_PEER.code());
                await().atMost(5, TimeUnit.SECONDS).until(() -> !client.connected());
            }
        }
        connected().close();
    }

    /** TS 29.228 6.1.3: RTR and PPR are not served yet; they are refused, not ignored (RFC 6733 7.1.3). */
    @Test
    void requestsOfTheServerAreRefused() throws IOException {
        try (RawPeer hss = connected()) {
            hss.send(hss.request(Dictionary.Command.REGISTRATION_TERMINATION, Dictionary.CX_APPLICATION,
                    RawPeer::common));
            IMessage answer = hss.receive();
            assertThat(answer.isError()).isTrue();
            assertThat(CommonAvps.result(new AvpReader(answer.getAvps()))).contains(ResultCode.COMMAND_UNSUPPORTED);
        }
    }

    @Test
    void aPeerThatStopsReadingNeverBlocksTheCaller() throws IOException {
        try (RawPeer hss = connected()) {
            long start = System.nanoTime();
            CompletableFuture<LocationInfoAnswer> last = ask();
            for (int i = 0; i < 50_000 && !(last.isCompletedExceptionally() && refusal(last).kind()
                    == Kind.UNREACHABLE); i++) {
                last = ask();
            }
            assertThat(refusal(last).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void reconnectsAfterTheServerWasRestarted() throws Exception {
        listening.close();
        client.close();
        FakeHss handler = new FakeHss();
        DiameterNode hss = server(0, handler);
        client = client(hss.port());
        await().atMost(5, TimeUnit.SECONDS).until(client::connected);
        hss.close();
        await().atMost(5, TimeUnit.SECONDS).until(() -> !client.connected());
        assertThat(refusal(ask()).kind()).isEqualTo(Kind.UNREACHABLE);

        try (DiameterNode again = server(hss.port(), handler)) {
            await().atMost(3, TimeUnit.SECONDS).until(client::connected);
            assertThat(ask().get(5, TimeUnit.SECONDS).result()).isEqualTo(ResultCode.SUCCESS);
            assertThat(again.connected()).isTrue();
        }
    }

    private DiameterNode server(int port, FakeHss handler) {
        return DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", port), trace,
                meters, handler);
    }

    @Test
    void closingEndsAllThreadsAndFailsWhatWaits() throws IOException, ExecutionException, InterruptedException {
        CompletableFuture<LocationInfoAnswer> asked;
        try (RawPeer hss = connected()) {
            asked = ask();
            hss.receive();
            assertThat(others).as("without its own threads").isNotEqualTo(diameterThreads());
            client.close();
        }
        assertThat(refusal(asked).kind()).isEqualTo(Kind.UNREACHABLE);
        await().atMost(5, TimeUnit.SECONDS).untilAsserted(() -> assertThat(others).containsAll(diameterThreads()));
    }

    private static Set<Thread> diameterThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(diameter-icscf|FSM-.*hss).*")).collect(Collectors.toSet());
    }
}
