package org.calliope.ims.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ElementsTest {

    private final Elements elements = new Elements();

    @Test
    void theyHaveSettledWhenAllIsThereThatOneOfThemAwaits() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        elements.awaits(first);
        elements.awaits(second);
        CompletableFuture<Void> settled = elements.settled();

        first.complete(null);
        assertThat(settled).isNotDone();
        second.complete(null);
        assertThat(settled).isCompleted();
    }

    @Test
    void whoAwaitsNothingHasSettled() {
        assertThat(elements.settled()).isCompleted();
    }
}
