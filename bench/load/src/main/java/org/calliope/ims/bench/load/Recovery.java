package org.calliope.ims.bench.load;

import java.util.List;
import java.util.OptionalInt;
import org.calliope.ims.bench.load.Tally.Part;

/** When it is as it was before, after an overload. */
final class Recovery {

    private static final double TWICE = 2;
    /** Below this nobody notices, and one collection of garbage would count. */
    private static final double LEAST_MILLIS = 20;
    private static final double NEARLY_ALL = 0.95;
    private static final double PERCENTILE = 99;

    private Recovery() { }

    /** @return the latency in ms that counts as normal: twice the p99 of before */
    static double limit(Part before) {
        return Math.max(LEAST_MILLIS, TWICE * before.millis(PERCENTILE));
    }

    /**
     * @param after the seconds after the end of the overload
     * @return how many of them went by before all the rest was normal: p99 within the limit, and nearly all completed;
     *     empty when the last one was not
     */
    static OptionalInt seconds(List<Part> after, double limit) {
        int normal = after.size();
        while (normal > 0 && isNormal(after.get(normal - 1), limit)) {
            normal--;
        }
        return normal == after.size() ? OptionalInt.empty() : OptionalInt.of(normal);
    }

    static boolean isNormal(Part second, double limit) {
        return second.completed >= second.offered * NEARLY_ALL && (second.completed == 0 || second.millis(PERCENTILE) <= limit);
    }
}
