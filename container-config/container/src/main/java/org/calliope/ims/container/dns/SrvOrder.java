package org.calliope.ims.container.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.calliope.ims.container.dns.Answer.Srv;

/** The order in which the servers of SRV records are tried, RFC 2782 "Usage rules" and "Weight". Pure. */
final class SrvOrder {

    private SrvOrder() { }

    /** The lowest priority first; within one, by chance: who has twice the weight is twice as often first. */
    static List<Srv> order(List<Srv> records, RandomGenerator random) {
        // those of weight 0 first, so that they have a small chance too
        List<Srv> left = new ArrayList<>(records);
        left.sort(Comparator.comparingInt(Srv::priority).thenComparing(r -> r.weight() > 0));
        List<Srv> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.get(0).priority();
            List<Srv> equal = left.stream().filter(r -> r.priority() == priority).toList();
            Srv next = draw(equal, random.nextInt(equal.stream().mapToInt(Srv::weight).sum() + 1));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    /** The first whose running sum of weights is as large as the number drawn. */
    private static Srv draw(List<Srv> records, int number) {
        int sum = 0;
        for (Srv each : records) {
            sum += each.weight();
            if (sum >= number) {
                return each;
            }
        }
        throw new IllegalArgumentException(number + " is more than all weights together");
    }
}
