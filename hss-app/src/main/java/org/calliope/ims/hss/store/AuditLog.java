package org.calliope.ims.hss.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.model.Named;
import org.hibernate.StatelessSession;

/** The table of who changed what. */
final class AuditLog {

    private static final int LONGEST = 255;
    private static final String NO_KIND = "";

    private final Database database;
    private final Clock clock;

    AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void created(StatelessSession session, Kind<?> kind, Named after, Actor actor) {
        add(session, AuditEntry.Action.CREATED, kind.path(), after.name(), null, Documents.kept(after), actor);
    }

    void changed(StatelessSession session, Kind<?> kind, Named before, Named after, Actor actor) {
        add(session, AuditEntry.Action.CHANGED, kind.path(), before.name(), Documents.kept(before),
                Documents.kept(after), actor);
    }

    void removed(StatelessSession session, Kind<?> kind, Named before, Actor actor) {
        add(session, AuditEntry.Action.REMOVED, kind.path(), before.name(), Documents.kept(before), null, actor);
    }

    void imported(StatelessSession session, String what, Actor actor) {
        add(session, AuditEntry.Action.IMPORTED, NO_KIND, what, null, null, actor);
    }

    void done(StatelessSession session, String what, Actor actor) {
        add(session, AuditEntry.Action.DONE, NO_KIND, what, null, null, actor);
    }

    void undone(StatelessSession session, AuditEntity of, Actor actor) {
        AuditEntry.Action action = of.beforeDoc == null ? AuditEntry.Action.REMOVED
                : of.afterDoc == null ? AuditEntry.Action.CREATED : AuditEntry.Action.CHANGED;
        add(session, action, of.kind, of.subject, of.afterDoc,
                of.kind.equals(Kind.SUBSCRIPTION.path()) ? Documents.resealed(database.vault(), of.beforeDoc) : of.beforeDoc,
                actor, of.id);
    }

    private void add(StatelessSession session, AuditEntry.Action action, String kind, String subject,
            String before, String after, Actor actor) {
        add(session, action, kind, subject, before, after, actor, null);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void add(StatelessSession session, AuditEntry.Action action, String kind, String subject,
            String before, String after, Actor actor, Long undoes) {
        AuditEntity entry = new AuditEntity();
        entry.at = clock.millis();
        entry.actor = cut(actor.name());
        entry.action = action;
        entry.kind = kind;
        entry.subject = cut(subject);
        entry.beforeDoc = before;
        entry.afterDoc = after;
        entry.undoes = undoes;
        session.insert(entry);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    AuditEntity entry(long id) {
        AuditEntity entry = database.read(session -> session.get(AuditEntity.class, id));
        if (entry == null) {
            throw new Refused(Refused.Why.MISSING, "there is no entry " + id + " in the audit log");
        }
        return entry;
    }

    List<AuditEntry> list(long before, int limit) {
        return database.read(session -> session.createSelectionQuery(
                "from Audit a where :before = 0L or a.id < :before order by a.id desc", AuditEntity.class)
                .setParameter("before", before).setMaxResults(limit).getResultList()).stream()
                .map(AuditLog::entry).toList();
    }

    private static AuditEntry entry(AuditEntity of) {
        Optional<Kind<?>> kind = Kind.of(of.kind).map(known -> known);
        return new AuditEntry(of.id, Instant.ofEpochMilli(of.at), new Actor(of.actor), of.action, kind, of.subject,
                kind.map(known -> Documents.shown(of.beforeDoc, known.type())).orElse(""),
                kind.map(known -> Documents.shown(of.afterDoc, known.type())).orElse(""),
                Optional.ofNullable(of.undoes));
    }
}
