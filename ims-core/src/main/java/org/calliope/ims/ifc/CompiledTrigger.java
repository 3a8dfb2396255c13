package org.calliope.ims.ifc;

import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.ifc.TriggerExplanation.OfCondition;
import org.calliope.ims.ifc.TriggerExplanation.OfGroup;

/** A trigger made ready to be looked at for each request. Any thread. */
public final class CompiledTrigger {

    private final TriggerPoint trigger;
    private final Signed[][] groups;

    private CompiledTrigger(TriggerPoint trigger) {
        this.trigger = trigger;
        Conditions conditions = new Conditions();
        groups = trigger.groups().stream().map(group -> group.stream()
                .map(spt -> new Signed(spt, spt.accept(conditions))).toArray(Signed[]::new)).toArray(Signed[][]::new);
    }

    public static CompiledTrigger of(TriggerPoint trigger) {
        return new CompiledTrigger(trigger);
    }

    /** TS 29.228 Annex C: of each group one condition (CNF), or of one group all conditions (DNF). */
    public boolean matches(FilterableRequest request) {
        for (Signed[] group : groups) {
            if (matches(group, request) != trigger.conjunctive()) {
                return !trigger.conjunctive();
            }
        }
        return trigger.conjunctive();
    }

    private boolean matches(Signed[] group, FilterableRequest request) {
        for (Signed condition : group) {
            if (condition.holds(request) == trigger.conjunctive()) {
                return trigger.conjunctive();
            }
        }
        return !trigger.conjunctive();
    }

    /** Looks at all conditions, also at those that no longer count. Slower than {@link #matches}. */
    public TriggerExplanation explain(FilterableRequest request) {
        List<OfGroup> explained = new ArrayList<>();
        for (Signed[] group : groups) {
            List<OfCondition> conditions = new ArrayList<>();
            for (Signed condition : group) {
                conditions.add(condition.explain(request));
            }
            explained.add(new OfGroup(matches(group, request), conditions));
        }
        return new TriggerExplanation(matches(request), trigger.conjunctive(), explained);
    }

    private record Signed(ServicePointTrigger spt, Condition condition) {

        boolean holds(FilterableRequest request) {
            return condition.holds(request) != spt.negated();
        }

        OfCondition explain(FilterableRequest request) {
            return new OfCondition(spt, holds(request), condition.seen(request));
        }
    }
}
