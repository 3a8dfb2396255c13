package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.diameter.FakeHss.ALICE;
import static org.calliope.ims.diameter.FakeHss.ALICE_PRIVATE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All Cx commands over real TCP between nodes of one process: TS 29.228 6, TS 29.229 6.1. */
class CxTest {

    private static final UserAuthorizationRequest UAR = new UserAuthorizationRequest(ALICE_PRIVATE, ALICE,
            "ims.example", UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);

    private static final FakeHss HANDLER = new FakeHss();
    private static final Trace TRACE = new Trace(10_000, 10_000_000);
    private static DiameterNode hss;
    private static DiameterNode icscf;
    private static DiameterNode scscf;

    @BeforeAll
    static void start() {
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0), TRACE,
                new SimpleMeterRegistry(), HANDLER);
        icscf = client("icscf.ims.example");
        scscf = client("scscf.ims.example");
        await().atMost(5, TimeUnit.SECONDS).until(() -> icscf.connected() && scscf.connected());
    }

    private static DiameterNode client(String host) {
        return DiameterNode.client(host, "ims.example", new PeerAddress("hss.ims.example", "127.0.0.1", hss.port()),
                Duration.ofSeconds(2), TRACE, new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        icscf.close();
        scscf.close();
        hss.close();
    }

    private static <A> A get(CompletionStage<A> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Test
    void userAuthorization() throws Exception {
        UserAuthorizationAnswer answer = get(icscf.cx().authorize(UAR, Join.NONE));

        assertThat(answer.result()).isEqualTo(ResultCode.FIRST_REGISTRATION);
        assertThat(answer.capabilities()).contains(FakeHss.CAPABILITIES);
        assertThat(answer.serverName()).isEmpty();
        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(UAR);
    }

    @Test
    void locationInfo() throws Exception {
        LocationInfoRequest request = new LocationInfoRequest(ALICE, true);
        LocationInfoAnswer answer = get(icscf.cx().locate(request, Join.NONE));

        assertThat(answer).isEqualTo(new LocationInfoAnswer(ResultCode.SUCCESS, Optional.of("sip:127.0.0.1:5064"),
                Optional.empty()));
        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
    }

    @Test
    void multimediaAuth() throws Exception {
        MultimediaAuthRequest request = new MultimediaAuthRequest(ALICE_PRIVATE, ALICE, "sip:127.0.0.1:5064",
                AuthScheme.SIP_DIGEST, 1, Optional.empty());
        MultimediaAuthAnswer answer = get(scscf.cx().authenticate(request, Join.NONE));

        assertThat(answer).isEqualTo(new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.of(
                new DigestAuthenticate("ims.example", "MD5", "auth", "939e7578ed9e3c518a452acee763bce9"))));
        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
    }

    @Test
    void serverAssignment() throws Exception {
        ServerAssignmentRequest request = new ServerAssignmentRequest(Optional.of(ALICE_PRIVATE), List.of(ALICE),
                "sip:127.0.0.1:5064", ServerAssignmentType.REGISTRATION, false);
        ServerAssignmentAnswer answer = get(scscf.cx().assign(request, Join.NONE));

        assertThat(answer).isEqualTo(new ServerAssignmentAnswer(ResultCode.SUCCESS, Optional.of(FakeHss.PROFILE),
                Optional.of(FakeHss.CHARGING)));
        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(request);
    }

    /** TS 29.228 6.1.2: a de-registration may name the private identity alone, a call to the unregistered none. */
    @Test
    void serverAssignmentWithoutTheOptionalIdentities() throws Exception {
        ServerAssignmentRequest all = new ServerAssignmentRequest(Optional.of(ALICE_PRIVATE), List.of(),
                "sip:127.0.0.1:5064", ServerAssignmentType.USER_DEREGISTRATION, true);
        ServerAssignmentRequest unregistered = new ServerAssignmentRequest(Optional.empty(), List.of(ALICE),
                "sip:127.0.0.1:5064", ServerAssignmentType.UNREGISTERED_USER, false);
        get(scscf.cx().assign(all, Join.NONE));
        get(scscf.cx().assign(unregistered, Join.NONE));

        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(all);
        assertThat(HANDLER.asked.poll(1, TimeUnit.SECONDS)).isEqualTo(unregistered);
    }

    @Test
    void everyResultCodeArrivesAsItWasSent() {
        for (ResultCode code : ResultCode.values()) {
            HANDLER.onAuthorize = () -> UserAuthorizationAnswer.of(code);
            assertThat(get(icscf.cx().authorize(UAR, Join.NONE)).result()).isEqualTo(code);
            HANDLER.onAuthorize = () -> {
                throw new DiameterRefusal(code, "");
            };
            assertThat(get(icscf.cx().authorize(UAR, Join.NONE)).result()).isEqualTo(code);
        }
        HANDLER.asked.clear();
        HANDLER.onAuthorize = () -> new UserAuthorizationAnswer(ResultCode.FIRST_REGISTRATION, Optional.empty(),
                Optional.of(FakeHss.CAPABILITIES));
    }

    @Test
    void twoHundredAtOnceFromTwoNodes() {
        List<CompletableFuture<LocationInfoAnswer>> answers = IntStream.range(0, 200).mapToObj(i ->
                (i % 2 == 0 ? icscf : scscf).cx().locate(new LocationInfoRequest(ALICE, false), Join.NONE)
                        .toCompletableFuture()).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(get(answer).result()).isEqualTo(ResultCode.SUCCESS));
        HANDLER.asked.clear();
    }

    /** Each message stands in the trace once though both ends write into it, is joined by its dialog, and masked. */
    @Test
    void traceHasBothMessagesOnceJoinedAndMasked() {
        get(scscf.cx().authenticate(new MultimediaAuthRequest(ALICE_PRIVATE, ALICE, "sip:127.0.0.1:5064",
                AuthScheme.SIP_DIGEST, 1, Optional.empty()), Join.callId("c1@host").withIcid("icid-1")));
        HANDLER.asked.clear();

        List<DiameterEvent> events = TRACE.joined(TraceQuery.icid("icid-1")).stream()
                .map(DiameterEvent.class::cast).toList();
        assertThat(events).extracting(DiameterEvent::command).containsExactly("MAR", "MAA");
        assertThat(events).extracting(DiameterEvent::from).containsExactly("S-CSCF", "HSS");
        assertThat(events).extracting(DiameterEvent::to).containsExactly("HSS", "S-CSCF");
        assertThat(events).extracting(DiameterEvent::result).containsExactly("", "DIAMETER_SUCCESS (2001)");
        assertThat(events.get(0).join().registration()).isEqualTo("sip:alice@ims.example");
        assertThat(events.get(0).avps()).contains("User-Name: alice@ims.example",
                "SIP-Auth-Data-Item: { SIP-Authentication-Scheme: SIP Digest }",
                "Vendor-Specific-Application-Id: { Vendor-Id: 10415, Auth-Application-Id: 16777216 }");
        assertThat(events.get(1).avps()).anySatisfy(line -> assertThat(line).contains("Digest-Realm: ims.example")
                .contains("Digest-HA1: ***")).noneMatch(line -> line.contains("939e7578"));
    }
}
