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
    private static final int A_FEW = 3;

    private Recovery() { }

    /** @return the latency in ms that counts as normal: twice the p99 of before */
    static double limit(Part before) {
        return Math.max(LEAST_MILLIS, TWICE * before.millis(PERCENTILE));
    }

    /**
     * @param after the seconds after the end of the overload
     * @return how many of them went by before a few in a row were normal: p99 within the limit, and nearly all completed;
     *     empty when there are none
     */
    static OptionalInt seconds(List<Part> after, double limit) {
        int inARow = 0;
        for (int second = 0; second < after.size(); second++) {
            inARow = isNormal(after.get(second), limit) ? inARow + 1 : 0;
            if (inARow == A_FEW) {
                return OptionalInt.of(second + 1 - A_FEW);
            }
        }
        return OptionalInt.empty();
    }

    static boolean isNormal(Part second, double limit) {
        return second.completed >= second.offered * NEARLY_ALL && (second.completed == 0 || second.millis(PERCENTILE) <= limit);
    }
}
