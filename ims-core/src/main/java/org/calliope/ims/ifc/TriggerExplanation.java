package org.calliope.ims.ifc;

import java.util.List;

/**
 * Why a trigger matched a request or did not.
 *
 * @param conjunctive of each group one condition had to hold, else of one group all
 */
public record TriggerExplanation(boolean matches, boolean conjunctive, List<OfGroup> groups) {

    /** How groups and conditions make a trigger. */
    public static final String CLAUSE = "TS 29.228 B.2.2, Annex C";

    public TriggerExplanation {
        groups = List.copyOf(groups);
    }

    /** A group as it stands in the trigger. */
    public record OfGroup(boolean matches, List<OfCondition> conditions) {

        public OfGroup {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * A condition.
     *
     * @param matches it holds, its sign counted
     * @param seen    what of the request was compared, shortened and without secrets; empty when there was no such thing
     */
    public record OfCondition(ServicePointTrigger condition, boolean matches, String seen) {

        /** How conditions are compared. */
        public static final String CLAUSE = "TS 29.228 B.2.3, Annex F";
    }
}
