package org.calliope.ims.ifc;

import java.util.Optional;

/**
 * An initial filter criterion, TS 29.228 B.2.2: which requests go to which application server.
 *
 * @param priority     0 and more; lower is asked first
 * @param triggerPoint which requests; all when there is none
 * @param profilePart  for which state of the user; for both when there is none
 */
public record InitialFilterCriteria(int priority, Optional<TriggerPoint> triggerPoint,
        ApplicationServer applicationServer, Optional<ProfilePart> profilePart) {

    /** @throws IllegalArgumentException when the priority is negative */
    public InitialFilterCriteria {
        if (priority < 0) {
            throw new IllegalArgumentException("the priority is negative: " + priority);
        }
    }

    /** For both states of the user. */
    public InitialFilterCriteria(int priority, TriggerPoint triggerPoint, ApplicationServer applicationServer) {
        this(priority, Optional.of(triggerPoint), applicationServer, Optional.empty());
    }
}
