package org.calliope.ims.hss.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.calliope.ims.hss.check.HostLookup.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts are looked up within the limit, whatever the resolver does. */
@Timeout(30)
class HostLookupTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final CountDownLatch never = new CountDownLatch(1);

    private boolean neverAnswers(String host) {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException e) {
                continue; // as the resolver of an operating system, which hears of no interrupt
            }
        }
        return true;
    }

    @Test
    void whatIsKnownIsToldFromWhatIsNot() {
        try (HostLookup hosts = new HostLookup("as.ims.example"::equals, Duration.ofSeconds(20))) {
            assertThat(hosts.of(List.of("as.ims.example", "nowhere.example", "as.ims.example"))).containsExactly(
                    entry("as.ims.example", Found.YES), entry("nowhere.example", Found.NO));
        }
        try (HostLookup hosts = new HostLookup(HostLookup::resolves, Duration.ofSeconds(20))) {
            assertThat(hosts.of(List.of("127.0.0.1"))).containsExactly(entry("127.0.0.1", Found.YES));
            assertThat(hosts.of(List.of())).isEmpty();
        }
    }

    @Test
    void aNameNoResolverTakesLeadsNowhere() {
        try (HostLookup hosts = new HostLookup(host -> {
            throw new IllegalArgumentException(host);
        }, Duration.ofSeconds(20))) {
            assertThat(hosts.of(List.of("..."))).containsExactly(entry("...", Found.NO));
        }
    }

    @Test
    void aResolverThatNeverAnswersHoldsUpNobody() {
        try (HostLookup hosts = new HostLookup(this::neverAnswers, SHORT)) {
            List<String> many = IntStream.range(0, 100).mapToObj(i -> "as" + i + ".ims.example").toList();
            for (int i = 0; i < 3; i++) { // its threads and its queue are full from the first on
                assertThat(hosts.of(many)).hasSize(100).allSatisfy((host, found) ->
                        assertThat(found).isEqualTo(Found.NOT_IN_TIME));
            }
            never.countDown();
        }
    }

    @Test
    void oneSlowHostDoesNotHideTheOthers() {
        try (HostLookup hosts = new HostLookup(host -> !host.equals("slow.example") || neverAnswers(host),
                Duration.ofSeconds(1))) {
            assertThat(hosts.of(List.of("slow.example", "fast.example"))).containsExactly(
                    entry("slow.example", Found.NOT_IN_TIME), entry("fast.example", Found.YES));
            never.countDown();
        }
    }
}
