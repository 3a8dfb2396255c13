package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.ImportRow.InactiveDsai;
import org.calliope.ims.hss.store.ImportRow.Repository;
import org.calliope.ims.sh.DataReference;
import org.hibernate.StatelessSession;

/**
 * Rows of an import with what application servers keep in the HSS, in the transaction of their chunk. What Sh would not
 * take (TS 29.328 6.1.2.1) is rejected here too, but for the order of sequence numbers: they are those of the file.
 */
final class ImportKept {

    private final ShRows rows;
    private final ImportJob.Request request;
    private final int repositoryBytes;
    private final Seen seen;
    private final Instant now;

    /**
     * @param repositoryBytes of one service at most, in UTF-8
     * @param seen            what a dry run has met
     */
    ImportKept(StatelessSession session, ImportJob.Request request, int repositoryBytes, Seen seen, Instant now) {
        this.rows = new ShRows(session);
        this.request = request;
        this.repositoryBytes = repositoryBytes;
        this.seen = seen;
        this.now = now;
    }

    ImportOutcome put(ImportRow row, Repository item) {
        Optional<ShTarget> target = locked(item.identity());
        String service = item.data().serviceIndication();
        Optional<String> tooMuch = ShKept.tooLarge(item.data(), repositoryBytes);
        if (target.isEmpty()) {
            return unknown(row, item.identity(), tooMuch);
        }
        var stored = rows.kept().repository(target.get(), service);
        if (stored.isPresent() && (request.existing() == Existing.SKIP || stored.get().equals(item.data()))) {
            return ImportOutcome.skipped(row);
        }
        if (stored.isPresent() && request.existing() == Existing.REFUSE) {
            return ImportOutcome.rejected(row, "it has data of the service " + service + " already");
        }
        tooMuch = stored.isPresent() ? tooMuch : tooMuch.or(() -> rows.kept().tooMany(target.get()));
        if (tooMuch.isPresent()) {
            return ImportOutcome.rejected(row, tooMuch.get());
        }
        if (!request.dryRun()) {
            stored.ifPresentOrElse(old -> rows.kept().replace(target.get(), old, item.data()),
                    () -> rows.kept().add(target.get(), item.data()));
            tell(target.get(), DataReference.REPOSITORY_DATA, service, item.data().sequenceNumber());
        }
        return ImportOutcome.accepted(row);
    }

    ImportOutcome put(ImportRow row, InactiveDsai item) {
        Optional<ShTarget> target = locked(item.identity());
        if (target.isEmpty()) {
            return unknown(row, item.identity(), Optional.empty());
        }
        // an identity of the file may get another profile by it, which a dry run does not write
        boolean judged = !request.dryRun() || !seen.contains(target.get().identity());
        if (judged && !rows.bound(target.get(), item.serverName(), item.tag())) {
            return ImportOutcome.rejected(row, "no filter criterion of the identity that leads to " + item.serverName()
                    + " is bound to the DSAI-Tag " + item.tag());
        }
        if (!rows.kept().active(target.get(), item.serverName(), item.tag())) {
            return ImportOutcome.skipped(row);
        }
        if (!request.dryRun()) {
            rows.kept().activate(target.get(), item.serverName(), item.tag(), false);
            rows.pushProfile(target.get(), request.actor().name(), now);
            tell(target.get(), DataReference.DSAI, item.tag(), 0);
            tell(target.get(), DataReference.INITIAL_FILTER_CRITERIA, "", 0);
        }
        return ImportOutcome.accepted(row);
    }

    /** The identity itself, not a wildcarded one that it matches. */
    private Optional<ShTarget> locked(String identity) {
        Optional<ShTarget> target = rows.target(identity).filter(found -> found.identity().equals(identity));
        if (!request.dryRun()) {
            target.ifPresent(rows::lock);
        }
        return target;
    }

    private ImportOutcome unknown(ImportRow row, String identity, Optional<String> otherwise) {
        Optional<String> against = request.dryRun() && seen.contains(identity) ? otherwise
                : Optional.of("there is no public identity " + identity);
        return against.map(why -> ImportOutcome.rejected(row, why)).orElseGet(() -> ImportOutcome.accepted(row));
    }

    private void tell(ShTarget target, DataReference reference, String detail, int sequenceNumber) {
        List<ShWatch> watches = rows.watches().of(target, reference, detail, now);
        watches.forEach(watch -> rows.watches().mark(watch, sequenceNumber, now));
    }
}
