package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;
import static org.calliope.ims.diameter.FakeHss.ALICE_PRIVATE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.cx.CxPushHandler;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.IdentityWithEmergencyRegistration;
import org.calliope.ims.cx.PushProfileAnswer;
import org.calliope.ims.cx.PushProfileRequest;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HSS begins: TS 29.228 6.1.3 and 6.2, RFC 6733 6.1.6 (a peer's request goes by the peer's connection). */
class PeersTest {

    private static final RegistrationTerminationRequest RTR = new RegistrationTerminationRequest(ALICE_PRIVATE,
            List.of(new PrivateIdentity("alice2@ims.example")), List.of(ALICE),
            new DeregistrationReason(DeregistrationReason.Code.REMOVE_S_CSCF, "moved"));

    private static final List<IdentityWithEmergencyRegistration> EMERGENCY = List.of(
            new IdentityWithEmergencyRegistration(ALICE_PRIVATE, ALICE),
            new IdentityWithEmergencyRegistration(ALICE_PRIVATE, new PublicIdentity("tel:+15551000")));

    private final Trace trace = new Trace(1_000, 1_000_000);
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private DiameterNode hss;

    private final class Handler implements CxPushHandler {

        @Override
        public RegistrationTerminationAnswer terminate(RegistrationTerminationRequest request, Asker from) {
            told.add(request);
            return new RegistrationTerminationAnswer(ResultCode.SUCCESS, request.associatedIdentities(), EMERGENCY);
        }

        @Override
        public PushProfileAnswer push(PushProfileRequest request, Asker from) {
            told.add(request);
            return new PushProfileAnswer(ResultCode.ERROR_TOO_MUCH_DATA);
        }
    }

    @BeforeEach
    void start() {
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0), trace,
                new SimpleMeterRegistry(), new FakeHss());
    }

    @AfterEach
    void stop() {
        hss.close();
    }

    private DiameterNode scscf(String host) {
        DiameterNode node = DiameterNode.client(host, "ims.example", ClientRules.cx(
                List.of(new PeerAddress("hss.ims.example", "127.0.0.1", hss.port())), Duration.ofSeconds(2))
                .with(new Handler()), trace, new SimpleMeterRegistry());
        await().atMost(5, TimeUnit.SECONDS).until(() -> hss.peers().connected(host));
        return node;
    }

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    /** TS 29.229 6.1.9 to 6.1.12. */
    @Test
    void registrationTerminationAndPushProfile() throws InterruptedException {
        try (DiameterNode one = scscf("scscf.ims.example"); DiameterNode two = scscf("scscf2.ims.example")) {
            assertThat(get(hss.peers().terminate("SCSCF.ims.example", RTR, Join.NONE)))
                    .isEqualTo(new RegistrationTerminationAnswer(ResultCode.SUCCESS, RTR.associatedIdentities(), EMERGENCY));
            assertThat(told.poll(1, TimeUnit.SECONDS)).isEqualTo(RTR);

            PushProfileRequest ppr = new PushProfileRequest(ALICE_PRIVATE, Optional.of(FakeHss.PROFILE),
                    Optional.of(FakeHss.CHARGING));
            assertThat(get(hss.peers().push("scscf2.ims.example", ppr, Join.NONE)).result())
                    .isEqualTo(ResultCode.ERROR_TOO_MUCH_DATA);
            assertThat(told.poll(1, TimeUnit.SECONDS)).isEqualTo(ppr);
            assertThat(one.connected() && two.connected()).isTrue();
        }
    }

    /** RFC 6733 6.1: the request names the peer, and comes after the CEA however early it was asked for. */
    @Test
    void aPeerIsToldAsSoonAsItIsThere() throws Exception {
        BlockingQueue<CompletableFuture<RegistrationTerminationAnswer>> answers = new LinkedBlockingQueue<>();
        hss.peers().onConnected(host -> answers.add(
                hss.peers().terminate(host, RTR, Join.NONE).toCompletableFuture()));
        try (RawPeer peer = RawPeer.connect(hss.port(), "raw.ims.example")) { // fails if the CEA is not the first
            IMessage request = peer.receive();
            assertThat(request.getCommandCode()).isEqualTo(Command.REGISTRATION_TERMINATION.code());
            assertThat(request.isProxiable()).isTrue();
            AvpReader in = new AvpReader(request.getAvps());
            assertThat(in.text(Name.DESTINATION_HOST)).isEqualTo("raw.ims.example");
            assertThat(in.group(Name.DEREGISTRATION_REASON).number(Name.REASON_CODE)).isEqualTo(3);
            peer.send(peer.goodAnswer(request, avps -> { }));
            assertThat(get(answers.poll(5, TimeUnit.SECONDS)).result()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    /** A queue that is opened late hears of whom it missed. */
    @Test
    void whoIsThereAlreadyIsToldOf() {
        BlockingQueue<String> hosts = new LinkedBlockingQueue<>();
        try (DiameterNode scscf = scscf("scscf.ims.example")) {
            hss.peers().onConnected(hosts::add);
            assertThat(hosts).contains("scscf.ims.example");
            assertThat(scscf.connected()).isTrue();
        }
    }

    private static void unreachable(CompletableFuture<?> answer) {
        assertThat(answer.orTimeout(5, TimeUnit.SECONDS).handle((got, failed) ->
                failed instanceof CompletionException wrapped ? wrapped.getCause() : failed).join())
                .isInstanceOfSatisfying(DiameterRefusal.class, refusal ->
                        assertThat(refusal.kind()).isEqualTo(DiameterRefusal.Kind.UNREACHABLE));
    }

    @Test
    void whoIsNotThereIsUnreachableAtOnce() {
        CompletableFuture<RegistrationTerminationAnswer> answer =
                hss.peers().terminate("scscf.ims.example", RTR, Join.NONE).toCompletableFuture();
        assertThat(answer).isCompletedExceptionally();
        unreachable(answer);
    }

    @Test
    void aPeerThatLeavesIsUnreachableAtOnce() throws IOException {
        RawPeer peer = RawPeer.connect(hss.port(), "raw.ims.example");
        await().atMost(5, TimeUnit.SECONDS).until(() -> hss.peers().connected("raw.ims.example"));
        CompletableFuture<RegistrationTerminationAnswer> answer =
                hss.peers().terminate("raw.ims.example", RTR, Join.NONE).toCompletableFuture();
        peer.receive();
        peer.close();
        unreachable(answer);
        assertThat(hss.peers().connected("raw.ims.example")).isFalse();
    }
}
