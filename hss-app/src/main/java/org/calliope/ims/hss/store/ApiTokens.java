package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.hibernate.exception.ConstraintViolationException;

/** The tokens of the REST API. Safe for any thread; blocks on SQL. */
public final class ApiTokens {

    private final Database database;

    /** Over an open database. */
    public ApiTokens(Database database) {
        this.database = database;
    }

    /** The first by name, so many at most; those that have expired among them. */
    public List<ApiToken> list(int limit) {
        return database.read(session -> session.createSelectionQuery("from ApiToken t order by t.name",
                ApiTokenEntity.class).setMaxResults(limit).getResultList()).stream().map(ApiTokenEntity::token).toList();
    }

    /** The token whose secret has that SHA-256 (64 hex digits). */
    public Optional<ApiToken> find(String sha256) {
        return database.read(session -> session.createSelectionQuery("from ApiToken t where t.sha256 = :sha256",
                ApiTokenEntity.class).setParameter("sha256", sha256).uniqueResultOptional().map(ApiTokenEntity::token));
    }

    /**
     * Adds a token, and has it on disk when it returns.
     *
     * @return false when there is one of that name
     */
    public boolean add(ApiToken token, String sha256) {
        if (named(token.name())) {
            return false;
        }
        try {
            database.change(session -> session.insert(ApiTokenEntity.of(token, sha256)));
        } catch (ConstraintViolationException e) {
            return false; // two at once: the table's unique key decides
        }
        database.sync();
        return true;
    }

    private boolean named(String name) {
        return database.read(session -> session.createSelectionQuery(
                "select count(t.id) from ApiToken t where t.name = :name", Long.class).setParameter("name", name)
                .getSingleResult()) > 0;
    }

    /** Notes that it was used. */
    public void used(String name, Instant at) {
        database.change(session -> session.createMutationQuery("update ApiToken t set t.lastUsed = :at where t.name = :name")
                .setParameter("at", at.getEpochSecond()).setParameter("name", name).executeUpdate());
    }

    /**
     * Ends a token for good, and has that on disk when it returns.
     *
     * @return false when there is none of that name
     */
    public boolean remove(String name) {
        int removed = database.write(session -> session.createMutationQuery("delete from ApiToken t where t.name = :name")
                .setParameter("name", name).executeUpdate());
        database.sync();
        return removed > 0;
    }
}
