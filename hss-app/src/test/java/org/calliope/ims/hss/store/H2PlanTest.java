package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

import org.calliope.ims.hss.model.Subscription;
import org.h2.Driver;
import org.junit.jupiter.api.Test;

/** That statements which name some subscriptions read these, and no table whole. */
class H2PlanTest {

    private static final String URL = "jdbc:h2:mem:plans";

    @Test
    void aPageOfSubscriptionsAndASubscriptionAreReadAlongIndexes() throws Exception {
        try (Database database = Provision.open(new DatabaseAddress(URL, "sa", "", 2));
                Connection connection = connect(URL);
                Statement statement = connection.createStatement()) {
            Provision.add(database, IntStream.range(0, 2_000).mapToObj(i -> Provision.subscriber(
                    "u" + i + "@ims.example", "sip:u" + i + "@ims.example")).toArray(Subscription[]::new));
            statement.execute("set query_statistics true");
            Provisioning provisioning = new Provisioning(database, Clock.systemUTC());
            provisioning.list(Kind.SUBSCRIPTION, "", 50);
            provisioning.find(Kind.SUBSCRIPTION, "u7@ims.example");
            new Subscribers(database).state("u7@ims.example");

            assertThat(plans(connection)).hasSizeGreaterThan(6)
                    .allSatisfy(plan -> assertThat(plan).doesNotContain("IDENTITY.tableScan", "IMPLICIT_SET.tableScan",
                            "SET_MEMBER.tableScan", "IMS_SUBSCRIPTION.tableScan"));
        }
    }

    @Test
    void whatEveryRegistrationAndCallAsksIsReadAlongIndexes() throws Exception {
        try (Database database = Provision.open(new DatabaseAddress(URL + "-cx", "sa", "", 2));
                Connection connection = connect(URL + "-cx");
                Statement statement = connection.createStatement()) {
            Provision.add(database, IntStream.range(0, 2_000).mapToObj(i -> Provision.subscriber(
                    "u" + i + "@ims.example", "sip:u" + i + "@ims.example")).toArray(Subscription[]::new));
            RegistrationStore store = new RegistrationStore(database);
            statement.execute("set query_statistics true");
            RegistrationHistory history = new RegistrationHistory(database);
            RegistrationHistory.Sweeper sweeper = history.sweeper();
            Situation seen = store.situation("u7@ims.example", "sip:u7@ims.example").orElseThrow();
            store.situation("sip:u7@ims.example");
            store.situations("u7@ims.example");
            store.set(seen.setId());
            store.profile(seen);
            store.privateIdentities(seen);
            store.aPrivateIdentity(seen);
            store.serverHeldElsewhere(seen, List.of(seen.setId()));
            store.othersAuthenticating(seen);
            store.apply(new StateChange(seen, "test").assign(new Serving("sip:s1", "s1.ims.example", "ims.example", 0))
                    .state(seen, RegistrationState.REGISTERED));
            new Pushes(database, Clock.systemUTC()).push("u7@ims.example", Actor.SYSTEM);
            history.of("u7@ims.example", 10);
            sweeper.sweep();

            assertThat(plans(connection)).hasSizeGreaterThan(9)
                    .allSatisfy(plan -> assertThat(plan).doesNotContain("IDENTITY.tableScan", "IMPLICIT_SET.tableScan",
                            "SET_MEMBER.tableScan", "IMS_SUBSCRIPTION.tableScan", "SEQUENCE_NUMBER.tableScan",
                            "REGISTRATION_EVENT.tableScan"));
        }
    }

    /** Not by the DriverManager, which a database that was closed in this process has taken the driver from. */
    private static Connection connect(String url) throws SQLException {
        Properties owner = new Properties();
        owner.setProperty("user", "sa");
        owner.setProperty("password", "");
        return new Driver().connect(url, owner);
    }

    private static List<String> plans(Connection connection) throws SQLException {
        List<String> plans = new ArrayList<>();
        try (PreparedStatement asked = connection.prepareStatement("select sql_statement from"
                + " information_schema.query_statistics where sql_statement like 'select %identity%'"
                + " or sql_statement like 'select %ims_subscription%' or sql_statement like 'select %set_member%'"
                + " or sql_statement like 'select %registration_event%'"); ResultSet all = asked.executeQuery()) {
            while (all.next()) {
                if (!all.getString(1).contains("query_statistics")) {
                    plans.add(plan(connection, all.getString(1)));
                }
            }
        }
        return plans;
    }

    private static String plan(Connection connection, String statement) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("explain " + statement)) {
            for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
                explain.setString(i, "1");
            }
            try (ResultSet plan = explain.executeQuery()) {
                plan.next();
                return plan.getString(1);
            }
        }
    }
}
