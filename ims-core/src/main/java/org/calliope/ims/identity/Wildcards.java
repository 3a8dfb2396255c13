package org.calliope.ims.identity;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Wildcarded identities, the most specific first: that with most characters outside the expression (TS 23.003 13.5
 * leaves the order of overlapping ones to the operator). Immutable.
 */
public record Wildcards(List<Wildcard> all) {

    public static final Wildcards NONE = new Wildcards(List.of());

    public Wildcards {
        all = all.stream().sorted(Comparator.comparingInt(Wildcard::literals).reversed()).toList();
    }

    /** @throws IllegalArgumentException when one of them is none; the message says why */
    public static Wildcards of(List<String> patterns) {
        return patterns.isEmpty() ? NONE : new Wildcards(patterns.stream().map(Wildcard::of).toList());
    }

    /** @return the one that stands for this canonical identity, the most specific of several */
    public Optional<Wildcard> matching(String identity) {
        for (Wildcard wildcard : all) {
            if (wildcard.matches(identity)) {
                return Optional.of(wildcard);
            }
        }
        return Optional.empty();
    }
}
