package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.Test;

/** RFC 3261 17.2.1: a server that is alive says 100 to an INVITE within 200 ms. */
class UnheardTest {

    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final Unheard unheard = new Unheard(Duration.ofSeconds(5), now::get);
    private final List<ProxyBranch> silent = new ArrayList<>();
    private final AtomicReference<SipServletResponse> response = new AtomicReference<>();
    private final AtomicReference<SipServletRequest> request = new AtomicReference<>(fake(SipServletRequest.class));
    private final AtomicBoolean started = new AtomicBoolean(true);
    private final ProxyBranch branch = fake(ProxyBranch.class);

    private <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getResponse" -> response.get();
                    case "isStarted" -> started.get();
                    case "getProxy" -> fake(javax.servlet.sip.Proxy.class);
                    case "getOriginalRequest" -> request.get();
                    default -> null;
                }));
    }

    @Test
    void oneThatSaysNothingIsToldOnceAndNotBeforeItsTime() {
        unheard.watch(branch, silent::add);
        unheard.sweep(NOW.plusMillis(4999));
        assertThat(silent).isEmpty();
        unheard.sweep(NOW.plusSeconds(5));
        unheard.sweep(NOW.plusSeconds(6));
        assertThat(silent).hasSize(1);
    }

    /** JSR 289 10.2.4: a branch of a sequential search waits for its turn. */
    @Test
    void oneThatWaitsForItsTurnHasItsTimeWhenItIsOnItsWay() {
        started.set(false);
        unheard.watch(branch, silent::add);
        sweep(5);
        started.set(true);
        sweep(10);
        assertThat(silent).isEmpty();
        sweep(15);
        assertThat(silent).hasSize(1);
    }

    private void sweep(int second) {
        now.set(NOW.plusSeconds(second));
        unheard.sweep(now.get());
    }

    /** A call that ended in time: the container has let go of its requests and responses. */
    @Test
    void oneThatIsOverIsNot() {
        unheard.watch(branch, silent::add);
        request.set(null);
        unheard.sweep(NOW.plusSeconds(5));
        assertThat(silent).isEmpty();
    }

    @Test
    void oneThatSaidAnythingIsNot() {
        unheard.watch(branch, silent::add);
        response.set(fake(SipServletResponse.class));
        unheard.sweep(NOW.plusSeconds(5));
        assertThat(silent).isEmpty();
    }
}
