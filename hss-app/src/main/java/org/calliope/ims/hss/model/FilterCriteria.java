package org.calliope.ims.hss.model;

import java.util.Objects;

/**
 * An initial filter criterion (TS 29.228 Annex B.2.2), to be used by service profiles and shared iFC sets.
 *
 * @param name              unique
 * @param applicationServer name of the application server that is asked
 * @param profilePart       whether it holds for registered users, unregistered ones, or both
 * @param triggerPoint      the {@code <TriggerPoint>} element as Annex E has it; "" matches every request
 */
public record FilterCriteria(String name, String applicationServer, ProfilePart profilePart, String triggerPoint)
        implements Named {

    private static final int LONGEST_TRIGGER = 8_000;

    /** ProfilePartIndicator (TS 29.228 Annex B.2.2); BOTH is its absence. */
    public enum ProfilePart { BOTH, REGISTERED, UNREGISTERED }

    /** Checks each field. */
    public FilterCriteria {
        name = Text.name("name", name);
        applicationServer = Text.name("applicationServer", applicationServer);
        profilePart = Objects.requireNonNullElse(profilePart, ProfilePart.BOTH);
        triggerPoint = Text.plain("triggerPoint", triggerPoint, LONGEST_TRIGGER);
    }
}
