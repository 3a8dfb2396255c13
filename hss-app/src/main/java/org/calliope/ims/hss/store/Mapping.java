package org.calliope.ims.hss.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hibernate over the database, made once; it checks then that its mapping fits the schema. Any thread. */
final class Mapping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private final DataSource pool;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile SessionFactory sessions;

    Mapping(DataSource pool) {
        this.pool = pool;
    }

    /** Makes it when it is not there yet; who comes meanwhile waits. */
    SessionFactory sessions() {
        SessionFactory ready = sessions;
        return ready != null ? ready : make();
    }

    private synchronized SessionFactory make() {
        if (closing.getCount() == 0) {
            throw new IllegalStateException("the database is closed");
        }
        if (sessions == null) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(Mapping.class.getClassLoader()); // where Hibernate looks for its parts
            try {
                sessions = build();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
        return sessions;
    }

    boolean made() {
        return sessions != null;
    }

    /** Makes it on a thread of its own after a while, unless it is there or closed by then. */
    void makeAfter(Duration pause) {
        Thread thread = new Thread(() -> {
            try {
                if (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    sessions();
                }
            } catch (RuntimeException | InterruptedException e) { // the thread's edge: who needs it hears of it
                LOG.warn("Hibernate cannot be made: {}", e.toString());
            }
        }, "hss-mapping");
        thread.setDaemon(true);
        thread.start();
    }

    private SessionFactory build() {
        return new HibernatePersistenceConfiguration("hss")
                .managedClasses(SubscriptionEntity.class, PrivateIdentityEntity.class, ServiceProfileEntity.class,
                        ImplicitSetEntity.class, PublicIdentityEntity.class, SetMemberEntity.class,
                        SequenceNumberEntity.class, CapabilitySetEntity.class, ServingNodeEntity.class,
                        ChargingSetEntity.class, VisitedNetworkEntity.class, ApplicationServerEntity.class,
                        FilterCriteriaEntity.class, SharedFilterSetEntity.class, SharedFilterUseEntity.class,
                        ProfileFilterUseEntity.class, ProfileSharedSetEntity.class, AuditEntity.class,
                        ShRepositoryEntity.class, ShInactiveDsaiEntity.class, ShWatchEntity.class,
                        ConsoleUserEntity.class, ApiTokenEntity.class, ImportEntity.class)
                .property("hibernate.connection.datasource", pool)
                .property("hibernate.hbm2ddl.auto", "validate")
                .property("hibernate.physical_naming_strategy",
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl")
                .property("hibernate.jdbc.batch_size", "100")
                .property("hibernate.order_inserts", "true")
                .createEntityManagerFactory();
    }

    /** Also waits for one that is being made. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            if (sessions != null) {
                sessions.close();
            }
        }
    }
}
