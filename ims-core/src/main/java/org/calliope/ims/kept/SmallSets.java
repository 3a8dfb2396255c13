package org.calliope.ims.kept;

import java.util.HashSet;
import java.util.Set;

/**
 * Values of a map that are sets, nearly all of one member: immutable ones, which take a tenth of what one takes that can
 * be changed. For {@code merge} and {@code computeIfPresent}. Pure.
 */
public final class SmallSets {

    private SmallSets() {
    }

    /** @return the members of both */
    public static <T> Set<T> together(Set<T> some, Set<T> others) {
        if (some.containsAll(others)) { // who registers again
            return some;
        }
        Set<T> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    /** @return the others; null when there is none, as {@code computeIfPresent} wants it */
    public static <T> Set<T> without(Set<T> some, T gone) {
        Set<T> rest = new HashSet<>(some);
        rest.remove(gone);
        return rest.isEmpty() ? null : Set.copyOf(rest);
    }
}
