package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.StackConfiguration.Watchdog;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client with an HSS and a stand-in: RFC 6733 5.5.4, RFC 3539 3.4. */
class FailoverTest {

    private static final String PRIMARY = "hss.ims.example";
    private static final String STAND_IN = "hss2.ims.example";

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private ServerSocket primary;
    private ServerSocket standIn;
    private DiameterNode client;

    @BeforeEach
    void start() throws IOException {
        primary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        standIn = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        client = DiameterNode.client("icscf.ims.example", "ims.example", ClientRules.cx(List.of(
                        new PeerAddress(PRIMARY, "127.0.0.1", primary.getLocalPort()),
                        new PeerAddress(STAND_IN, "127.0.0.1", standIn.getLocalPort())), Duration.ofSeconds(15))
                .with(new Watchdog(Duration.ofSeconds(1), Duration.ofSeconds(1))),
                new Trace(1_000, 1_000_000), meters);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        primary.close();
        standIn.close();
    }

    private CompletableFuture<LocationInfoAnswer> ask() {
        return client.cx().locate(new LocationInfoRequest(ALICE, false), Join.NONE).toCompletableFuture();
    }

    private static String destination(IMessage request) {
        return new AvpReader(request.getAvps()).text(Name.DESTINATION_HOST);
    }

    private static void answers(RawPeer hss, IMessage request, CompletableFuture<LocationInfoAnswer> asked)
            throws IOException {
        hss.send(hss.goodAnswer(request, out -> out.put(Name.SERVER_NAME, "sip:s")));
        assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join().serverName()).contains("sip:s");
    }

    /** What waits goes out again with the T bit and the same End-to-End Identifier; then the primary is back. */
    @Test
    void aLostConnectionIsMadeUpForAndThePrimaryComesBack() throws IOException {
        try (RawPeer second = RawPeer.accept(standIn, STAND_IN)) {
            IMessage before;
            CompletableFuture<LocationInfoAnswer> asked;
            try (RawPeer first = RawPeer.accept(primary, PRIMARY)) {
                await().atMost(5, TimeUnit.SECONDS).until(() -> client.connected());
                asked = awaitAskedOf(first);
                before = first.receiveRequest();
                assertThat(before.isReTransmitted()).isFalse();
            }
            IMessage again = second.receiveRequest();
            assertThat(again.isReTransmitted()).isTrue();
            assertThat(again.getEndToEndIdentifier()).isEqualTo(before.getEndToEndIdentifier());
            assertThat(destination(again)).isEqualTo(STAND_IN);
            assertThat(new AvpReader(again.getAvps()).text(Name.SESSION_ID))
                    .isEqualTo(new AvpReader(before.getAvps()).text(Name.SESSION_ID));
            answers(second, again, asked);
            assertThat(meters.counter("ims.diameter.failovers", "node", "icscf.ims.example").count()).isEqualTo(1);

            try (RawPeer first = RawPeer.accept(primary, PRIMARY)) {
                CompletableFuture<LocationInfoAnswer> back = awaitAskedOf(first);
                answers(first, first.receiveRequest(), back);
            }
        }
    }

    /** RFC 3539 3.4.1: a peer that keeps the connection and says nothing is given up. */
    @Test
    void aPeerThatFallsSilentIsGivenUp() throws IOException {
        try (RawPeer first = RawPeer.accept(primary, PRIMARY); RawPeer second = RawPeer.accept(standIn, STAND_IN)) {
            CompletableFuture<LocationInfoAnswer> asked = awaitAskedOf(first);
            first.receiveRequest(); // and nothing more is read or answered there
            IMessage again = second.receiveRequest();
            assertThat(again.isReTransmitted()).isTrue();
            answers(second, again, asked);
        }
    }

    /** RFC 6733 7.1.3: another is asked, and what that one says is the answer. */
    @Test
    void anHssThatIsTooBusyIsNotTheLast() throws IOException {
        try (RawPeer first = RawPeer.accept(primary, PRIMARY); RawPeer second = RawPeer.accept(standIn, STAND_IN)) {
            await().atMost(5, TimeUnit.SECONDS).until(() -> client.connected(STAND_IN));
            CompletableFuture<LocationInfoAnswer> asked = awaitAskedOf(first);
            tooBusy(first, first.receiveRequest());
            IMessage again = second.receiveRequest();
            assertThat(again.isReTransmitted()).isFalse();
            tooBusy(second, again);
            assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join().result()).isEqualTo(ResultCode.TOO_BUSY);
        }
    }

    private static void tooBusy(RawPeer hss, IMessage request) throws IOException {
        IMessage answer = hss.goodAnswer(request, out -> { });
        answer.getAvps().removeAvp(Name.RESULT_CODE.code());
        new AvpWriter(answer.getAvps()).put(Name.RESULT_CODE, ResultCode.TOO_BUSY.code());
        answer.setError(true);
        hss.send(answer);
    }

    /** Asks when the client knows this peer's CEA: a CEA is read after it was sent. */
    private CompletableFuture<LocationInfoAnswer> awaitAskedOf(RawPeer peer) {
        await().atMost(5, TimeUnit.SECONDS).until(() -> client.connected(peer.host()));
        return ask();
    }
}
