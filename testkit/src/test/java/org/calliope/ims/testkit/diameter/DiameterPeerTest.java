package org.calliope.ims.testkit.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.calliope.ims.testkit.diameter.DiameterPeer.CX;
import static org.calliope.ims.testkit.diameter.DiameterPeer.SH;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.cx.CxHandler;
import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.RegistrationTerminationAnswer;
import org.calliope.ims.cx.RegistrationTerminationRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.sh.ShHandler;
import org.calliope.ims.sh.UserDataAnswer;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HSS's Diameter node as a peer sees it that shares no code with it. */
class DiameterPeerTest {

    private static final int LIR = 302;
    private static final int RTR = 304;
    private static final int UDR = 306;

    private DiameterNode hss;

    @BeforeEach
    void start() {
        hss = DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", 0),
                new Trace(100, 100_000), new SimpleMeterRegistry(), Duration.ofSeconds(1), only(CxHandler.class, new LocationInfoAnswer(
                        ResultCode.SUCCESS, Optional.of("sip:s"), Optional.empty())),
                only(ShHandler.class, UserDataAnswer.of("<Sh-Data/>")));
    }

    /** A handler with one answer, whatever it is asked that has such an answer. */
    private static <T> T only(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == List.class ? List.of() : answer));
    }

    @AfterEach
    void stop() {
        hss.close();
    }

    private DiameterPeer peer(int... applications) throws IOException {
        return DiameterPeer.connect("127.0.0.1", hss.port(), "cscf.ims.example", "ims.example", applications);
    }

    /** RFC 6733 5.3.2: the CEA has every application of the node; TS 29.229 5.6 and TS 29.329 5.6: with the vendor. */
    @Test
    void theCapabilitiesHaveBothApplications() throws IOException {
        for (int[] shared : new int[][] {{CX}, {SH}, {CX, SH}}) {
            String host = "cscf" + shared[0] + shared.length + ".ims.example";
            try (DiameterPeer peer = DiameterPeer.silent("127.0.0.1", hss.port(), host, "ims.example")) {
                DiameterMessage answer = peer.ask(peer.capabilities(shared));
                assertThat(answer.result()).isEqualTo(DiameterPeer.SUCCESS);
                assertThat(answer.text(AvpName.ORIGIN_HOST)).isEqualTo("hss.ims.example");
                assertThat(answer.all(AvpName.VENDOR_SPECIFIC_APPLICATION_ID)).extracting(avp -> avp.group().stream()
                        .filter(inner -> inner.is(AvpName.AUTH_APPLICATION_ID)).findFirst().orElseThrow().number())
                        .contains((long) CX, (long) SH);
            }
        }
    }

    /** RFC 6733 5.3: DIAMETER_NO_COMMON_APPLICATION. */
    @Test
    void whoSharesNoApplicationIsSentAway() throws IOException {
        try (DiameterPeer peer = DiameterPeer.silent("127.0.0.1", hss.port(), "mme.ims.example", "ims.example")) {
            assertThat(peer.ask(peer.capabilities(16_777_251)).result()).isEqualTo(5010);
        }
    }

    /** RFC 6733 5.6: who says nothing is not kept. */
    @Test
    void whoDoesNotGreetIsSentAway() throws IOException {
        try (DiameterPeer peer = DiameterPeer.silent("127.0.0.1", hss.port(), "cscf.ims.example", "ims.example");
                DiameterPeer greeting = peer(CX)) {
            peer.awaitEnd();
            assertThat(greeting.ask(greeting.request(CX, LIR, Avp.of(AvpName.PUBLIC_IDENTITY,
                    "sip:alice@ims.example"))).result()).isEqualTo(DiameterPeer.SUCCESS);
        }
    }

    @Test
    void cxAndShByOneConnection() throws IOException {
        try (DiameterPeer peer = peer(CX, SH)) {
            DiameterMessage located = peer.ask(peer.request(CX, LIR,
                    Avp.of(AvpName.PUBLIC_IDENTITY, "sip:alice@ims.example")));
            assertThat(located.result()).isEqualTo(DiameterPeer.SUCCESS);
            assertThat(located.text(AvpName.SERVER_NAME)).isEqualTo("sip:s");
            assertThat(located.avps().get(0).is(AvpName.SESSION_ID)).isTrue();
            assertThat(located.group(AvpName.VENDOR_SPECIFIC_APPLICATION_ID)).containsExactly(
                    Avp.of(AvpName.VENDOR_ID, 10_415), Avp.of(AvpName.AUTH_APPLICATION_ID, CX));

            DiameterMessage read = peer.ask(peer.request(SH, UDR, Avp.of(AvpName.USER_IDENTITY,
                    Avp.of(AvpName.MSISDN, new byte[] {0x21, 0x43})), Avp.of(AvpName.DATA_REFERENCE, 17)));
            assertThat(read.text(AvpName.SH_USER_DATA)).isEqualTo("<Sh-Data/>");
            assertThat(read.application()).isEqualTo(SH);
        }
    }

    /** TS 29.329 6.3.1: a user has one of two names; 6.2.2.1: data that nobody knows. */
    @Test
    void shRequestsThatMakeNoSense() throws IOException {
        try (DiameterPeer peer = peer(SH)) {
            DiameterMessage both = peer.ask(peer.request(SH, UDR, Avp.of(AvpName.USER_IDENTITY,
                    Avp.of(AvpName.MSISDN, new byte[] {0x21}), Avp.of(AvpName.PUBLIC_IDENTITY, "sip:a@ims.example")),
                    Avp.of(AvpName.DATA_REFERENCE, 17)));
            assertThat(both.result()).isEqualTo(5007);
            assertThat(both.group(AvpName.FAILED_AVP)).hasSize(1).allSatisfy(avp -> {
                assertThat(avp.is(AvpName.USER_IDENTITY)).isTrue();
                assertThat(avp.group()).hasSize(2);
            });
            DiameterMessage unknown = peer.ask(peer.request(SH, UDR, Avp.of(AvpName.USER_IDENTITY,
                    Avp.of(AvpName.PUBLIC_IDENTITY, "sip:a@ims.example")), Avp.of(AvpName.DATA_REFERENCE, 20)));
            assertThat(unknown.experimentalResult()).isEqualTo(5100);
            assertThat(unknown.isError()).isFalse();
        }
    }

    /** TS 29.229 6.1.9: the HSS begins. */
    @Test
    void theHssTellsAPeer() throws Exception {
        try (DiameterPeer peer = peer(CX)) {
            await().atMost(5, TimeUnit.SECONDS).until(() -> hss.peers().connected("cscf.ims.example"));
            CompletableFuture<RegistrationTerminationAnswer> answer = hss.peers().terminate("cscf.ims.example",
                    new RegistrationTerminationRequest(new PrivateIdentity("alice@ims.example"), List.of(), List.of(),
                            new DeregistrationReason(DeregistrationReason.Code.PERMANENT_TERMINATION, "")),
                    Join.NONE).toCompletableFuture();
            DiameterMessage request = peer.receive();
            assertThat(request.command()).isEqualTo(RTR);
            assertThat(request.flags()).isEqualTo(DiameterMessage.REQUEST | DiameterMessage.PROXIABLE);
            assertThat(request.text(AvpName.DESTINATION_HOST)).isEqualTo("cscf.ims.example");
            peer.send(peer.answer(request, 5012));
            assertThat(answer.get(5, TimeUnit.SECONDS).result()).isEqualTo(ResultCode.UNABLE_TO_COMPLY);
        }
    }

    @Test
    void whatIsSentComesBackTheSame() {
        DiameterMessage message = new DiameterMessage(DiameterMessage.REQUEST, 300, CX, -1, 5, List.of(
                Avp.of(AvpName.USER_NAME, "a"), Avp.of(AvpName.SUPPORTED_FEATURES, Avp.of(AvpName.FEATURE_LIST, 7))));
        assertThat(DiameterMessage.decode(message.encode())).isEqualTo(message);
        assertThat(message.encode().length % 4).isZero();
        assertThatThrownBy(() -> Avp.of(AvpName.USER_NAME, "abcdefghi").group())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
