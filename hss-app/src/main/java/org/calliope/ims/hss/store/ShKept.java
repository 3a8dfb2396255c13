package org.calliope.ims.hss.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.sh.RepositoryData;
import org.hibernate.StatelessSession;

/** What application servers keep in the HSS, within one session: repository data and DSAI. */
public final class ShKept {

    private static final String REPOSITORY = """
            from ShRepository r where r.subscriptionId = :subscription and r.dataKey = :key and r.service = :service""";

    private static final int MOST_SERVICES = 200;

    private final StatelessSession session;

    ShKept(StatelessSession session) {
        this.session = session;
    }

    /** Repository data of a service. */
    public Optional<RepositoryData> repository(ShTarget of, String service) {
        return row(of, service).map(row ->
                new RepositoryData(row.service, row.sequenceNumber, Optional.of(row.content)));
    }

    private Optional<ShRepositoryEntity> row(ShTarget of, String service) {
        return session.createSelectionQuery(REPOSITORY, ShRepositoryEntity.class)
                .setParameter("subscription", of.subscriptionId()).setParameter("key", of.dataKey())
                .setParameter("service", service).uniqueResultOptional();
    }

    /**
     * Why the data is not kept, or nothing.
     *
     * @param most bytes of its content in UTF-8
     */
    public static Optional<String> tooLarge(RepositoryData data, int most) {
        int size = data.serviceData().map(content -> content.getBytes(StandardCharsets.UTF_8).length).orElse(0);
        return size <= most ? Optional.empty() : Optional.of("it has " + size + " bytes, more than " + most);
    }

    /** Why the user may not have data of one more service, or nothing. */
    public Optional<String> tooMany(ShTarget of) {
        return services(of).size() < MOST_SERVICES ? Optional.empty()
                : Optional.of("the user has data of " + MOST_SERVICES + " services, which is all there may be");
    }

    /** Keeps what was not there. */
    public void add(ShTarget of, RepositoryData data) {
        ShRepositoryEntity row = new ShRepositoryEntity();
        row.subscriptionId = of.subscriptionId();
        row.dataKey = of.dataKey();
        row.service = data.serviceIndication();
        row.sequenceNumber = data.sequenceNumber();
        row.content = data.serviceData().orElseThrow();
        session.insert(row);
    }

    /**
     * Puts the data in the place of what was seen, or removes it when it has no content.
     *
     * @throws Refused of kind OVERTAKEN when it is no longer what was seen
     */
    public void replace(ShTarget of, RepositoryData seen, RepositoryData data) {
        // the number decides: an update waits for one under way and then finds another number
        var statement = session.createMutationQuery((data.serviceData().isPresent()
                ? "update ShRepository r set r.sequenceNumber = :next, r.content = :content" : "delete from ShRepository r")
                + REPOSITORY.substring(REPOSITORY.indexOf(" where")) + " and r.sequenceNumber = :seen")
                .setParameter("subscription", of.subscriptionId()).setParameter("key", of.dataKey())
                .setParameter("service", data.serviceIndication()).setParameter("seen", seen.sequenceNumber());
        data.serviceData().ifPresent(content -> statement.setParameter("next", data.sequenceNumber())
                .setParameter("content", content));
        if (statement.executeUpdate() == 0) {
            throw new Refused(Refused.Why.OVERTAKEN, "the data of " + data.serviceIndication() + " was changed meanwhile");
        }
    }

    /** Whether the DSAI is active; asked of those only that a criterion is bound to. */
    public boolean active(ShTarget of, String serverName, String tag) {
        return session.createSelectionQuery("""
                select count(d.id) from ShInactiveDsai d
                where d.publicIdentityId = :identity and d.serverName = :server and d.tag = :tag""", Long.class)
                .setParameter("identity", of.identityId()).setParameter("server", serverName).setParameter("tag", tag)
                .getSingleResult() == 0;
    }

    /** Activates the DSAI or not; no change when it is so. */
    public void activate(ShTarget of, String serverName, String tag, boolean active) {
        boolean is = active(of, serverName, tag);
        if (active && !is) {
            session.createMutationQuery("""
                    delete from ShInactiveDsai d
                    where d.publicIdentityId = :identity and d.serverName = :server and d.tag = :tag""")
                    .setParameter("identity", of.identityId()).setParameter("server", serverName)
                    .setParameter("tag", tag).executeUpdate();
        } else if (!active && is) {
            ShInactiveDsaiEntity row = new ShInactiveDsaiEntity();
            row.publicIdentityId = of.identityId();
            row.serverName = serverName;
            row.tag = tag;
            session.insert(row);
        }
    }

    /** Services that have data of the user. */
    public List<String> services(ShTarget of) {
        return session.createSelectionQuery("""
                select r.service from ShRepository r where r.subscriptionId = :subscription and r.dataKey = :key
                order by r.service""", String.class)
                .setParameter("subscription", of.subscriptionId()).setParameter("key", of.dataKey()).getResultList();
    }
}
