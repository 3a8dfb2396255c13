package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private final Turnstile<String> turnstile = new Turnstile<>();
    private final List<String> begun = new ArrayList<>();

    @Test
    void workOnOneKeyPassesInOrder() {
        CompletableFuture<String> first = work("alice", "1");
        CompletableFuture<String> second = work("alice", "2");
        CompletableFuture<String> third = work("alice", "3");

        assertThat(begun).containsExactly("1");
        first.complete("done");
        assertThat(begun).containsExactly("1", "2");
        second.completeExceptionally(new IllegalStateException("the HSS said no"));
        assertThat(begun).as("a failure does not hold up the next").containsExactly("1", "2", "3");
        third.complete("done");
        assertThat(turnstile.size()).isZero();
    }

    @Test
    void keysDoNotHinderEachOther() {
        work("alice", "a");
        work("bob", "b");

        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void workThatThrowsFailsItsStageAndFreesTheKey() {
        var stage = turnstile.pass("alice", () -> {
            throw new IllegalArgumentException("bad");
        });

        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        assertThat(turnstile.size()).isZero();
    }

    private CompletableFuture<String> work(String key, String name) {
        CompletableFuture<String> result = new CompletableFuture<>();
        turnstile.pass(key, () -> {
            begun.add(name);
            return result;
        });
        return result;
    }
}
