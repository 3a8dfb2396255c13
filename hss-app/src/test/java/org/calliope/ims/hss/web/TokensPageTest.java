package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.calliope.ims.hss.access.AccessEvent.Kind;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.node.Guesses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of the REST API (RFC 6750). */
class TokensPageTest extends AccessFixture {

    private Browser admin;
    private String adminName;

    @BeforeEach
    void administrator() throws Exception {
        admin = signedIn(Role.ADMINISTRATOR);
        adminName = last();
    }

    private String token(String name, String role, int days) throws Exception {
        return shown(admin.post("/tokens", "action", "create", "name", name, "role", role, "days", "" + days));
    }

    private int delete(String token) throws Exception {
        return browser().with("Authorization", "Bearer " + token).send(HttpRequest.newBuilder(
                URI.create(url() + "/api/v1/subscriptions/nobody@ims.example")).DELETE()).statusCode();
    }

    @Test
    void aTokenMayWhatItsRoleMayAndNeedsNoForm() throws Exception {
        String operator = token("script", "operator", 30);
        assertThat(operator).matches("cal_[A-Za-z0-9_-]{43}");
        assertThat(delete(operator)).isEqualTo(404);
        assertThat(delete(token("graphs", "viewer", 30))).isEqualTo(403);
        assertThat(told(Kind.TOKEN_CREATED, adminName, "script")).isTrue();
        assertThat(admin.get("/tokens").body()).contains("script").doesNotContain(operator);
    }

    @Test
    void aTokenEndsWhenItExpires() throws Exception {
        String token = token("short", "operator", 1);
        clock.pass(Duration.ofDays(1).minusSeconds(1));
        assertThat(delete(token)).isEqualTo(404);
        clock.pass(Duration.ofSeconds(1));
        assertThat(delete(token)).isEqualTo(401);
        assertThat(signedIn(Role.ADMINISTRATOR).get("/tokens").body()).contains("expired");
    }

    @Test
    void aRevokedTokenIsWorthNothing() throws Exception {
        String token = token("gone", "operator", 1);
        assertThat(admin.post("/tokens", "action", "revoke", "name", "gone").statusCode()).isEqualTo(303);
        assertThat(delete(token)).isEqualTo(401);
        assertThat(admin.post("/tokens", "action", "revoke", "name", "gone").body()).contains("There is no such token");
    }

    @Test
    void thePageTellsWhenATokenWasUsedLast() throws Exception {
        String token = token("used", "viewer", 1);
        assertThat(access.tokens().list()).filteredOn(t -> t.name().equals("used"))
                .allMatch(t -> t.lastUsed().isEmpty());
        delete(token);
        assertThat(access.tokens().list()).filteredOn(t -> t.name().equals("used"))
                .allMatch(t -> t.lastUsed().equals(java.util.Optional.of(clock.instant())));
    }

    @Test
    void whatCanNotBeIsRefusedInPlainWords() throws Exception {
        token("taken", "viewer", 1);
        for (List<String> wrong : List.of(List.of("taken", "viewer", "1", "There is a token taken already"),
                List.of("a b", "viewer", "1", "A name has 1 to 64"), List.of("a", "", "1", "Choose one of the roles"),
                List.of("a", "viewer", "0", "1 to 366 days"), List.of("a", "viewer", "367", "1 to 366 days"),
                List.of("a", "viewer", "x", "1 to 366 days"))) {
            HttpResponse<String> refused = admin.post("/tokens", "action", "create", "name", wrong.get(0), "role",
                    wrong.get(1), "days", wrong.get(2));
            assertThat(refused.statusCode()).as(wrong.toString()).isEqualTo(400);
            assertThat(refused.body()).contains(wrong.get(3));
        }
    }

    @Test
    void whoGuessesTokensIsNotListenedTo_RFC6585_4() throws Exception {
        String token = token("guessed", "operator", 1);
        for (int i = 0; i < Guesses.MAX_WRONG; i++) {
            assertThat(delete("cal_" + "x".repeat(43))).isEqualTo(401);
        }
        assertThat(delete(token)).isEqualTo(429);
        clock.pass(Guesses.PAUSE);
        assertThat(delete(token)).isEqualTo(404);
    }

    @Test
    void aCookieBesideATokenDoesNotMakeItMore() throws Exception {
        String viewer = token("small", "viewer", 1);
        Browser both = admin.with("Authorization", "Bearer " + viewer);
        assertThat(both.get("/users").statusCode()).isEqualTo(403);
    }
}
