package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.node.LockOuts.Limit;
import org.calliope.ims.node.LockOuts.LockOut;
import org.calliope.ims.node.LockOuts.Subject;
import org.junit.jupiter.api.Test;

class LockOutsTest {

    private static final Subject ALICE = new Subject("alice@ims.example", "192.0.2.1");
    private static final Limit LIMIT = new Limit(3, Duration.ofMinutes(1), Duration.ofMinutes(5));

    private final LockOuts lockOuts = new LockOuts();
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void soManyFailuresLockOutAndOneLessDoesNot() {
        assertThat(fail(2)).isEmpty();
        assertThat(lockOuts.of(ALICE, now)).isEmpty();

        assertThat(fail(1)).hasValue(new LockOut(ALICE, 3, 1, now, now.plusSeconds(60)));

        assertThat(lockOuts.of(ALICE, now)).isPresent();
        assertThat(lockOuts.of(ALICE, now.plusSeconds(60))).isEmpty();
        assertThat(lockOuts.of(new Subject("bob@ims.example", "192.0.2.1"), now)).isEmpty();
    }

    @Test
    void eachLockOutIsTwiceAsLongUpToTheLongest() {
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            LockOut lock = fail(3).orElseThrow();
            minutes.add(Duration.between(lock.since(), lock.until()).toMinutes());
            now = lock.until();
        }

        assertThat(minutes).containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void whoHasNotFailedForAsLongAsTheLongestBeginsAnew() {
        now = fail(3).orElseThrow().until().plus(LIMIT.longest());

        assertThat(fail(3).orElseThrow().times()).isEqualTo(1);
    }

    @Test
    void failuresFarApartDoNotAddUp() {
        fail(2);
        now = now.plus(LIMIT.longest());

        assertThat(fail(2)).isEmpty();
    }

    @Test
    void aFailureWhileLockedOutDoesNotProlongIt() {
        LockOut lock = fail(3).orElseThrow();
        now = now.plusSeconds(30);

        assertThat(fail(5)).isEmpty();
        assertThat(lockOuts.of(ALICE, now)).hasValue(lock);
    }

    @Test
    void theyAreListedNewestFirstAndLiftedOneByOne() {
        Subject address = new Subject("", "192.0.2.9");
        fail(3);
        now = now.plusSeconds(1);
        lockOuts.failed(address, new Limit(1, Duration.ofMinutes(1), Duration.ofMinutes(5)), now);

        assertThat(lockOuts.list(now)).extracting(LockOut::subject).containsExactly(address, ALICE);
        assertThat(lockOuts.lift(ALICE, now)).isTrue();
        assertThat(lockOuts.lift(ALICE, now)).isFalse();
        assertThat(lockOuts.list(now)).extracting(LockOut::subject).containsExactly(address);
        assertThat(lockOuts.list(now.plusSeconds(61))).isEmpty();
    }

    @Test
    void noLimitLocksNobodyOut() {
        assertThat(lockOuts.failed(ALICE, new Limit(0, Duration.ofMinutes(1), Duration.ofMinutes(5)), now)).isEmpty();
    }

    private Optional<LockOut> fail(int times) {
        Optional<LockOut> last = Optional.empty();
        for (int i = 0; i < times; i++) {
            last = lockOuts.failed(ALICE, LIMIT, now);
        }
        return last;
    }
}
