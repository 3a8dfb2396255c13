package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.ImportRow.Document;
import org.calliope.ims.hss.store.ImportRow.InactiveDsai;
import org.calliope.ims.hss.store.ImportRow.Item;
import org.calliope.ims.hss.store.ImportRow.Repository;
import org.calliope.ims.hss.store.References.Reference;
import org.hibernate.StatelessSession;

/**
 * Some rows of an import in their transaction. Subscriptions are looked up and inserted together, as many as have
 * nothing in common; one that names what another of the file has is looked up after that one is written.
 */
final class ImportChunk {

    private final StatelessSession session;
    private final Provisioning provisioning;
    private final AuditLog audit;
    private final ImportJob.Request request;
    private final Seen seen;
    private final Set<Kind<?>> changed;
    private final ImportKept kept;
    private final Map<Reference, Boolean> known = new HashMap<>();
    private final List<ImportOutcome> outcomes = new ArrayList<>();
    private final List<ImportRow> wave = new ArrayList<>();
    private final Set<String> named = new HashSet<>();

    /**
     * @param seen            what a dry run has met
     * @param changed         gets the kinds of what is written
     * @param repositoryBytes of repository data of one service at most
     */
    ImportChunk(StatelessSession session, Provisioning provisioning, AuditLog audit, ImportJob.Request request,
            Seen seen, Set<Kind<?>> changed, int repositoryBytes, Instant now) {
        this.session = session;
        this.provisioning = provisioning;
        this.audit = audit;
        this.request = request;
        this.seen = seen;
        this.changed = changed;
        this.kept = new ImportKept(session, request, repositoryBytes, seen, now);
    }

    /** @return what became of each, in their order */
    List<ImportOutcome> put(List<ImportRow> rows) {
        for (ImportRow row : rows) {
            if (row.item().isPresent() && row.item().get() instanceof Document<?> item
                    && item.document() instanceof Subscription subscription) {
                gather(row, subscription);
            } else {
                flush();
                outcomes.add(row.item().map(item -> other(row, item)).orElseGet(() ->
                        ImportOutcome.rejected(row, row.reason())));
            }
        }
        flush();
        return outcomes;
    }

    private void gather(ImportRow row, Subscription subscription) {
        Set<String> unique = SubscriptionOwners.unique(subscription);
        if (unique.stream().anyMatch(named::contains)) {
            flush();
        }
        named.addAll(unique);
        wave.add(row);
    }

    private void flush() {
        if (wave.isEmpty()) {
            return;
        }
        SubscriptionOwners owners = new SubscriptionOwners(session, wave.stream().map(ImportChunk::subscription).toList());
        List<Subscription> fresh = new ArrayList<>();
        wave.forEach(row -> outcomes.add(checked(row, subscription(row), owners, fresh)));
        if (!fresh.isEmpty() && !request.dryRun()) {
            provisioning.insert(session, Kind.SUBSCRIPTION, fresh);
            changed.add(Kind.SUBSCRIPTION);
        }
        wave.clear();
        named.clear();
    }

    private static Subscription subscription(ImportRow row) {
        return (Subscription) ((Document<?>) row.item().orElseThrow()).document();
    }

    private ImportOutcome checked(ImportRow row, Subscription document, SubscriptionOwners owners,
            List<Subscription> fresh) {
        Optional<String> same = owners.sameAs(document);
        Optional<String> before = twice(document);
        if ((same.isPresent() || before.isPresent()) && request.existing() == Existing.SKIP) {
            return ImportOutcome.skipped(row);
        }
        Optional<String> against = (request.existing() == Existing.REFUSE ? same : Optional.<String>empty())
                .map(name -> "the subscription " + name + " is provisioned already")
                .or(() -> owners.conflict(document, same))
                .or(() -> before.map(name -> name + " stands in the file before"))
                .or(() -> missing(document))
                .or(() -> same.isPresent() ? Optional.empty() : unproven(document));
        if (against.isPresent()) {
            return ImportOutcome.rejected(row, against.get());
        }
        if (request.dryRun()) {
            SubscriptionOwners.unique(document).forEach(seen::add);
        } else if (same.isPresent()) {
            replace(Kind.SUBSCRIPTION, same.get(), document);
        } else {
            fresh.add(document);
        }
        return ImportOutcome.accepted(row);
    }

    /** What a dry run would find in the database if it were none. */
    private Optional<String> twice(Subscription document) {
        return !request.dryRun() || request.existing() == Existing.REPLACE ? Optional.empty()
                : SubscriptionOwners.unique(document).stream().filter(seen::contains).findFirst()
                        .map(name -> name.substring(name.indexOf('\0') + 1));
    }

    private static Optional<String> unproven(Subscription document) {
        return document.privateIdentities().stream().filter(user -> user.secret().keeps()).findFirst()
                .map(user -> "the private identity " + user.identity()
                        + " needs something to prove itself by: a password, or the keys of its SIM");
    }

    private Optional<String> missing(Named document) {
        return References.of(document).stream().filter(reference -> !known(reference)).findFirst()
                .map(reference -> "there is no " + reference.kind() + " " + reference.name());
    }

    private boolean known(Reference reference) {
        return known.computeIfAbsent(reference, asked ->
                Shelves.of(asked.kind()).find(session, asked.name()).isPresent()
                || request.dryRun() && seen.contains(key(asked.kind(), asked.name())));
    }

    private static String key(Kind<?> kind, String name) {
        return kind.path() + '\0' + name;
    }

    private ImportOutcome other(ImportRow row, Item item) {
        if (item instanceof Document<?> document) {
            return single(row, document);
        }
        changed.add(Kind.SUBSCRIPTION);
        return item instanceof Repository data ? kept.put(row, data) : kept.put(row, (InactiveDsai) item);
    }

    private <T extends Named> ImportOutcome single(ImportRow row, Document<T> item) {
        if (!request.shared()) {
            return ImportOutcome.rejected(row, "only an administrator may import a " + item.kind());
        }
        String name = item.document().name();
        boolean there = Shelves.of(item.kind()).lock(session, name)
                || request.dryRun() && seen.contains(key(item.kind(), name));
        if (there && (request.existing() == Existing.SKIP || justSo(item))) {
            return ImportOutcome.skipped(row);
        }
        Optional<String> against = missing(item.document());
        if (there && request.existing() == Existing.REFUSE) {
            against = Optional.of("the " + item.kind() + " " + name + " is provisioned already");
        }
        if (against.isPresent()) {
            return ImportOutcome.rejected(row, against.get());
        }
        if (request.dryRun()) {
            seen.add(key(item.kind(), name));
        } else if (there) {
            replace(item.kind(), name, item.document());
        } else {
            provisioning.insert(session, item.kind(), List.of(item.document()));
            changed.add(item.kind());
        }
        known.clear();
        return ImportOutcome.accepted(row);
    }

    private <T extends Named> boolean justSo(Document<T> item) {
        return Shelves.of(item.kind()).find(session, item.document().name())
                .filter(stored -> Documents.tag(stored).equals(Documents.tag(item.document()))).isPresent();
    }

    private <T extends Named> void replace(Kind<T> kind, String name, T document) {
        Shelf<T> shelf = Shelves.of(kind);
        shelf.lock(session, name);
        T before = shelf.find(session, name).orElseThrow();
        provisioning.replace(session, kind, before, document);
        audit.changed(session, kind, before, shelf.find(session, document.name()).orElseThrow(), request.actor());
        changed.add(kind);
    }
}
