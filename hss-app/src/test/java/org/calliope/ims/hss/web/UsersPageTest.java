package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;

import org.calliope.ims.hss.access.AccessEvent.Kind;
import org.calliope.ims.hss.access.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator does to users. */
class UsersPageTest extends AccessFixture {

    private Browser admin;
    private String adminName;

    @BeforeEach
    void administrator() throws Exception {
        admin = signedIn(Role.ADMINISTRATOR);
        adminName = last();
    }

    @Test
    void anAddedUserComesInOnceWithAPasswordShownOnce() throws Exception {
        HttpResponse<String> added = admin.post("/users", "action", "add", "name", " Carla ", "role", "operator");
        String once = shown(added);
        assertThat(once).hasSizeGreaterThanOrEqualTo(20);
        assertThat(added.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(admin.get("/users").body()).contains("carla").doesNotContain(once);
        assertThat(told(Kind.USER_ADDED, adminName, "carla")).isTrue();
        Browser carla = browser();
        assertThat(carla.signIn("carla", once).statusCode()).isEqualTo(303);
        assertThat(carla.get("/").headers().firstValue("Location")).contains("/account");
    }

    @Test
    void whatCanNotBeIsRefusedInPlainWords() throws Exception {
        admin.post("/users", "action", "add", "name", "dora", "role", "viewer");
        for (List<String> wrong : List.of(List.of("add", "dora", "viewer", "There is a user dora already"),
                List.of("add", "", "viewer", "A name has 1 to 64"), List.of("add", "<b>", "viewer", "A name has 1 to 64"),
                List.of("add", "x".repeat(65), "viewer", "A name has 1 to 64"),
                List.of("add", "e", "emperor", "Choose one of the roles"), List.of("role", "dora", "", "Choose one of"),
                List.of("reset", "nobody", "", "There is no such user"), List.of("", "dora", "", "does not exist"))) {
            HttpResponse<String> refused = admin.post("/users", "action", wrong.get(0), "name", wrong.get(1), "role",
                    wrong.get(2));
            assertThat(refused.statusCode()).as(wrong.toString()).isEqualTo(400);
            assertThat(refused.body()).contains(wrong.get(3), "role=\"alert\"").doesNotContain("<b>\"");
        }
    }

    @Test
    void disablingResettingAndAnotherRoleEndTheSessions() throws Exception {
        for (List<String> change : List.of(List.of("action", "disable"), List.of("action", "reset"),
                List.of("action", "role", "role", "viewer"))) {
            Browser user = signedIn(Role.OPERATOR);
            String[] fields = new String[change.size() + 2];
            change.toArray(fields);
            fields[change.size()] = "name";
            fields[change.size() + 1] = last();
            assertThat(admin.post("/users", fields).statusCode()).isIn(200, 303);
            assertSession(user, false);
        }
    }

    @Test
    void aDisabledUserStaysOutUntilEnabled() throws Exception {
        signedIn(Role.VIEWER, "emil");
        admin.post("/users", "action", "disable", "name", "emil");
        assertThat(browser().signIn("emil", OWN).statusCode()).isEqualTo(403);
        assertThat(admin.get("/users").body()).contains("disabled", "Enable emil");
        admin.post("/users", "action", "enable", "name", "emil");
        assertThat(browser().signIn("emil", OWN).statusCode()).isEqualTo(303);
    }

    @Test
    void aResetPasswordIsWorthNothingAndTheNewOneOnce() throws Exception {
        signedIn(Role.VIEWER, "fritz");
        String once = shown(admin.post("/users", "action", "reset", "name", "fritz"));
        assertThat(browser().signIn("fritz", OWN).statusCode()).isEqualTo(403);
        Browser fritz = browser();
        fritz.signIn("fritz", once);
        assertThat(fritz.get("/account").body()).contains("one-time password");
        assertThat(fritz.post("/account", "old", once, "wanted", "fritzfritz", "again", "fritzfritz").body())
                .contains("is your name");
    }

    @Test
    void theLastAdministratorStaysOne() throws Exception {
        access.users().list().stream().filter(u -> u.administrates() && !u.name().equals(adminName))
                .forEach(u -> access.users().disable(u.name(), true, SYSTEM, ""));
        for (List<String> change : List.of(List.of("disable", "viewer"), List.of("role", "operator"))) {
            HttpResponse<String> refused = admin.post("/users", "action", change.get(0), "name", adminName, "role",
                    change.get(1));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("The last administrator has to stay one");
        }
        assertSession(admin, true);
        access.users().disable("admin", false, SYSTEM, "");
    }

    @Test
    void noPageTellsAHash() throws Exception {
        for (String path : List.of("/users", "/tokens", "/account", "/", "/api/status", "/api/trace", "/login")) {
            assertThat(admin.get(path).body()).as(path).doesNotContain("$argon2", "argon2id", "sha256");
        }
        assertThat(access.users().list().toString()).doesNotContain("argon2");
    }
}
