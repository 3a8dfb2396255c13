package org.calliope.ims.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/** What became of the operations of one kind, by phase and by the second in which they were due. One thread. */
final class Tally {

    private static final int DIGITS = 2;

    /** Numbers of one time; latency in microseconds, of what was completed only. */
    static final class Part {
        final IntCountsHistogram latency = new IntCountsHistogram(DIGITS);
        long offered;
        long completed;
        long refused;
        long failed;

        void add(Part other) {
            offered += other.offered;
            completed += other.completed;
            refused += other.refused;
            failed += other.failed;
            latency.add(other.latency);
        }

        double millis(double percentile) {
            return latency.getTotalCount() == 0 ? Double.NaN : latency.getValueAtPercentile(percentile) / 1e3;
        }
    }

    private final List<Phase> phases;
    private final String name;
    private final List<List<Part>> seconds = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final List<String> each = new ArrayList<>();
    private final Histogram lag = new Histogram(DIGITS);
    private long begun;
    private long ended;
    private long retransmissions;

    Tally(String name, List<Phase> phases) {
        this.name = name;
        this.phases = phases;
        phases.forEach(phase -> {
            List<Part> parts = new ArrayList<>();
            for (int s = 0; s < phase.seconds(); s++) {
                parts.add(new Part());
            }
            seconds.add(parts);
        });
    }

    String name() {
        return name;
    }

    List<Phase> phases() {
        return phases;
    }

    /** @param nanos from the beginning of the first phase */
    Slot slot(int phase, long nanos) {
        long began = phases.stream().limit(phase).mapToLong(Phase::seconds).sum();
        List<Part> parts = seconds.get(phase);
        int second = (int) Math.min(parts.size() - 1L, Math.max(0, nanos / 1_000_000_000L - began));
        return new Slot(parts.get(second), phases.get(phase), nanos);
    }

    List<Part> seconds(int phase) {
        return seconds.get(phase);
    }

    Part total(int phase) {
        Part total = new Part();
        seconds.get(phase).forEach(total::add);
        return total;
    }

    /** What was said instead of what was wanted, with how often; none of the warm-up. */
    Map<String, Integer> reasons() {
        return reasons;
    }

    /** {@code due in ms;latency in ms;what;user} of each operation of phases {@link Phase#EACH}, in the order of their ends. */
    List<String> each() {
        return each;
    }

    /** How late the generator itself was, in microseconds. */
    Histogram lag() {
        return lag;
    }

    /** Dialogs the server let begin. */
    long begun() {
        return begun;
    }

    /** Of those, the ones whose end was answered 200. */
    long ended() {
        return ended;
    }

    long retransmissions() {
        return retransmissions;
    }

    /** Where one operation is counted. */
    final class Slot {
        private final Part part;
        private final boolean counts;
        private final boolean alone;
        private final long due;

        private Slot(Part part, Phase phase, long due) {
            this.part = part;
            this.counts = phase.counts();
            this.alone = Phase.EACH.equals(phase.name());
            this.due = due;
        }

        private void line(String user, String latency, String what) {
            if (alone) {
                each.add(due / 1_000_000 + ";" + latency + ';' + what + ';' + user);
            }
        }

        void offered(long lateNanos) {
            part.offered++;
            if (counts) {
                lag.recordValue(Math.max(0, lateNanos / 1000));
            }
        }

        void completed(String user, long nanos) {
            part.completed++;
            line(user, Long.toString(nanos / 1_000_000), "completed");
            part.latency.recordValue(Math.max(0, nanos / 1000));
        }

        /** The server said that it has too much to do. */
        void refused(String user, String reason) {
            part.refused++;
            line(user, "", reason);
            note(reason);
        }

        void failed(String user, String reason) {
            part.failed++;
            line(user, "", reason);
            note(reason);
        }

        /** What the generator could not even begin, for one. */
        void note(String reason) {
            if (counts) {
                reasons.merge(reason, 1, Integer::sum);
            }
        }

        void dialogBegun() {
            begun += counts ? 1 : 0;
        }

        void dialogEnded() {
            ended += counts ? 1 : 0;
        }

        void retransmitted() {
            retransmissions += counts ? 1 : 0;
        }
    }
}
