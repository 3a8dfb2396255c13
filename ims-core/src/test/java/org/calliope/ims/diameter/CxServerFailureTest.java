package org.calliope.ims.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.node.DiameterEndpoint;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Trace;
import org.jdiameter.client.api.IMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Diameter server answers to requests that are wrong, RFC 6733 7. */
class CxServerFailureTest {

    /** As many requests as have come and been begun have asked for the time. */
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private final FakeHss handler = new FakeHss();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Trace trace = new Trace(1_000, 1_000_000);
    private DiameterNode hss;
    private RawPeer peer;

    @BeforeEach
    void start() throws IOException {
        hss = server(0);
        peer = RawPeer.connect(hss.port(), "raw.ims.example");
    }

    private DiameterNode server(int port) {
        return DiameterNode.server("hss.ims.example", "ims.example", new DiameterEndpoint("127.0.0.1", port), trace,
                meters, List.of(new CxApplication(handler)), new RequestServer.Limits(1, 1, Duration.ofSeconds(1)), () -> {
                    asked.incrementAndGet();
                    return now.get();
                });
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        hss.close();
    }

    private static void uar(AvpWriter avps) {
        RawPeer.common(avps);
        CxRequests.write(new org.calliope.ims.cx.UserAuthorizationRequest(FakeHss.ALICE_PRIVATE, FakeHss.ALICE,
                "ims.example", org.calliope.ims.cx.UserAuthorizationType.REGISTRATION), avps);
    }

    private IMessage ask(Consumer<IMessage> spoil) throws IOException {
        IMessage request = peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION,
                CxServerFailureTest::uar);
        spoil.accept(request);
        peer.send(request);
        IMessage answer = peer.receive();
        assertThat(answer.isRequest()).isFalse();
        assertThat(answer.getHopByHopIdentifier()).isEqualTo(request.getHopByHopIdentifier());
        assertThat(answer.getEndToEndIdentifier()).isEqualTo(request.getEndToEndIdentifier());
        assertThat(new AvpReader(answer.getAvps()).text(Name.ORIGIN_HOST)).isEqualTo("hss.ims.example");
        return answer;
    }

    private static ResultCode result(IMessage answer) {
        return CommonAvps.result(new AvpReader(answer.getAvps())).orElseThrow();
    }

    private static Consumer<IMessage> without(Name name) {
        return request -> request.getAvps().removeAvp(name.code(), name.vendor());
    }

    private static Consumer<IMessage> with(Name name, String value) {
        return request -> {
            request.getAvps().removeAvp(name.code(), name.vendor());
            new AvpWriter(request.getAvps()).put(name, value);
        };
    }

    @Test
    void aGoodRequestIsAnswered() throws IOException {
        IMessage answer = ask(request -> { });
        assertThat(result(answer)).isEqualTo(ResultCode.FIRST_REGISTRATION);
        assertThat(answer.isError()).isFalse();
        assertThat(new AvpReader(answer.getAvps()).text(Name.SESSION_ID)).isEqualTo("raw;1;1");
        assertThat(new AvpReader(answer.getAvps()).group(Name.EXPERIMENTAL_RESULT).number(Name.VENDOR_ID))
                .isEqualTo(Dictionary.VENDOR_3GPP);
    }

    /** RFC 6733 7.1.5 and 7.5: DIAMETER_MISSING_AVP names the AVP in Failed-AVP. */
    @Test
    void missingAvp() throws IOException {
        for (Name name : new Name[] {Name.USER_NAME, Name.PUBLIC_IDENTITY, Name.VISITED_NETWORK_IDENTIFIER,
                Name.DESTINATION_REALM, Name.ORIGIN_HOST, Name.AUTH_SESSION_STATE}) {
            IMessage answer = ask(without(name));
            assertThat(result(answer)).as(name.spelling()).isEqualTo(ResultCode.MISSING_AVP);
            assertThat(new AvpReader(answer.getAvps()).group(Name.FAILED_AVP).has(name)).isTrue();
        }
    }

    @Test
    void invalidAvpValue() throws IOException {
        IMessage answer = ask(with(Name.PUBLIC_IDENTITY, "mailto:alice@ims.example"));
        assertThat(result(answer)).isEqualTo(ResultCode.INVALID_AVP_VALUE);
        assertThat(new AvpReader(answer.getAvps()).group(Name.FAILED_AVP).text(Name.PUBLIC_IDENTITY))
                .isEqualTo("mailto:alice@ims.example");
        assertThat(result(ask(request -> {
            without(Name.USER_AUTHORIZATION_TYPE).accept(request);
            new AvpWriter(request.getAvps()).put(Name.USER_AUTHORIZATION_TYPE, 9);
        }))).isEqualTo(ResultCode.INVALID_AVP_VALUE);
    }

    /** RFC 6733 7.1.3: protocol errors have the E bit. */
    @Test
    void notForThisNode() throws IOException {
        IMessage realm = ask(with(Name.DESTINATION_REALM, "elsewhere.example"));
        assertThat(result(realm)).isEqualTo(ResultCode.REALM_NOT_SERVED);
        assertThat(realm.isError()).isTrue();
        assertThat(result(ask(with(Name.DESTINATION_HOST, "other.ims.example"))))
                .isEqualTo(ResultCode.UNABLE_TO_DELIVER);
        assertThat(result(ask(request -> request.setHeaderApplicationId(4))))
                .isEqualTo(ResultCode.APPLICATION_UNSUPPORTED);
    }

    @Test
    void unknownCommand() throws IOException {
        IMessage request = peer.request(Command.PUSH_PROFILE, Dictionary.CX_APPLICATION, RawPeer::common);
        peer.send(request);
        IMessage answer = peer.receive();
        assertThat(result(answer)).isEqualTo(ResultCode.COMMAND_UNSUPPORTED);
        assertThat(answer.isError()).isTrue();
    }

    /** TS 29.228 6.3.1: a scheme that the HSS does not know. */
    @Test
    void unknownAuthenticationScheme() throws IOException {
        IMessage request = peer.request(Command.MULTIMEDIA_AUTH, Dictionary.CX_APPLICATION, avps -> {
            RawPeer.common(avps);
            avps.put(Name.USER_NAME, "alice@ims.example").put(Name.PUBLIC_IDENTITY, "sip:alice@ims.example")
                    .put(Name.SERVER_NAME, "sip:s").put(Name.SIP_NUMBER_AUTH_ITEMS, 1)
                    .group(Name.SIP_AUTH_DATA_ITEM, item -> item.put(Name.SIP_AUTHENTICATION_SCHEME, "Retina"));
        });
        peer.send(request);
        assertThat(result(peer.receive())).isEqualTo(ResultCode.ERROR_AUTH_SCHEME_NOT_SUPPORTED);
    }

    @Test
    void handlerThatFails() throws IOException {
        handler.onAuthorize = () -> {
            throw new IllegalStateException("no store");
        };
        for (int i = 1; i <= 3; i++) {
            assertThat(result(ask(request -> { }))).isEqualTo(ResultCode.UNABLE_TO_COMPLY);
        }
        assertThat(meters.counter("ims.diameter.handler-failures", "node", "hss.ims.example").count()).isEqualTo(3);
    }

    @Test
    void avpsThatCannotBeToldApart() throws IOException {
        byte[] request = RawPeer.bytes(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION,
                CxServerFailureTest::uar));
        request[Dictionary.HEADER_LENGTH + 6] = 127;
        peer.send(request);
        assertThat(result(peer.receive())).isEqualTo(ResultCode.INVALID_AVP_LENGTH);
        assertThat(result(ask(good -> { }))).isEqualTo(ResultCode.FIRST_REGISTRATION);
    }

    /** More than the worker and the one place in the queue can take: DIAMETER_TOO_BUSY at once. */
    @Test
    void tooBusy() throws IOException {
        CountDownLatch hold = held();
        peer.send(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, CxServerFailureTest::uar));
        peer.send(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, CxServerFailureTest::uar));
        assertThat(result(peer.receive())).isEqualTo(ResultCode.TOO_BUSY);
        hold.countDown();
        assertThat(result(peer.receive())).isEqualTo(ResultCode.SUCCESS);
        assertThat(result(peer.receive())).isEqualTo(ResultCode.SUCCESS);
    }

    /** RFC 6733 7.1.3: an answer that nobody waits for any more is not worth the work. */
    @Test
    void tooLate() throws IOException {
        CountDownLatch hold = held();
        peer.send(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, CxServerFailureTest::uar));
        await().atMost(20, TimeUnit.SECONDS).until(() -> asked.get() == 3);
        now.addAndGet(Duration.ofSeconds(1).toNanos() + 1);
        hold.countDown();

        assertThat(result(peer.receive())).isEqualTo(ResultCode.SUCCESS);
        assertThat(result(peer.receive())).isEqualTo(ResultCode.TOO_BUSY);
        assertThat(handler.asked).hasSize(1);
        assertThat(meters.get("ims.diameter.too-busy").counter().count()).isEqualTo(1);
        assertThat(result(ask(request -> { }))).isEqualTo(ResultCode.SUCCESS);
    }

    /** @return which lets go of the only worker, and of the request that it is handling */
    private CountDownLatch held() throws IOException {
        CountDownLatch hold = new CountDownLatch(1);
        handler.onAuthorize = () -> {
            try {
                hold.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return UserAuthorizationAnswer.of(ResultCode.SUCCESS);
        };
        peer.send(peer.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION, CxServerFailureTest::uar));
        await().atMost(20, TimeUnit.SECONDS).until(() -> handler.asked.size() == 1);
        return hold;
    }

    /** RFC 6733 5.6.1: before the capabilities are exchanged nothing else is taken. */
    @Test
    void requestsBeforeTheCapabilitiesAreNotServed() throws IOException {
        try (RawPeer silent = RawPeer.connectSilently(hss.port())) {
            silent.send(silent.request(Command.USER_AUTHORIZATION, Dictionary.CX_APPLICATION,
                    CxServerFailureTest::uar));
            assertThat(silent.closedByPeer()).isTrue();
        }
        assertThat(handler.asked).isEmpty();
    }

    @Test
    void whatIsNoDiameterEndsOnlyItsConnection() throws IOException {
        try (RawPeer browser = RawPeer.connectSilently(hss.port())) {
            browser.send("GET / HTTP/1.1\r\nHost: hss\r\n\r\n".getBytes());
            assertThat(browser.closedByPeer()).isTrue();
        }
        assertThat(result(ask(request -> { }))).isEqualTo(ResultCode.FIRST_REGISTRATION);
    }

    @Test
    void portInUseIsToldInOneSentence() {
        assertThatThrownBy(() -> server(hss.port())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Diameter cannot listen on aaa://127.0.0.1:" + hss.port());
    }

    /** A peer with a trace of its own does not write here: then what it sent is recorded as it comes. */
    @Test
    void messagesOfForeignPeersAreInTheTrace() throws IOException {
        ask(request -> { });
        assertThat(trace.since(0, 100)).map(DiameterEvent.class::cast)
                .extracting(event -> event.from() + ' ' + event.command())
                .containsExactly("raw.ims.example CER", "HSS CEA", "raw.ims.example UAR", "HSS UAA");
    }

    @Test
    void closingEndsAllThreads() throws IOException {
        ask(request -> { });
        hss.close();
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName).filter(name -> name.matches("(diameter-hss|hss|FSM-.*raw).*"))).isEmpty());
    }
}
