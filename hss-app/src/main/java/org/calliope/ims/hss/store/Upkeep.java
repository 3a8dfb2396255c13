package org.calliope.ims.hss.store;

import java.time.Clock;

/**
 * What people do with a running HSS beside provisioning.
 *
 * @param pushes   telling S-CSCFs
 * @param waiting  what is still to be told
 * @param history  how registrations moved
 * @param rotation changing the keys of secrets
 */
public record Upkeep(Pushes pushes, Waiting waiting, RegistrationHistory history, BackgroundRotation rotation)
        implements AutoCloseable {

    /** Over an open database. */
    public static Upkeep of(Database database, Provisioning provisioning, Clock clock) {
        return new Upkeep(new Pushes(database, clock), new Waiting(database, clock), new RegistrationHistory(database),
                new BackgroundRotation(database, provisioning, clock));
    }

    @Override
    public void close() {
        rotation.close();
    }
}
