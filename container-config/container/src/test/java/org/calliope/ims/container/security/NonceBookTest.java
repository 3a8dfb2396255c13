package org.calliope.ims.container.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** RFC 7616 3.4, 5.2 and 5.3. */
class NonceBookTest {

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final NonceBook book = new NonceBook(Duration.ofMinutes(5), clock::get);

    @Test
    void everyNonceIsAnother() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(all.add(book.issue())).isTrue();
        }
    }

    @Test
    void aNonceOfSomebodyElseWasNotIssued_RFC7616_5_2() {
        String nonce = book.issue();
        assertThat(book.issued(nonce)).isTrue();
        assertThat(new NonceBook(Duration.ofMinutes(5), clock::get).issued(nonce)).isFalse();
        assertThat(book.issued("")).isFalse();
        assertThat(book.issued(nonce.substring(1))).isFalse();
        assertThat(book.issued(nonce.substring(0, 48))).isFalse();
        assertThat(book.issued('f' + nonce.substring(1))).as("another time").isFalse();
    }

    @Test
    void aCountIsTakenOnceInWhateverOrder_RFC7616_3_4() {
        String nonce = book.issue();
        assertThat(book.take(nonce, 1)).isTrue();
        assertThat(book.take(nonce, 1)).isFalse();
        assertThat(book.take(nonce, 5)).isTrue();
        assertThat(book.take(nonce, 3)).as("overtaken on the way").isTrue();
        assertThat(book.take(nonce, 3)).isFalse();
        assertThat(book.take(nonce, 5)).isFalse();
        assertThat(book.take(nonce, 100)).isTrue();
        assertThat(book.take(nonce, 36)).as("too far behind to know").isFalse();
        assertThat(book.take(nonce, 37)).isTrue();
    }

    @Test
    void aNonceIsOverAfterItsLifetime_RFC7616_5_4() {
        String used = book.issue();
        String unused = book.issue();
        assertThat(book.take(used, 1)).isTrue();
        clock.addAndGet(Duration.ofMinutes(5).toMillis() + 1);
        assertThat(book.take(used, 2)).isFalse();
        assertThat(book.take(unused, 1)).isFalse();
        assertThat(book.issued(unused)).as("so that the client learns that it is stale").isTrue();
        assertThat(book.take(book.issue(), 1)).isTrue();
    }

    @Test
    void whatIsForgottenIsNotTakenAgain() {
        String first = book.issue();
        assertThat(book.take(first, 1)).isTrue();
        clock.incrementAndGet();
        for (int i = 0; i < 100_000; i++) {
            assertThat(book.take(book.issue(), 1)).isTrue();
        }
        assertThat(book.take(first, 1)).isFalse();
    }
}
