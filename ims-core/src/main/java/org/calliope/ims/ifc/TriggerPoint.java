package org.calliope.ims.ifc;

import java.util.List;

/**
 * Which requests a criterion is for, TS 29.228 B.2.2 and Annex C. A condition may stand in several groups.
 *
 * @param conjunctive ConditionTypeCNF: whether of each group one condition has to hold, else of one group all
 * @param groups      1 to 64, each of 1 to 64 different conditions
 */
public record TriggerPoint(boolean conjunctive, List<List<ServicePointTrigger>> groups) {

    private static final int MOST = 64;

    /** @throws IllegalArgumentException when groups or conditions are missing or too many; the message says which */
    public TriggerPoint {
        groups = groups.stream().map(group -> group.stream().distinct().toList()).toList();
        if (groups.isEmpty() || groups.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a trigger has at least one group, and a group at least one condition");
        }
        if (groups.size() > MOST || groups.stream().anyMatch(group -> group.size() > MOST)) {
            throw new IllegalArgumentException("a trigger has up to " + MOST + " groups of up to " + MOST + " conditions");
        }
    }

    /** Of each group one condition has to hold: conjunctive normal form. */
    @SafeVarargs
    public static TriggerPoint allOf(List<ServicePointTrigger>... groups) {
        return new TriggerPoint(true, List.of(groups));
    }

    /** All conditions of one group have to hold: disjunctive normal form. */
    @SafeVarargs
    public static TriggerPoint anyOf(List<ServicePointTrigger>... groups) {
        return new TriggerPoint(false, List.of(groups));
    }
}
