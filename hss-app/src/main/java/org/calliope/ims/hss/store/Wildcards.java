package org.calliope.ims.hss.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.identity.Wildcard;

/**
 * The wildcarded identities, the most specific first: that with most characters outside the expression (TS 23.003 13.5
 * leaves the order of overlapping ones to the operator). Immutable.
 */
record Wildcards(List<Wildcard> all) {

    static Wildcards of(List<String> patterns) {
        return new Wildcards(patterns.stream().map(Wildcard::of)
                .sorted(Comparator.comparingInt(Wildcard::literals).reversed()).toList());
    }

    Optional<String> matching(String identity) {
        for (Wildcard wildcard : all) {
            if (wildcard.matches(identity)) {
                return Optional.of(wildcard.text());
            }
        }
        return Optional.empty();
    }
}
