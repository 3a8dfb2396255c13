package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.calliope.ims.hss.access.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What users and tokens hold on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessContract {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private Database database;
    private ConsoleUsers users;
    private ApiTokens tokens;

    abstract DatabaseAddress address();

    @BeforeAll
    void open() {
        database = Provision.open(address());
        users = new ConsoleUsers(database);
        tokens = new ApiTokens(database);
    }

    @AfterAll
    void close() {
        clear();
        database.close();
    }

    @BeforeEach
    void clear() {
        database.change(session -> {
            session.createMutationQuery("delete from ConsoleUser").executeUpdate();
            session.createMutationQuery("delete from ApiToken").executeUpdate();
        });
    }

    private static ConsoleUser user(String name, Role role) {
        return new ConsoleUser(name, "hash", role, true, false, NOW, Optional.empty());
    }

    @Test
    void aUserComesBackAsItWasAndOnlyOnce() {
        assertThat(users.none()).isTrue();
        assertThat(users.add(user("anna", Role.OPERATOR))).isTrue();
        assertThat(users.add(user("anna", Role.VIEWER))).isFalse();
        assertThat(users.none()).isFalse();
        assertThat(users.find("anna")).contains(user("anna", Role.OPERATOR));
        assertThat(users.find("Anna")).isEmpty();
        ConsoleUser later = users.change("anna", u -> u.signedIn(NOW).password("other", false).disabled(true))
                .orElseThrow();
        assertThat(users.find("anna")).contains(later);
        assertThat(later).isEqualTo(new ConsoleUser("anna", "other", Role.OPERATOR, false, true, NOW, Optional.of(NOW)));
        assertThat(users.change("nobody", u -> u)).isEmpty();
        assertThat(users.list(10)).extracting(ConsoleUser::name).containsExactly("anna");
    }

    @Test
    void theLastWhoMayAdministrateStays() {
        users.add(user("a", Role.ADMINISTRATOR));
        users.add(user("b", Role.ADMINISTRATOR));
        users.change("a", u -> u.disabled(true));
        assertThatThrownBy(() -> users.change("b", u -> u.as(Role.OPERATOR))).isInstanceOf(LastAdministrator.class);
        assertThatThrownBy(() -> users.change("b", u -> u.disabled(true))).isInstanceOf(LastAdministrator.class);
        assertThat(users.find("b").orElseThrow().administrates()).as("rolled back").isTrue();
        users.change("a", u -> u.disabled(false));
        users.change("b", u -> u.as(Role.VIEWER));
    }

    @Test
    void twoWhoTakeTheRoleFromEachOtherAtOnceLeaveOne() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 10; round++) {
                clear();
                users.add(user("a", Role.ADMINISTRATOR));
                users.add(user("b", Role.ADMINISTRATOR));
                List<Future<Boolean>> both = two.invokeAll(List.of(demotes("a"), demotes("b")));
                assertThat(List.of(both.get(0).get(), both.get(1).get())).containsExactlyInAnyOrder(true, false);
            }
        } finally {
            two.shutdownNow();
        }
    }

    private Callable<Boolean> demotes(String name) {
        return () -> {
            try {
                return users.change(name, u -> u.as(Role.VIEWER)).isPresent();
            } catch (LastAdministrator e) {
                return false;
            }
        };
    }

    @Test
    void aTokenIsFoundByItsDigestOnly() {
        ApiToken token = new ApiToken("script", Role.VIEWER, NOW, NOW.plusSeconds(60), Optional.empty());
        assertThat(tokens.add(token, "d1")).isTrue();
        assertThat(tokens.add(token, "d2")).isFalse();
        assertThat(tokens.find("d1")).contains(token);
        assertThat(tokens.find("d2")).isEmpty();
        tokens.used("script", NOW);
        assertThat(tokens.list(10)).extracting(ApiToken::lastUsed).containsExactly(Optional.of(NOW));
        assertThat(tokens.remove("script")).isTrue();
        assertThat(tokens.remove("script")).isFalse();
    }
}
