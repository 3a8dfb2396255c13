package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;
import static org.calliope.ims.diameter.FakeHss.ALICE_PRIVATE;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.Trace;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RFC 6733 says of every request, as an HSS keeps it. */
class RequestRulesTest {

    private static final int UNKNOWN = 3_999;

    private final FakeHss handler = new FakeHss();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private DiameterNode hss;
    private RawPeer peer;

    @BeforeEach
    void start() throws IOException {
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0),
                new Trace(1_000, 1_000_000), meters, List.of(new CxApplication(handler)),
                RequestServer.Limits.CLIENT, System::nanoTime);
        peer = RawPeer.connect(hss.port(), "raw.ims.example");
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        hss.close();
    }

    private static void uar(AvpWriter avps) {
        RawPeer.common(avps);
        CxRequests.write(new UserAuthorizationRequest(ALICE_PRIVATE, ALICE, "ims.example",
                UserAuthorizationType.REGISTRATION), avps);
    }

    private static void sar(AvpWriter avps) {
        RawPeer.common(avps);
        CxRequests.write(new ServerAssignmentRequest(Optional.of(ALICE_PRIVATE), List.of(ALICE), "sip:s",
                ServerAssignmentType.REGISTRATION, false), avps);
    }

    private IMessage sarOf(boolean again) {
        IMessage request = peer.request(Command.SERVER_ASSIGNMENT, Dictionary.CX_APPLICATION, RequestRulesTest::sar);
        request.setReTransmitted(again);
        return request;
    }

    private IMessage ask(Consumer<IMessage> change) throws IOException {
        IMessage request =
                peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, RequestRulesTest::uar);
        change.accept(request);
        peer.send(request);
        return peer.receive();
    }

    private void refused(IMessage answer, ResultCode result) {
        assertThat(CommonAvps.result(new AvpReader(answer.getAvps()))).contains(result);
        assertThat(answer.isError()).isEqualTo(result.code() / 1000 == 3);
        assertThat(new AvpReader(answer.getAvps()).text(Name.ERROR_MESSAGE)).contains(result.label());
        assertThat(meters.counter("ims.diameter.refused-requests", "node", "hss.ims.example", "result",
                result.name()).count()).isPositive();
    }

    private static List<Avp> failed(IMessage answer) throws AvpDataException {
        List<Avp> avps = new ArrayList<>();
        for (Avp group : answer.getAvps().getAvps(Name.FAILED_AVP.code())) {
            group.getGrouped().forEach(avps::add);
        }
        return avps;
    }

    /** RFC 6733 4.1 and 7.1.5: 5001 with the AVP as it came; also when it is inside a group. */
    @Test
    void anUnknownMandatoryAvpIsRefused() throws Exception {
        IMessage answer = ask(request -> request.getAvps().addAvp(UNKNOWN, new byte[] {7, 8}, 10_415, true, false));
        refused(answer, ResultCode.AVP_UNSUPPORTED);
        Avp failed = failed(answer).get(0);
        assertThat(failed.getCode()).isEqualTo(UNKNOWN);
        assertThat(failed.getVendorId()).isEqualTo(10_415);
        assertThat(failed.getRaw()).containsExactly(7, 8);
        refused(ask(request -> request.getAvps().addGroupedAvp(Name.SUPPORTED_FEATURES.code(), 10_415, false, false)
                .addAvp(UNKNOWN, new byte[3], true, false)), ResultCode.AVP_UNSUPPORTED);
    }

    /** RFC 6733 4.1: without the M bit it is passed over; the same code of another vendor is another AVP. */
    @Test
    void anUnknownAvpThatIsNotMandatoryIsIgnored() throws IOException {
        IMessage answer = ask(request -> {
            request.getAvps().addAvp(UNKNOWN, new byte[5], false, false);
            request.getAvps().addAvp(Name.USER_NAME.code(), new byte[5], 99, false, false);
        });
        assertThat(CommonAvps.result(new AvpReader(answer.getAvps()))).contains(ResultCode.FIRST_REGISTRATION);
    }

    /** TS 29.229 6.1.3: what a release knows and we have no use for, as SCSCF-Restoration-Info, is no reason. */
    @Test
    void whatWeSkipIsNoReasonToRefuse() throws IOException {
        peer.send(peer.request(Command.SERVER_ASSIGNMENT, Dictionary.CX_APPLICATION, avps -> {
            sar(avps);
            avps.group(Name.SCSCF_RESTORATION_INFO, group -> group.avps().addAvp(649, new byte[8], 10_415, true,
                    false));
        }));
        assertThat(CommonAvps.result(new AvpReader(peer.receive().getAvps()))).contains(ResultCode.SUCCESS);
    }

    /** RFC 6733 7.1.5: 5009 with the first AVP beyond what is allowed. */
    @Test
    void anAvpThatOccursTooOftenIsRefused() throws Exception {
        IMessage answer = ask(request -> new AvpWriter(request.getAvps()).put(Name.USER_NAME, "second@ims.example"));
        refused(answer, ResultCode.AVP_OCCURS_TOO_MANY_TIMES);
        assertThat(failed(answer)).hasSize(1);
        assertThat(failed(answer).get(0).getUTF8String()).isEqualTo("second@ims.example");
    }

    /** RFC 6733 7.1.5: 5014, for a number that has not four bytes and for AVPs that cannot be told apart. */
    @Test
    void aWrongLengthIsRefused() throws Exception {
        IMessage answer = ask(request -> {
            request.getAvps().removeAvp(Name.USER_AUTHORIZATION_TYPE.code(), 10_415);
            request.getAvps().addAvp(Name.USER_AUTHORIZATION_TYPE.code(), new byte[3], 10_415, true, false);
        });
        refused(answer, ResultCode.INVALID_AVP_LENGTH);
        assertThat(failed(answer).get(0).getCode()).isEqualTo(Name.USER_AUTHORIZATION_TYPE.code());

        byte[] request = RawPeer.bytes(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, avps -> {
            avps.put(Name.SESSION_ID, "raw;9;9");
            avps.put(Name.ORIGIN_HOST, "raw.ims.example");
        }));
        int second = Dictionary.HEADER_LENGTH + 16;
        ByteBuffer.wrap(request).putInt(second + 4, 0x40_00_00_07); // shorter than its own header
        peer.send(request);
        IMessage broken = peer.receive();
        assertThat(CommonAvps.result(new AvpReader(broken.getAvps()))).contains(ResultCode.INVALID_AVP_LENGTH);
        assertThat(new AvpReader(broken.getAvps()).text(Name.SESSION_ID)).isEqualTo("raw;9;9");
        assertThat(failed(broken).get(0).getCode()).isEqualTo(Name.ORIGIN_HOST.code());
        assertThat(failed(broken).get(0).isMandatory()).isTrue();
    }

    /** RFC 6733 7.1.5: 5015 and 5011; after that nothing can be told apart, so the connection ends. */
    @Test
    void whatCannotBeFramedIsAnsweredAndEndsTheConnection() throws IOException {
        byte[] bytes = RawPeer.bytes(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION,
                RequestRulesTest::uar));
        byte[] cut = bytes.clone();
        cut[3]++;
        byte[] future = bytes.clone();
        future[0] = 2;
        for (byte[] wrong : List.of(cut, future)) {
            try (RawPeer other = RawPeer.connect(hss.port(), "other" + wrong[0] + ".ims.example")) {
                other.send(wrong);
                IMessage answer = other.receive();
                assertThat(answer.getEndToEndIdentifier()).isEqualTo(78);
                assertThat(CommonAvps.result(new AvpReader(answer.getAvps()))).contains(wrong == cut
                        ? ResultCode.INVALID_MESSAGE_LENGTH : ResultCode.UNSUPPORTED_VERSION);
                assertThat(other.closedByPeer()).isTrue();
            }
        }
        assertThat(meters.counter("ims.diameter.broken-messages", "node", "hss.ims.example").count()).isEqualTo(2);
    }

    /** RFC 6733 7.1.3: bits of the header that a request of this command cannot have. */
    @Test
    void wrongHeaderBitsAreRefused() throws IOException {
        refused(ask(request -> request.setError(true)), ResultCode.INVALID_HDR_BITS);
        refused(ask(request -> request.setProxiable(false)), ResultCode.INVALID_HDR_BITS);
    }

    /** RFC 6733 7.1.3: Sh is not offered here, and a command is of one application. */
    @Test
    void applicationsAndCommandsThatAreNotServed() throws IOException {
        refused(ask(request -> request.setHeaderApplicationId(Dictionary.SH_APPLICATION)),
                ResultCode.APPLICATION_UNSUPPORTED);
        peer.send(peer.request(Command.USER_DATA, Dictionary.CX_APPLICATION, RequestRulesTest::uar));
        refused(peer.receive(), ResultCode.COMMAND_UNSUPPORTED);
    }

    /** RFC 6733 7.1.5: an application in the AVPs that is not that of the header. */
    @Test
    void contradictingApplicationsAreRefused() throws Exception {
        IMessage answer = ask(request -> {
            request.getAvps().removeAvp(Name.VENDOR_SPECIFIC_APPLICATION_ID.code());
            CommonAvps.application(new AvpWriter(request.getAvps()), Dictionary.SH_APPLICATION);
        });
        refused(answer, ResultCode.CONTRADICTING_AVPS);
        assertThat(failed(answer)).extracting(Avp::getCode)
                .containsExactly(Name.VENDOR_SPECIFIC_APPLICATION_ID.code());
    }

    /** RFC 6733 6.1.3. */
    @Test
    void aRequestThatCameByHereBeforeIsALoop() throws IOException {
        refused(ask(request -> new AvpWriter(request.getAvps()).put(Name.ROUTE_RECORD, "relay.example")
                .put(Name.ROUTE_RECORD, "HSS.ims.example")), ResultCode.LOOP_DETECTED);
    }

    /** RFC 6733 6.2 and 8.8: Session-Id is first, Proxy-Info comes back in the same order, also in errors. */
    @Test
    void proxyInfoComesBackInOrder() throws Exception {
        for (String user : List.of("alice@ims.example", "")) {
            IMessage answer = ask(request -> {
                AvpWriter out = new AvpWriter(request.getAvps());
                for (String proxy : List.of("first", "second", "third")) {
                    out.group(Name.PROXY_INFO, group -> group.put(Name.PROXY_HOST, proxy + ".example")
                            .put(Name.PROXY_STATE, proxy));
                }
                request.getAvps().removeAvp(Name.USER_NAME.code());
                out.put(Name.USER_NAME, user);
            });
            List<String> states = new ArrayList<>();
            for (Avp info : answer.getAvps().getAvps(Name.PROXY_INFO.code())) {
                states.add(new AvpReader(info.getGrouped()).text(Name.PROXY_STATE));
            }
            assertThat(states).containsExactly("first", "second", "third");
            assertThat(answer.getAvps().getAvpByIndex(0).getCode()).isEqualTo(Name.SESSION_ID.code());
        }
    }

    /** TS 29.229 7.2.1: who says what it supports is told what we do; with the M bit what we lack is an error. */
    @Test
    void supportedFeatures() throws IOException {
        handler.features = List.of(SupportedFeatures.of(1, 0b101));
        assertThat(CommonAvps.features(new AvpReader(ask(request -> { }).getAvps()))).isEmpty();
        for (boolean needed : new boolean[] {false, true}) {
            for (int bits : new int[] {0b100, 0b110}) {
                IMessage answer = ask(request -> new AvpWriter(request.getAvps().addGroupedAvp(
                        Name.SUPPORTED_FEATURES.code(), 10_415, needed, false)).put(Name.VENDOR_ID, 10_415)
                        .put(Name.FEATURE_LIST_ID, 1).put(Name.FEATURE_LIST, bits));
                assertThat(CommonAvps.result(new AvpReader(answer.getAvps()))).contains(needed && bits == 0b110
                        ? ResultCode.ERROR_FEATURE_UNSUPPORTED : ResultCode.FIRST_REGISTRATION);
                assertThat(CommonAvps.features(new AvpReader(answer.getAvps())))
                        .containsExactly(SupportedFeatures.of(1, 0b101));
            }
        }
    }

    /** RFC 6733 3, T bit: the answer is repeated, the assignment is not; also when it comes by a relay. */
    @Test
    void aRequestThatComesAgainIsCarriedOutOnce() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        handler.onAssign = () -> {
            try {
                hold.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return ServerAssignmentAnswer.of(ResultCode.ERROR_IN_ASSIGNMENT_TYPE);
        };
        try (RawPeer other = RawPeer.connect(hss.port(), "relay.ims.example")) {
            peer.send(sarOf(false));
            await().atMost(5, TimeUnit.SECONDS).until(() -> handler.asked.size() == 1);
            IMessage again = sarOf(true);
            again.setHopByHopIdentifier(500);
            other.send(again);
            await().atMost(5, TimeUnit.SECONDS).until(() -> meters.counter("ims.diameter.repeated-requests", "node",
                    "hss.ims.example").count() == 1);
            hold.countDown();
            IMessage late = other.receive();
            assertThat(late.getHopByHopIdentifier()).isEqualTo(500);
            assertThat(late.isReTransmitted()).isFalse();
            for (IMessage answer : List.of(peer.receive(), late)) {
                assertThat(CommonAvps.result(new AvpReader(answer.getAvps())))
                        .contains(ResultCode.ERROR_IN_ASSIGNMENT_TYPE);
            }
            other.send(again);
            other.receive();
        }
        assertThat(handler.asked).hasSize(1);
    }

    /** RFC 6733 3, T bit: the answer that is repeated has all that the first had. */
    @Test
    void aRepeatedAnswerIsWhole() throws Exception {
        handler.onAssign = () -> new ServerAssignmentAnswer(ResultCode.SUCCESS, Optional.empty(), Optional.empty(),
                Optional.of(ALICE_PRIVATE), List.of(ALICE_PRIVATE), true, Optional.of("sip:!.*!"), Optional.empty());
        List<List<String>> answers = new ArrayList<>();
        for (boolean again : new boolean[] {false, true}) {
            peer.send(sarOf(again));
            List<String> avps = new ArrayList<>();
            for (Avp avp : peer.receive().getAvps()) {
                avps.add(avp.getCode() + " " + HexFormat.of().formatHex(avp.getRaw()));
            }
            answers.add(avps);
        }
        assertThat(handler.asked).hasSize(1);
        assertThat(answers.get(0)).hasSizeGreaterThan(8);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
    }

    /** Without the T bit it is another request whose number came round; and a new one with it is carried out. */
    @Test
    void onlyWhatSaysThatItComesAgainIsTakenForThat() throws IOException {
        for (boolean again : new boolean[] {true, false, false}) {
            peer.send(sarOf(again));
            peer.receive();
        }
        assertThat(handler.asked).hasSize(3);
    }

    /** A handler that failed may do better the next time. */
    @Test
    void aFailureIsNotRepeated() throws IOException {
        handler.onAssign = () -> {
            throw new IllegalStateException("no store");
        };
        peer.send(sarOf(false));
        assertThat(CommonAvps.result(new AvpReader(peer.receive().getAvps()))).contains(ResultCode.UNABLE_TO_COMPLY);
        handler.onAssign = () -> ServerAssignmentAnswer.of(ResultCode.SUCCESS);
        peer.send(sarOf(true));
        assertThat(CommonAvps.result(new AvpReader(peer.receive().getAvps()))).contains(ResultCode.SUCCESS);
    }

    /** A message that comes in pieces is one; one that never ends does not hold up the others. */
    @Test
    void messagesMayComeInPieces() throws IOException {
        byte[] bytes = RawPeer.bytes(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION,
                RequestRulesTest::uar));
        try (RawPeer half = RawPeer.connect(hss.port(), "half.ims.example")) {
            half.send(Arrays.copyOf(bytes, bytes.length - 1));
            for (byte one : bytes) {
                peer.send(new byte[] {one});
            }
            assertThat(CommonAvps.result(new AvpReader(peer.receive().getAvps())))
                    .contains(ResultCode.FIRST_REGISTRATION);
        }
        assertThat(handler.asked).hasSize(1);
    }
}
