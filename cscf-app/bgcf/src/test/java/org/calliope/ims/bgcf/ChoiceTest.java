package org.calliope.ims.bgcf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.calliope.ims.element.PeerServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static final int DRAWS = 10_000;

    private static Choice choice(String name, int priority, int weight) {
        return new Choice(new PeerServer(name, "sip:" + name, true), priority, weight);
    }

    @Test
    @DisplayName("RFC 2782: the lowest priority first, and each gateway once")
    void priorities() {
        assertThat(Choice.order(List.of(choice("c", 3, 1), choice("a", 1, 0), choice("b", 2, 9)), new Random(1)))
                .extracting(PeerServer::name).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("RFC 2782: who has twice the weight is twice as often first; weight 0 hardly ever")
    void weights() {
        Random random = new Random(42);
        List<Choice> choices = List.of(choice("none", 1, 0), choice("one", 1, 100), choice("two", 1, 200));
        int[] first = new int[3];
        for (int i = 0; i < DRAWS; i++) {
            List<String> order = Choice.order(choices, random).stream().map(PeerServer::name).toList();
            assertThat(order).containsExactlyInAnyOrder("none", "one", "two");
            first[List.of("none", "one", "two").indexOf(order.get(0))]++;
        }
        assertThat(first[2]).isBetween(6_300, 7_000);
        assertThat(first[1]).isBetween(3_000, 3_700);
        assertThat(first[0]).isLessThan(100);
    }
}
