package org.calliope.ims.hss.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.node.OwnerOnly;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * The open subscriber database: one small pool, the schema brought up to date by Flyway, and Hibernate, made when the
 * first asks for it, since that takes some seconds of a start: what registrations and calls need asks on bare
 * connections. Safe for any thread.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final DatabaseAddress address;
    private final HikariDataSource pool;
    private final Mapping mapping;
    private final Vault vault;
    private final Catalogue catalogue = new Catalogue(this);
    private final Optional<Situations> situations;
    private final GroupSync registrations = new GroupSync(this::sync);

    private Database(DatabaseAddress address, HikariDataSource pool, Vault vault) {
        this.address = address;
        this.pool = pool;
        this.mapping = new Mapping(pool);
        this.vault = vault;
        this.situations = address.h2() ? Optional.of(new Situations()) : Optional.empty();
    }

    /**
     * Opens the database, creating or migrating its tables; throws when it cannot be reached within 10 s.
     *
     * @param keyFile holds the keys of its secrets, see {@link Vault#at}
     */
    public static Database open(DatabaseAddress address, Path keyFile) {
        address.embeddedFile().ifPresent(OwnerOnly::create);
        HikariDataSource pool = new HikariDataSource(poolConfig(address));
        try {
            boolean current = Schema.current(pool);
            Vault vault = Vault.at(keyFile, holdsSecrets(pool, current));
            if (!current) {
                Schema.migrate(address, pool, vault);
            }
            return new Database(address, pool, vault);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    private static IllegalStateException unreadable(Exception e) {
        return new IllegalStateException("the database cannot be read: " + e.getMessage(), e);
    }

    private static HikariConfig poolConfig(DatabaseAddress address) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("hss");
        config.setDriverClassName(address.h2() ? "org.h2.Driver" : "org.mariadb.jdbc.Driver");
        config.setJdbcUrl(address.url());
        if (!address.user().isEmpty()) {
            config.setUsername(address.user());
            config.setPassword(address.password());
        }
        config.setMaximumPoolSize(address.poolSize());
        config.setInitializationFailTimeout(10_000);
        config.setConnectionTimeout(5_000);
        if (!address.h2()) {
            // prepared once on the server and kept: the hot path is a handful of statements
            config.addDataSourceProperty("useServerPrepStmts", "true");
            config.addDataSourceProperty("prepStmtCacheSize", "64");
        }
        return config;
    }

    /** @param current whether the tables are those of this version; older ones may have nowhere to put a secret */
    private static boolean holdsSecrets(HikariDataSource pool, boolean current) {
        try (Connection connection = pool.getConnection()) {
            return (current || sealed(connection)) && hasOne(connection);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static boolean sealed(Connection connection) throws SQLException {
        try (ResultSet column = connection.getMetaData().getColumns(connection.getCatalog(), connection.getSchema(), "%", "%")) {
            boolean sealed = false;
            while (column.next() && !sealed) {
                sealed = column.getString("TABLE_NAME").equalsIgnoreCase("private_identity")
                        && column.getString("COLUMN_NAME").equalsIgnoreCase("secret");
            }
            return sealed;
        }
    }

    private static boolean hasOne(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            try (ResultSet row = statement.executeQuery("select 1 from private_identity where secret is not null")) {
                return row.next();
            }
        }
    }

    /** Reads without a transaction of its own: each statement sees what is committed when it runs. */
    <T> T read(Function<StatelessSession, T> work) {
        try (StatelessSession session = mapping.sessions().openStatelessSession()) {
            return work.apply(session);
        }
    }

    /** Does the work in one transaction; what it throws rolls back and is thrown on. */
    <T> T write(Function<StatelessSession, T> work) {
        return mapping.sessions().fromStatelessTransaction(work);
    }

    /** As {@link #write}, for work without a result. */
    void change(Consumer<StatelessSession> work) {
        mapping.sessions().inStatelessTransaction(work);
    }

    /** Has Hibernate made after a while, unless somebody needs it before, so that nobody has to wait for it. */
    public void mapAfter(Duration pause) {
        mapping.makeAfter(pause);
    }

    /** Work on a bare connection, for the statements that a start and every registration and call need. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** As {@link #read}, without Hibernate in between. */
    <T> T query(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /**
     * Does the work in one transaction, without Hibernate in between.
     *
     * @return false when the work said so, or was in somebody's way, a deadlock or a row that another inserted: nothing
     *         is written then, and it may be tried again
     */
    boolean attempt(Work<Boolean> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                done = work.on(connection);
            } catch (SQLTransactionRollbackException | SQLIntegrityConstraintViolationException overtaken) {
                LOG.trace("overtaken: {}", overtaken.toString());
            } finally {
                end(connection, done);
            }
            return done;
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private static void end(Connection connection, boolean done) throws SQLException {
        if (done) {
            connection.commit();
        } else {
            connection.rollback();
        }
        connection.setAutoCommit(true);
    }

    /** What service profiles and the like say, kept in memory. */
    Catalogue catalogue() {
        return catalogue;
    }

    /** What was read of subscribers lately; of an embedded database only. */
    Optional<Situations> situations() {
        return situations;
    }

    /** Returns when what this thread has committed is on disk; many that wait at once share one flush. */
    void settle() {
        if (address.h2()) {
            registrations.await();
        }
    }

    /** Puts what is committed on disk now; for provisioning, which nothing would repeat after a crash. */
    void sync() {
        if (address.h2()) {
            query(connection -> StateWriter.update(connection, "checkpoint sync"));
        }
    }

    /** Seals and opens the secrets in it. */
    public Vault vault() {
        return vault;
    }

    /** Where it is, fit for a log or a page. */
    public String label() {
        return address.label();
    }

    @Override
    public void close() {
        mapping.close();
        pool.close();
        DriverManager.drivers().filter(driver -> driver.getClass().getClassLoader() == Database.class.getClassLoader())
                .forEach(Database::deregister);
    }

    /** The virtual machine would keep the archive's driver, and with it the archive. */
    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.warn("{} stays registered: {}", driver, e.toString());
        }
    }
}
