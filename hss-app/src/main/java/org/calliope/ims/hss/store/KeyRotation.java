package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.hss.secret.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals all secrets by a new key, also those that the audit log keeps. May be stopped at any moment: old keys stay in the
 * key file, so that what is not yet sealed anew opens as before, and another run does the rest by the same key. Safe for
 * any thread; one run at a time is enough.
 */
public final class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int CHUNK = 500;
    private static final int DOCUMENTS = 50; // of up to two million characters each

    private final Database database;
    private final Provisioning provisioning;

    /** Over an open database. */
    public KeyRotation(Database database, Provisioning provisioning) {
        this.database = database;
        this.provisioning = provisioning;
    }

    /** Whether one was broken off whose key this server has: {@link #rotate} goes on with it. */
    public boolean brokenOff() {
        OptionalInt key = underWay();
        return key.isPresent() && key.getAsInt() <= database.vault().currentId();
    }

    /**
     * Adds a key, or takes the one of a run that was broken off, and seals every secret by it; takes about a minute for a
     * million. What no key opens is left as it is, with a line in the log.
     *
     * @param progress told after each chunk how many of the subscribers' secrets are sealed by the key so far, on the
     *                 calling thread; what it throws breaks off
     * @return subscribers' secrets that are sealed by it now
     */
    public long rotate(Actor actor, LongConsumer progress) {
        int key = underWay().orElseGet(() -> begin(actor));
        if (database.vault().currentId() < key) {
            database.vault().addKey();
        }
        long done = secrets(progress);
        database.situations().ifPresent(Situations::changed); // they hold sealed secrets
        documents(() -> progress.accept(done)); // after the secrets: what is changed from now on is logged as sealed anew
        database.change(session -> session.createNativeMutationQuery("delete from key_rotation").executeUpdate());
        database.sync();
        return done;
    }

    private OptionalInt underWay() {
        return database.query(connection -> Columns.all(connection, Columns::number, "select key_id from key_rotation"))
                .stream().mapToInt(Math::toIntExact).max();
    }

    /** Noted before the key is in the file: whatever is killed in between, it is one key. */
    private int begin(Actor actor) {
        int key = database.vault().currentId() + 1;
        database.change(session -> session.createNativeMutationQuery("insert into key_rotation (key_id) values (:key)")
                .setParameter("key", key).executeUpdate());
        provisioning.note("key " + key + " added; secrets are sealed anew", actor);
        database.sync();
        return key;
    }

    private long secrets(LongConsumer progress) {
        long done = 0;
        long after = Long.MIN_VALUE;
        for (List<Sealing> some = next(after); !some.isEmpty(); some = next(after)) {
            after = some.get(some.size() - 1).id();
            done += reseal(some);
            progress.accept(done);
        }
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
            try {
                Optional<byte[]> anew = vault.reseal(one.identity(), one.secret());
                // whoever wrote another secret in between sealed it by the new key already
                anew.ifPresent(sealed -> session.createMutationQuery(
                        "update PrivateUser set secret = :anew where id = :id and secret = :old")
                        .setParameter("anew", sealed).setParameter("id", one.id()).setParameter("old", one.secret())
                        .executeUpdate());
                return true;
            } catch (SecretUnreadable e) {
                LOG.warn("left as it is: {}", e.getMessage());
                return false;
            }
        }).count());
    }

    private void documents(Runnable progress) {
        long after = Long.MIN_VALUE;
        for (List<AuditEntity> some = logged(after); !some.isEmpty(); some = logged(after)) {
            after = some.get(some.size() - 1).id;
            List<AuditEntity> read = some;
            database.change(session -> read.forEach(entry -> {
                String before = Documents.resealed(database.vault(), entry.beforeDoc);
                String now = Documents.resealed(database.vault(), entry.afterDoc);
                if (!Objects.equals(before, entry.beforeDoc) || !Objects.equals(now, entry.afterDoc)) {
                    session.createMutationQuery("update Audit set beforeDoc = :before, afterDoc = :now where id = :id")
                            .setParameter("before", before).setParameter("now", now).setParameter("id", entry.id)
                            .executeUpdate();
                }
            }));
            progress.run();
        }
    }

    private List<AuditEntity> logged(long after) {
        return database.read(session -> session.createSelectionQuery(
                "from Audit a where a.kind = :kind and a.id > :after order by a.id", AuditEntity.class)
                .setParameter("kind", Kind.SUBSCRIPTION.path()).setParameter("after", after).setMaxResults(DOCUMENTS)
                .getResultList());
    }

    record Sealing(Long id, String identity, byte[] secret) { }
}
