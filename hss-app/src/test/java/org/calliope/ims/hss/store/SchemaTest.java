package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Flyway may be left out of a start, and when it must not. */
class SchemaTest {

    private static final String URL = "jdbc:h2:mem:schema";

    private final JdbcDataSource source = new JdbcDataSource();
    private Connection held;

    @BeforeEach
    void hold() throws SQLException {
        source.setURL(URL);
        source.setUser("sa");
        held = source.getConnection(); // with the last one the database would go
    }

    @AfterEach
    void letGo() throws SQLException {
        held.close();
    }

    @Test
    void anEmptyDatabaseIsNotCurrentAndOneThatWasOpenedIs() {
        assertThat(Schema.current(source)).isFalse();

        open();

        assertThat(Schema.current(source)).isTrue();
        open();
    }

    @Test
    void everyMigrationIsLookedFor() throws Exception {
        Path folder = Path.of(Schema.class.getClassLoader().getResource("org/calliope/ims/hss/migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(Schema.SCRIPTS).filteredOn(script -> script.endsWith(".sql"))
                    .containsExactlyInAnyOrderElementsOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "update \"flyway_schema_history\" set \"checksum\" = 7 where \"version\" = '20'",
        "update \"flyway_schema_history\" set \"success\" = false where \"version\" = '22'"})
    void whatWasChangedOrFailedIsLeftToFlywayWhichRefusesIt(String change) throws SQLException {
        open();

        execute(change);

        assertThat(Schema.current(source)).isFalse();
        assertThatThrownBy(SchemaTest::open).hasMessageContaining("Validate failed");
    }

    @Test
    void whatIsNotAppliedYetIsAppliedByFlyway() throws SQLException {
        open();
        execute("delete from \"flyway_schema_history\" where \"version\" = '22'");
        execute("alter table registration_event drop constraint registration_event_set_fk");

        assertThat(Schema.current(source)).isFalse();
        open();

        assertThat(Schema.current(source)).isTrue();
    }

    @Test
    void whatANewerVersionAppliedIsLeftToFlyway() throws SQLException {
        open();

        execute("insert into \"flyway_schema_history\" select 99, '23', 'newer', 'SQL', 'V23__newer.sql', 1, 'sa',"
                + " current_timestamp, 1, true");

        assertThat(Schema.current(source)).isFalse();
    }

    private static void open() {
        Provision.open(new DatabaseAddress(URL, "sa", "", 2)).close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = held.createStatement()) {
            statement.execute(sql);
        }
    }
}
