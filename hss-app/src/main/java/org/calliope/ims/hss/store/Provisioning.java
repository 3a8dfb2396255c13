package org.calliope.ims.hss.store;

import java.sql.SQLTransactionRollbackException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;

import jakarta.persistence.PersistenceException;

/**
 * The one way to change what people provision, whoever asks: console, REST interface, import. Each change is one
 * transaction with its entry in the audit log and with all it entails, and is on disk when the method returns. What
 * cannot be done throws {@link Refused}, or {@link IllegalArgumentException} when a document refers to something that
 * is not there. Safe for any thread; blocks on SQL.
 */
public final class Provisioning {

    private static final int CHUNK = 500;
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Database database;
    private final AuditLog audit;
    private final List<ChangeListener> listeners;

    /** Over an open database. */
    public Provisioning(Database database, Clock clock) {
        this(database, clock, List.of());
    }

    /** With more that is done for each change than the store itself does. */
    public Provisioning(Database database, Clock clock, List<ChangeListener> listeners) {
        this.database = database;
        this.audit = new AuditLog(database, clock);
        this.listeners = Stream.concat(Stream.of(database.catalogue(), new PushListener(clock)), listeners.stream()).toList();
    }

    /** Changes with everything in the document: a strong validator of RFC 9110 8.8.3. */
    public static String tag(Named document) {
        return Documents.tag(document);
    }

    /** Credentials as a document has them. */
    public PrivateUser user(String identity, Credentials credentials) {
        return new PrivateUser(identity, credentials.preferred(),
                new Sealed(credentials.seal(database.vault(), identity)), PrivateUser.KEEP_SEQUENCE);
    }

    /**
     * The credentials of a document that was read.
     *
     * @throws org.calliope.ims.hss.secret.SecretUnreadable when they do not open
     */
    public Credentials credentials(PrivateUser user) {
        return Credentials.open(database.vault(), user.identity(), user.secret().bytes());
    }

    /** The document of this name. */
    public <T extends Named> Optional<T> find(Kind<T> kind, String name) {
        return database.read(session -> Shelves.of(kind).find(session, name));
    }

    /**
     * Documents by name.
     *
     * @param after the name before the first one, "" for the beginning
     * @param limit 1..1,000
     */
    public <T extends Named> List<T> list(Kind<T> kind, String after, int limit) {
        return database.read(session -> Shelves.of(kind).list(session, after, limit));
    }

    /** What refers to the document, a few of them, in words; as long as there is any it cannot be removed. */
    public List<String> users(Kind<?> kind, String name) {
        return database.read(session -> Shelves.of(kind).users(session, name));
    }

    /** Adds a document that is not there. */
    public <T extends Named> void create(Kind<T> kind, T document, Actor actor) {
        write(session -> {
            create(session, kind, document);
            audit.created(session, kind, stored(session, kind, document), actor);
        }, kind, document.name());
    }

    /**
     * Makes the document of this name into that one; the name may change.
     *
     * @param seen the {@link #tag} of the document as it was read; empty to overwrite whatever is there
     */
    public <T extends Named> void replace(Kind<T> kind, String name, T document, Optional<String> seen, Actor actor) {
        write(session -> {
            T before = locked(session, kind, name, seen);
            replace(session, kind, before, document);
            audit.changed(session, kind, before, stored(session, kind, document), actor);
        }, kind, document.name());
    }

    /** Removes the document of this name, when nothing refers to it. */
    public <T extends Named> void remove(Kind<T> kind, String name, Optional<String> seen, Actor actor) {
        write(session -> {
            T before = locked(session, kind, name, seen);
            remove(session, kind, before);
            audit.removed(session, kind, before, actor);
        }, kind, name);
    }

    /** Adds all or none of them; the audit log gets one line. */
    public void createAll(List<Subscription> all, Actor actor) {
        write(session -> {
            refuseTaken(session, all);
            insert(session, Kind.SUBSCRIPTION, all);
            audit.imported(session, all.size() + " subscriptions", actor);
        }, Kind.SUBSCRIPTION, "one of these");
    }

    /** Notes something that is no document; the words say what was done. */
    public void note(String what, Actor actor) {
        database.change(session -> audit.done(session, what, actor));
    }

    /**
     * The audit log, newest first.
     *
     * @param before entries older than this one; 0 for the newest
     * @param limit  1..200
     */
    public List<AuditEntry> audit(long before, int limit) {
        return audit.list(before, limit);
    }

    /**
     * Undoes a change: brings the document back to what it was before.
     *
     * @throws Refused when the document was changed again since, or a name or identity in it is somebody else's now
     */
    public void undo(long entry, Actor actor) {
        AuditEntity of = audit.entry(entry);
        undo(of, Kind.of(of.kind).orElseThrow(() -> new Refused(Refused.Why.MISSING,
                "this entry of the audit log cannot be undone")), actor);
    }

    private <T extends Named> void undo(AuditEntity of, Kind<T> kind, Actor actor) {
        Optional<T> before = Optional.ofNullable(of.beforeDoc).map(json -> Documents.read(json, kind.type()));
        Optional<T> after = Optional.ofNullable(of.afterDoc).map(json -> Documents.read(json, kind.type()));
        write(session -> {
            Optional<T> now = after.map(document -> locked(session, kind, document.name(),
                    Optional.of(Documents.tag(document))));
            if (before.isEmpty()) {
                remove(session, kind, now.orElseThrow());
            } else if (now.isEmpty()) {
                create(session, kind, before.get());
            } else {
                replace(session, kind, now.get(), keepingSequences(before.get()));
            }
            audit.undone(session, of, actor);
        }, kind, of.subject);
    }

    @SuppressWarnings("unchecked") // of a subscription it is one
    private static <T extends Named> T keepingSequences(T document) {
        return document instanceof Subscription of ? (T) of.keepingSequences() : document;
    }

    private <T extends Named> void create(StatelessSession session, Kind<T> kind, T document) {
        if (document instanceof Subscription subscription) {
            refuseTaken(session, List.of(subscription));
        }
        insert(session, kind, List.of(document));
    }

    /** Adds those that are not there, for an import. */
    <T extends Named> void insert(StatelessSession session, Kind<T> kind, List<T> documents) {
        listeners.forEach(listener -> documents.forEach(document ->
                listener.changing(session, kind, Optional.empty(), Optional.of(document))));
        Shelves.of(kind).insert(session, documents.stream().map(this::sealedAnew).toList());
    }

    <T extends Named> void replace(StatelessSession session, Kind<T> kind, T before, T document) {
        listeners.forEach(listener -> listener.changing(session, kind, Optional.of(before), Optional.of(document)));
        Shelves.of(kind).update(session, before.name(), sealedAnew(document));
    }

    /** What comes from the audit log or another database may be sealed by an older key. */
    @SuppressWarnings("unchecked") // of a subscription it is one
    private <T extends Named> T sealedAnew(T document) {
        return document instanceof Subscription of ? (T) Documents.resealed(database.vault(), of) : document;
    }

    private <T extends Named> void remove(StatelessSession session, Kind<T> kind, T before) {
        List<String> users = Shelves.of(kind).users(session, before.name());
        if (!users.isEmpty()) {
            throw new Refused(Refused.Why.IN_USE, "the " + kind + " " + before.name() + " is used by "
                    + String.join(", ", users));
        }
        listeners.forEach(listener -> listener.changing(session, kind, Optional.of(before), Optional.empty()));
        Shelves.of(kind).delete(session, before.name());
    }

    private static <T extends Named> T locked(StatelessSession session, Kind<T> kind, String name,
            Optional<String> seen) {
        if (!Shelves.of(kind).lock(session, name)) {
            throw new Refused(Refused.Why.MISSING, "there is no " + kind + " " + name);
        }
        T document = stored(session, kind, name);
        if (seen.isPresent() && !seen.get().equals(Documents.tag(document))) {
            throw new Refused(Refused.Why.OVERTAKEN, "the " + kind + " " + name
                    + " was changed by somebody else since; read it again");
        }
        return document;
    }

    private static <T extends Named> T stored(StatelessSession session, Kind<T> kind, T document) {
        return stored(session, kind, document.name());
    }

    private static <T extends Named> T stored(StatelessSession session, Kind<T> kind, String name) {
        return Shelves.of(kind).find(session, name).orElseThrow();
    }

    private static void refuseTaken(StatelessSession session, List<Subscription> all) {
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<Subscription> some = all.subList(from, Math.min(all.size(), from + CHUNK));
            refuse(session, "select u.identity from PrivateUser u where u.identity in (:all)", some.stream()
                    .flatMap(one -> one.privateIdentities().stream()).map(PrivateUser::identity));
            refuse(session, "select p.identity from PublicUser p where p.identity in (:all)", some.stream()
                    .flatMap(one -> one.implicitSets().stream()).map(ImplicitSet::publicIdentities)
                    .flatMap(List::stream).map(PublicUser::identity));
        }
    }

    private static void refuse(StatelessSession session, String query, Stream<String> identities) {
        List<String> asked = identities.toList();
        List<String> taken = asked.isEmpty() ? List.of() : session.createSelectionQuery(query, String.class)
                .setParameter("all", asked).setMaxResults(1).getResultList();
        if (!taken.isEmpty()) {
            throw taken(taken.get(0));
        }
    }

    private static Refused taken(String what) {
        return new Refused(Refused.Why.TAKEN, what + " is provisioned already");
    }

    private void write(Consumer<StatelessSession> work, Kind<?> kind, String name) {
        try {
            repeated(work);
        } catch (ConstraintViolationException e) {
            // two requests at once, or one identity twice in this one: the tables' unique keys decide
            throw taken("the " + kind + " " + name + ", or an identity in it,");
        }
        changed(kind);
        database.sync();
    }

    /** A deadlock, as with registrations of the same user, rolls back one of the two: on MariaDB any may be it. */
    private void repeated(Consumer<StatelessSession> work) {
        for (int attempt = 1;; attempt++) {
            try {
                database.change(work);
                return;
            } catch (PersistenceException e) {
                if (attempt == ATTEMPTS || !deadlock(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * PAUSE_NANOS));
            }
        }
    }

    private static boolean deadlock(Throwable failure) {
        return failure != null
                && (failure instanceof SQLTransactionRollbackException || deadlock(failure.getCause()));
    }

    /** Tells that a change of such documents is committed. */
    void changed(Kind<?> kind) {
        listeners.forEach(listener -> listener.changed(kind));
    }
}
