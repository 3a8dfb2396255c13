package org.calliope.ims.hss.store;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.calliope.ims.node.OwnerOnly;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * The open subscriber database: one small pool, the schema brought up to date by Flyway, and Hibernate, which
 * checks at start that its mapping fits the schema. Safe for any thread.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String MARIADB_TABLES = "engine=InnoDB default character set utf8mb4 collate utf8mb4_bin";

    private final DatabaseAddress address;
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    private Database(DatabaseAddress address, HikariDataSource pool, SessionFactory sessions) {
        this.address = address;
        this.pool = pool;
        this.sessions = sessions;
    }

    /** Opens the database, creating or migrating its tables; throws when it cannot be reached within 10 s. */
    public static Database open(DatabaseAddress address) {
        address.embeddedFile().ifPresent(OwnerOnly::create);
        HikariDataSource pool = new HikariDataSource(poolConfig(address));
        try {
            migrate(address, pool);
            return new Database(address, pool, sessionFactory(pool));
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
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

    private static void migrate(DatabaseAddress address, HikariDataSource pool) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:org/calliope/ims/hss/migration")
                .placeholders(Map.of("table-options", address.h2() ? "" : MARIADB_TABLES))
                .load()
                .migrate();
    }

    private static SessionFactory sessionFactory(HikariDataSource pool) {
        return new HibernatePersistenceConfiguration("hss")
                .managedClasses(SubscriptionEntity.class, PrivateIdentityEntity.class, ServiceProfileEntity.class,
                        ImplicitSetEntity.class, PublicIdentityEntity.class, SetMemberEntity.class,
                        ConsoleUserEntity.class, ApiTokenEntity.class)
                .property("hibernate.connection.datasource", pool)
                .property("hibernate.hbm2ddl.auto", "validate")
                .property("hibernate.physical_naming_strategy",
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl")
                .property("hibernate.jdbc.batch_size", "100")
                .property("hibernate.order_inserts", "true")
                .createEntityManagerFactory();
    }

    /** Reads without a transaction of its own: each statement sees what is committed when it runs. */
    <T> T read(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    /** Does the work in one transaction; what it throws rolls back and is thrown on. */
    <T> T write(Function<StatelessSession, T> work) {
        return sessions.fromStatelessTransaction(work);
    }

    /** As {@link #write}, for work without a result. */
    void change(Consumer<StatelessSession> work) {
        sessions.inStatelessTransaction(work);
    }

    /** Puts what is committed on disk now; for provisioning, which nothing would repeat after a crash. */
    void sync() {
        if (address.h2()) {
            change(session -> session.createNativeMutationQuery("checkpoint sync").executeUpdate());
        }
    }

    /** Where it is, fit for a log or a page. */
    public String label() {
        return address.label();
    }

    @Override
    public void close() {
        sessions.close();
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
