package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

import org.calliope.ims.hss.secret.Vault;

/**
 * Seals all secrets by a new key. May be stopped at any moment: old keys stay in the key file, so that what is not yet
 * sealed anew opens as before, and another run does the rest. Safe for any thread; one run at a time is enough.
 */
public final class KeyRotation {

    private static final int CHUNK = 500;

    private final Database database;
    private final Provisioning provisioning;

    /** Over an open database. */
    public KeyRotation(Database database, Provisioning provisioning) {
        this.database = database;
        this.provisioning = provisioning;
    }

    /**
     * Adds a key and seals every secret by it; takes about a minute for a million.
     *
     * @param progress told after each chunk how many there are so far, on the calling thread; what it throws breaks off
     * @return secrets sealed anew
     */
    public long rotate(Actor actor, LongConsumer progress) {
        int key = database.vault().addKey();
        provisioning.note("key " + key + " added; secrets are sealed anew", actor);
        return reseal(progress);
    }

    /** Seals what an earlier run left sealed by an older key. */
    public long reseal(LongConsumer progress) {
        long done = 0;
        long after = Long.MIN_VALUE;
        for (List<Sealing> some = next(after); !some.isEmpty(); some = next(after)) {
            after = some.get(some.size() - 1).id();
            done += reseal(some);
            progress.accept(done);
        }
        database.sync();
        return done;
    }

    private List<Sealing> next(long after) {
        return database.read(session -> session.createSelectionQuery(
                "select u.id, u.identity, u.secret from PrivateUser u where u.id > :after order by u.id", Sealing.class)
                .setParameter("after", after).setMaxResults(CHUNK).getResultList());
    }

    private long reseal(List<Sealing> some) {
        Vault vault = database.vault();
        return database.write(session -> some.stream().filter(one -> {
            Optional<byte[]> anew = vault.reseal(one.identity(), one.secret());
            // whoever wrote another secret in between sealed it by the new key already
            return anew.isPresent() && session.createMutationQuery(
                    "update PrivateUser set secret = :anew where id = :id and secret = :old")
                    .setParameter("anew", anew.get()).setParameter("id", one.id()).setParameter("old", one.secret())
                    .executeUpdate() > 0;
        }).count());
    }

    record Sealing(Long id, String identity, byte[] secret) { }
}
