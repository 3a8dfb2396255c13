package org.calliope.ims.bgcf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.calliope.ims.element.PeerServer;

/**
 * A gateway of a route.
 *
 * @param priority the lowest first, 0 to 65535
 * @param weight   its part of the requests among equals, 0 to 65535
 */
record Choice(PeerServer gateway, int priority, int weight) {

    /** The order to try them in, as of SRV records (RFC 2782): the lowest priority first, within one by chance. */
    static List<PeerServer> order(List<Choice> choices, RandomGenerator random) {
        // those of weight 0 first, so that they have a small chance too
        List<Choice> left = new ArrayList<>(choices);
        left.sort(Comparator.comparingInt(Choice::priority).thenComparing(choice -> choice.weight() > 0));
        List<PeerServer> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            int priority = left.get(0).priority();
            List<Choice> equals = left.stream().filter(choice -> choice.priority() == priority).toList();
            Choice drawn = drawn(equals, random.nextInt(equals.stream().mapToInt(Choice::weight).sum() + 1));
            left.remove(drawn);
            ordered.add(drawn.gateway());
        }
        return ordered;
    }

    /** The first whose running sum of weights is as large as the number drawn. */
    private static Choice drawn(List<Choice> equals, int number) {
        int sum = 0;
        int at = 0;
        while (sum + equals.get(at).weight() < number) {
            sum += equals.get(at++).weight();
        }
        return equals.get(at);
    }
}
