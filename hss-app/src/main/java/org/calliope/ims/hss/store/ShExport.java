package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportRow.InactiveDsai;
import org.calliope.ims.hss.store.ImportRow.Item;
import org.calliope.ims.hss.store.ImportRow.Repository;
import org.calliope.ims.sh.RepositoryData;
import org.hibernate.StatelessSession;

/** All that application servers keep in the HSS, a page at a time, as an import takes it. Any thread; blocks on SQL. */
public final class ShExport {

    private static final int PAGE = 20; // of a million characters each at most

    private final Database database;

    /** @param id by which the next page is asked for */
    public record Kept(long id, Item item) { }

    /** Over an open database. */
    public ShExport(Database database) {
        this.database = database;
    }

    /** Repository data after that of this id, 0 for the first; none after the last. */
    public List<Kept> repository(long after) {
        return database.read(session -> session.createSelectionQuery(
                "from ShRepository r where r.id > :after order by r.id", ShRepositoryEntity.class)
                .setParameter("after", after).setMaxResults(PAGE).getResultList().stream()
                .map(row -> new Kept(row.id, new Repository(identity(session, row), new RepositoryData(row.service,
                        row.sequenceNumber, Optional.of(row.content))))).toList());
    }

    /** Of those that have it together as aliases, any. */
    private static String identity(StatelessSession session, ShRepositoryEntity row) {
        String rest = row.dataKey.substring(1);
        return row.dataKey.equals(ShTarget.dataKey(rest, "")) ? rest : session.createSelectionQuery("""
                select min(p.identity) from PublicUser p
                where p.set.subscription.id = :subscription and p.aliasGroup = :alias""", String.class)
                .setParameter("subscription", row.subscriptionId).setParameter("alias", rest).getSingleResult();
    }

    /** DSAIs that are inactive, after the one of this id, 0 for the first; none after the last. */
    public List<Kept> inactive(long after) {
        return database.read(session -> session.createSelectionQuery("""
                select d.id, p.identity, d.serverName, d.tag from ShInactiveDsai d
                join PublicUser p on p.id = d.publicIdentityId where d.id > :after order by d.id""", Inactive.class)
                .setParameter("after", after).setMaxResults(PAGE).getResultList().stream()
                .map(row -> new Kept(row.id(), new InactiveDsai(row.identity(), row.server(), row.tag()))).toList());
    }

    record Inactive(long id, String identity, String server, String tag) { }
}
