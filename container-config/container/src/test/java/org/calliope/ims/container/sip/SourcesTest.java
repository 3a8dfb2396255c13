package org.calliope.ims.container.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.container.sip.Sources.Verdict.DROP;
import static org.calliope.ims.container.sip.Sources.Verdict.PASS;
import static org.calliope.ims.container.sip.Sources.Verdict.REFUSE;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InetAddress phone = address(1);
    private final InetAddress neighbour = address(2);
    private long now;

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sources sources(int rate, Duration ban, String... scanners) {
        return new Sources(new SourceSettings(rate, ban, List.of(scanners)), Set.of("10.0.0.2"), meters, () -> now);
    }

    private static Glance request(String agent) {
        byte[] bytes = ("OPTIONS sip:x SIP/2.0\r\nUser-Agent: " + agent + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Glance(bytes, bytes.length);
    }

    @Test
    void anAddressHasItsRateEachSecond() {
        Sources sources = sources(3, Duration.ofMinutes(1));
        for (int second = 0; second < 3; second++) {
            assertThat(List.of(sources.request(phone, request("a")), sources.request(phone, request("a")),
                sources.request(phone, request("a")), sources.request(phone, request("a")))).containsExactly(PASS, PASS, PASS, REFUSE);
            assertThat(sources.request(address(9), request("a"))).as("others are not concerned").isEqualTo(PASS);
            now += Duration.ofSeconds(1).toNanos();
        }
        assertThat(meters.counter(Sources.LIMITED).count()).isEqualTo(3);
        assertThat(sources.shutOut(phone)).isFalse();
    }

    @Test
    void whoFloodsIsShutOutForAWhile() {
        Sources sources = sources(2, Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            sources.request(phone, request("a"));
        }
        assertThat(sources.request(phone, request("a"))).isEqualTo(DROP);
        assertThat(sources.shutOut(phone)).isTrue();
        assertThat(meters.get(Sources.BANNED).gauge().value()).isEqualTo(1);
        now += Duration.ofMinutes(1).toNanos();
        assertThat(sources.shutOut(phone)).isFalse();
        assertThat(meters.get(Sources.BANNED).gauge().value()).isZero();
    }

    @Test
    void aScannerIsShutOutAtItsFirstRequest() {
        Sources sources = sources(0, Duration.ofMinutes(1), "friendly-scanner");
        assertThat(sources.request(phone, request("Linphone/5"))).isEqualTo(PASS);
        assertThat(sources.request(phone, request("Friendly-Scanner"))).isEqualTo(DROP);
        assertThat(sources.shutOut(phone)).isTrue();
        assertThat(meters.counter(Sources.DROPPED).count()).isEqualTo(2);
    }

    @Test
    void aNeighbourIsNeitherLimitedNorShutOut() {
        Sources sources = sources(1, Duration.ofMinutes(1), "friendly-scanner");
        for (int i = 0; i < 100; i++) {
            assertThat(sources.request(neighbour, request("friendly-scanner"))).isEqualTo(PASS);
        }
        assertThat(sources.shutOut(neighbour)).isFalse();
    }

    @Test
    void whatIsSwitchedOffDoesNothing() {
        Sources off = sources(0, Duration.ZERO, "friendly-scanner");
        for (int i = 0; i < 100; i++) {
            assertThat(off.request(phone, request("friendly-scanner"))).isEqualTo(PASS);
        }
        assertThat(off.shutOut(phone)).isFalse();
    }
}
