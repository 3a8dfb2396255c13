package org.calliope.ims.container.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeldSessionsTest {

    private final HeldSessions held = new HeldSessions();
    private final AtomicInteger permits = new AtomicInteger(1);
    private final Object session = new Object();

    @Test
    void aThreadTakesASessionOnceAndGivesItBackOnItsLastExit() {
        held.enter(session, permits::decrementAndGet);
        held.enter(session, permits::decrementAndGet);
        assertThat(permits).hasValue(0);
        held.exit(session, permits::incrementAndGet);
        assertThat(permits).hasValue(0);
        held.exit(session, permits::incrementAndGet);
        assertThat(permits).hasValue(1);
    }

    @Test
    void anExitWithoutEntryGivesNothingBack() {
        held.exit(session, permits::incrementAndGet);
        assertThat(permits).hasValue(1);
    }
}
