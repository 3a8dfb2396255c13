package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingTest {

    private static final String URL = "jdbc:h2:mem:mapping";

    private Database database;
    private Mapping mapping;

    @BeforeEach
    void open() {
        database = Provision.open(new DatabaseAddress(URL, "sa", "", 2)); // which has the tables
        JdbcDataSource tables = new JdbcDataSource();
        tables.setURL(URL);
        tables.setUser("sa");
        mapping = new Mapping(tables);
    }

    @AfterEach
    void close() {
        mapping.close();
        database.close();
    }

    @Test
    void whoComeAtOnceShareOne() throws Exception {
        Set<SessionFactory> made = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> made.add(mapping.sessions()));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(made).hasSize(1).allMatch(SessionFactory::isOpen);
    }

    @Test
    void itIsMadeForThreadsOfNoApplication() {
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(mapping.sessions().isOpen()).isTrue();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            Thread.currentThread().setContextClassLoader(MappingTest.class.getClassLoader());
        }
    }

    @Test
    void itIsMadeAfterAWhileThoughNobodyNeedsIt() {
        mapping.makeAfter(Duration.ofMillis(1));

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(mapping::made);
        assertThat(mapping.sessions().isOpen()).isTrue();
    }

    @Test
    void oneThatIsClosedBeforeThatIsNotMade() {
        mapping.makeAfter(Duration.ofHours(1));
        mapping.close();

        assertThat(mapping.made()).isFalse();
        assertThatThrownBy(mapping::sessions).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }
}
