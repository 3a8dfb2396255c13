package org.calliope.ims.hss.model;

import java.util.List;

/**
 * A shared iFC set (TS 29.228 Annex B.2.2): the profile sends its number, and an S-CSCF that supports the feature
 * knows the criteria by configuration; the HSS sends the criteria themselves to one that does not.
 *
 * @param name           unique
 * @param number         SharedIFCSetID, 0 and more, unique
 * @param filterCriteria 0..100, each with its own priority
 */
public record SharedFilterSet(String name, int number, List<ServiceProfile.Use> filterCriteria) implements Named {

    private static final int MOST_CRITERIA = 100;

    /** Checks each field. */
    public SharedFilterSet {
        name = Text.name("name", name);
        if (number < 0) {
            throw new IllegalArgumentException("number must be 0 or more");
        }
        filterCriteria = Text.list("filterCriteria", filterCriteria, MOST_CRITERIA);
        ServiceProfile.checkPriorities(filterCriteria);
    }
}
