package org.calliope.ims.testkit.diameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.diameter.ClientRules;
import org.calliope.ims.diameter.DiameterNode;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.rf.AccountingAnswer;
import org.calliope.ims.rf.AccountingRequest;
import org.calliope.ims.rf.Media;
import org.calliope.ims.rf.RecordType;
import org.calliope.ims.rf.RfClient;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rf between the S-CSCF's Diameter node and a charging function that shares no code with it. */
class FakeCdfTest {
    private static final String CDF = "cdf.ims.example";
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final AccountingRequest EVENT = new AccountingRequest("scscf.ims.example;1;1;rf", RecordType.EVENT, 0, NOON,
            Duration.ZERO, new ChargingRecord("S-CSCF", Side.ORIGINATING, "MESSAGE", "icid", "call@1", "sip:alice@ims.example",
            List.of(), "sip:bob@ims.example", List.of(), List.of(), "", "", NOON, Optional.empty(), Optional.empty(), 200, Closing.NORMAL),
            "MESSAGE", Optional.empty(), Optional.empty(), Media.NONE, Optional.of(-1));

    private final int port = FreePorts.draw(1).get(0);
    private final FakeCdf cdf = new FakeCdf(port, CDF, "ims.example");
    private DiameterNode node;
    private RfClient client;

    @BeforeEach
    void start() {
        cdf.start();
        node = DiameterNode.client("scscf.ims.example", "ims.example", ClientRules.rf(List.of(new PeerAddress(CDF, "127.0.0.1", port)),
                Duration.ofMillis(500)), new Trace(100, 100_000), new SimpleMeterRegistry());
        client = node.rf("ims.example");
        awaitConnected();
    }

    @AfterEach
    void end() {
        node.close();
        cdf.close();
    }

    private void awaitConnected() {
        Awaitility.await().until(() -> client.connected(CDF));
    }

    private AccountingAnswer send(boolean again) {
        return client.send(CDF, EVENT, again, Join.NONE).toCompletableFuture().join();
    }

    @Test
    @DisplayName("RFC 6733 5.3, 9.7: application 3 is announced, and an ACR is taken")
    void accepted() {
        cdf.interim(60);

        assertThat(send(false)).isEqualTo(new AccountingAnswer(2001, Optional.of(Duration.ofSeconds(60)), ""));
        DiameterMessage request = cdf.received().get(0);
        assertThat(request.flags()).isEqualTo(DiameterMessage.REQUEST | DiameterMessage.PROXIABLE);
        assertThat(request.number(AvpName.ACCT_APPLICATION_ID)).isEqualTo(3);
        assertThat(request.text(AvpName.SERVICE_CONTEXT_ID)).isEqualTo("15.32260@3gpp.org");
    }

    @Test
    @DisplayName("RFC 6733 3: the T bit of a request that goes again")
    void again() {
        send(true);

        assertThat(cdf.received().get(0).flags() & DiameterMessage.RETRANSMITTED).isNotZero();
    }

    @Test
    @DisplayName("RFC 6733 7.1: a result is handed on as it is, also one that no table has; errors of the protocol too")
    void results() {
        for (int code : List.of(3004, 4002, 4998, 5012, 5999)) {
            cdf.answering(code);
            assertThat(send(false).result()).isEqualTo(code);
        }
    }

    @Test
    @DisplayName("RFC 3539 3.4: one that is silent, one that goes away, and one that is there again")
    void away() {
        cdf.silent();
        assertThatThrownBy(() -> send(false)).isInstanceOf(CompletionException.class).hasMessageContaining("TIMEOUT");
        cdf.stop();
        Awaitility.await().until(() -> !client.connected(CDF));
        assertThatThrownBy(() -> send(false)).isInstanceOf(CompletionException.class).hasMessageContaining("UNREACHABLE");
        cdf.right();
        cdf.start();
        awaitConnected();
        assertThat(send(true).accepted()).isTrue();
    }
}
