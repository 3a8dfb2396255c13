package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.Map;

import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.model.PublicUser;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of the first version becomes one of today, and nothing in it is lost. */
class MigrationTest {

    private static final String HA1 = "0123456789abcdef0123456789abcdef";

    @Test
    void whatTheFirstVersionKeptIsThereAndSealed(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:mem:migration;DB_CLOSE_DELAY=-1";
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        Flyway.configure().dataSource(source).locations("classpath:org/calliope/ims/hss/migration")
                .placeholders(Map.of("table-options", "", "long-text", "varchar")).target("1").load().migrate();
        try (Connection connection = source.getConnection();
             Statement statement = connection.createStatement()) {
            for (String sql : new String[] {
                "insert into ims_subscription values (1, 3, 'sip:s1:5064', '', '', '*')",
                "insert into private_identity values (2, 1, 'Alice@ims.example', 'SIP_DIGEST', 'ims.example', '" + HA1
                        + "', '" + HA1.replace('0', 'f') + "')",
                "insert into service_profile values (3, 1, true)",
                "insert into implicit_set values (4, 1, 'REGISTERED')",
                "insert into public_identity values (5, 4, 3, 0, 'sip:Alice@ims.example', 'PUBLIC_USER', false, 'Alice')",
                "insert into set_member values (6, 4, 2, true, false)" }) {
                statement.execute(sql);
            }
        }

        try (Database database = Database.open(new DatabaseAddress(url, "sa", "", 2), folder.resolve("keys"))) {
            RegistrationStore store = new RegistrationStore(database);
            Situation seen = store.situation("Alice@ims.example", "sip:Alice@ims.example").orElseThrow();
            assertThat(seen.state()).isEqualTo(RegistrationState.REGISTERED);
            assertThat(seen.memberRegistered()).isTrue();
            assertThat(store.catalogue().unregisteredServices(seen)).isTrue();
            assertThat(store.credentials("Alice@ims.example").orElseThrow().digest().orElseThrow().ha1(Digest.MD5))
                    .contains(HA1);
            Provisioning provisioning = new Provisioning(database, Clock.systemUTC());
            assertThat(provisioning.find(Kind.SUBSCRIPTION, "Alice@ims.example").orElseThrow().implicitSets().get(0)
                    .publicIdentities()).containsExactly(
                            PublicUser.of("sip:Alice@ims.example").named("Alice").served("unregistered"));
            assertThat(new Subscribers(database).find(SubscriberSearch.of("ali", 5)).rows()).hasSize(1);
        }
        assertThatThrownBy(() -> Database.open(new DatabaseAddress(url, "sa", "", 2), folder.resolve("other")))
                .as("the keys are elsewhere").hasMessageContaining("key file");
    }
}
