package org.calliope.ims.container.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.calliope.ims.container.dns.Answer.Srv;
import org.junit.jupiter.api.Test;

class SrvOrderTest {

    private static Map<String, Integer> firsts(List<Srv> records, int draws) {
        Random random = new Random(42);
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            List<Srv> ordered = SrvOrder.order(records, random);
            assertThat(ordered).containsExactlyInAnyOrderElementsOf(records);
            firsts.merge(ordered.get(0).target(), 1, Integer::sum);
        }
        return firsts;
    }

    @Test
    void whoHasMoreWeightIsFirstMoreOften_RFC2782() {
        Map<String, Integer> firsts = firsts(List.of(new Srv(1, 10, 1, "a"), new Srv(1, 30, 1, "b"), new Srv(1, 60, 1, "c")), 10_000);
        assertThat(firsts.get("a")).isCloseTo(1_000, within(250));
        assertThat(firsts.get("b")).isCloseTo(3_000, within(250));
        assertThat(firsts.get("c")).isCloseTo(6_000, within(250));
    }

    @Test
    void aWeightOfZeroHasASmallChanceAmongOthersAndAFairOneAmongItsLike_RFC2782() {
        Map<String, Integer> firsts = firsts(List.of(new Srv(1, 0, 1, "a"), new Srv(1, 99, 1, "b")), 10_000);
        assertThat(firsts.get("a")).isBetween(50, 200);
    }

    @Test
    void aLowerPriorityIsFirstWhateverTheWeights_RFC2782() {
        assertThat(firsts(List.of(new Srv(2, 65_535, 1, "late"), new Srv(1, 0, 1, "early")), 1_000)).containsOnlyKeys("early");
    }
}
