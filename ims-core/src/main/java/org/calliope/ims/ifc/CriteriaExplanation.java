package org.calliope.ims.ifc;

import java.util.Optional;

/**
 * Why a criterion matched a request or did not.
 *
 * @param matches       the request goes to its application server
 * @param ofProfilePart it is for the state the user is in
 * @param trigger       what became of its trigger; none when it has none, and each request triggers
 */
public record CriteriaExplanation(InitialFilterCriteria criteria, boolean matches, boolean ofProfilePart,
        Optional<TriggerExplanation> trigger) {

    /** How the profile part and a missing trigger count. */
    public static final String CLAUSE = "TS 29.228 B.2.2";
}
