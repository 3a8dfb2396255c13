package org.calliope.ims.bench.load;

import java.util.List;

/** When the next operation is due, phase after phase: evenly spaced, whatever became of those before (an open loop). */
final class Pace {

    private static final double SECOND = 1e9;

    private final List<Phase> phases;
    private final double share;
    private final double constant;
    private int phase;
    private long offered;
    private long began;

    private Pace(List<Phase> phases, double share, double constant) {
        this.phases = phases;
        this.share = share;
        this.constant = constant;
        skipEmpty();
    }

    /** This share of what each phase offers. */
    static Pace share(List<Phase> phases, double share) {
        return new Pace(phases, share, 0);
    }

    /** As many a second in all phases. */
    static Pace constant(List<Phase> phases, double rate) {
        return new Pace(phases, 0, rate);
    }

    /** @return nanoseconds from the beginning of the first phase; {@link Long#MAX_VALUE} when nothing more is due */
    long next() {
        return phase == phases.size() ? Long.MAX_VALUE : began + (long) (offered * SECOND / rate());
    }

    int phase() {
        return phase;
    }

    void taken() {
        offered++;
        skipEmpty();
    }

    private void skipEmpty() {
        while (phase < phases.size() && offered >= Math.floor(rate() * phases.get(phase).seconds())) {
            began += (long) (phases.get(phase).seconds() * SECOND);
            phase++;
            offered = 0;
        }
    }

    private double rate() {
        return phases.get(phase).rate() * share + constant;
    }
}
