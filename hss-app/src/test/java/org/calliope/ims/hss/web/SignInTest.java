package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import org.calliope.ims.hss.access.AccessEvent.Kind;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.node.Guesses;
import org.junit.jupiter.api.Test;

/** Signing in with a browser, and how a session ends. */
class SignInTest extends AccessFixture {

    @Test
    void theFirstUserComesInWithTheOneTimePasswordAndMustChangeIt() throws Exception {
        Browser admin = browser();
        HttpResponse<String> in = admin.signIn("admin", ownerPassword());
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(admin.get("/users").headers().firstValue("Location")).contains("/account");
        assertThat(admin.get("/").headers().firstValue("Location")).contains("/account");
        assertThat(admin.get("/fragments/flows").headers().firstValue("HX-Redirect")).contains("/account");
        assertThat(admin.get("/api/status").statusCode()).isEqualTo(403);
        assertThat(admin.post("/users", "action", "add", "name", "x", "role", "viewer").headers()
                .firstValue("Location")).contains("/account");

        assertThat(admin.post("/account", "old", ownerPassword(), "wanted", OWN, "again", OWN).headers()
                .firstValue("Location")).contains("/");
        assertThat(admin.get("/users").statusCode()).isEqualTo(200);
        assertThat(browser().signIn("admin", ownerPassword()).statusCode()).isEqualTo(403);
        assertThat(send(request("/api/v1/subscriptions/nobody").header("Authorization", basic()).DELETE()).statusCode())
                .as("the owner's key to the API stays").isEqualTo(404);
    }

    @Test
    void wrongPasswordUnknownNameAndDisabledUserGetTheSameAnswer() throws Exception {
        signedIn(Role.VIEWER, "anna");
        Browser guessing = browser();
        String wrong = guessing.signIn("anna", "wrong").body();
        HttpResponse<String> unknown = guessing.signIn("nobody", "wrong");
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.body().replace("nobody", "anna")).isEqualTo(wrong);
        access.users().disable("anna", true, SYSTEM, "127.0.0.1");
        assertThat(guessing.signIn("anna", OWN).body()).isEqualTo(wrong);
        assertThat(wrong).contains("The name or the password is wrong").doesNotContain("wrong\"");
        assertThat(told(Kind.SIGN_IN_REFUSED, "anna", "")).isTrue();
    }

    @Test
    void theCookieIsForThisSiteOnlyAndNoScript_RFC6265bis_5_6() throws Exception {
        signedIn(Role.VIEWER);
        String cookie = browser().signIn(last(), OWN).headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("calliope-session=[A-Za-z0-9_-]{43}; Path=/; SameSite=Strict; HttpOnly");
    }

    @Test
    void aSessionIsNewAtEachSignInAndNeverOneTheBrowserBrought() throws Exception {
        Browser browser = signedIn(Role.VIEWER);
        String before = session(browser);
        browser.signIn(last(), OWN);
        assertThat(session(browser)).isNotEqualTo(before);
        browser.cookie("calliope-session", before);
        assertSession(browser, false);
        Browser fixed = browser();
        fixed.cookie("calliope-session", "x".repeat(43));
        fixed.signIn(last(), OWN);
        assertThat(session(fixed)).isNotEqualTo("x".repeat(43));
    }

    @Test
    void aSessionEndsWhenNobodyUsesItAndAPageThatRefreshesItselfIsNobody() throws Exception {
        Browser browser = signedIn(Role.OPERATOR);
        for (int minute = 0; minute < 29; minute++) {
            clock.pass(Duration.ofMinutes(1));
            browser.get("/fragments/flows");
        }
        assertSession(browser, true);
        for (int minute = 0; minute < 30; minute++) {
            clock.pass(Duration.ofMinutes(1));
            browser.get("/fragments/flows");
        }
        assertSession(browser, false);
    }

    @Test
    void aSessionEndsAfterTwelveHoursHoweverBusy() throws Exception {
        Browser browser = signedIn(Role.VIEWER);
        for (int hour = 0; hour < 12 * 3 - 1; hour++) {
            clock.pass(Duration.ofMinutes(20));
            assertSession(browser, true);
        }
        clock.pass(Duration.ofMinutes(20));
        assertSession(browser, false);
    }

    @Test
    void signingOutEndsTheSessionAtTheServer() throws Exception {
        Browser browser = signedIn(Role.VIEWER);
        String id = session(browser);
        HttpResponse<String> out = browser.post("/logout");
        assertThat(out.headers().firstValue("Location")).contains("/login");
        assertThat(session(browser)).isEmpty();
        browser.cookie("calliope-session", id);
        assertSession(browser, false);
        assertThat(told(Kind.SIGNED_OUT, last(), "")).isTrue();
    }

    @Test
    void changingThePasswordEndsTheOtherSessionsAndWhatIsWrongIsSaid() throws Exception {
        Browser here = signedIn(Role.VIEWER);
        Browser elsewhere = browser();
        elsewhere.signIn(last(), OWN);
        for (List<String> wrong : List.of(List.of("wrong", "another phrase", "another phrase", "present password is wrong"),
                List.of(OWN, "another phrase", "other phrase", "differ"), List.of(OWN, "short", "short", "too short"),
                List.of(OWN, "x".repeat(129), "x".repeat(129), "too long: it may have 128"),
                List.of(OWN, OWN, OWN, "is the old one"))) {
            HttpResponse<String> refused = here.post("/account", "old", wrong.get(0), "wanted", wrong.get(1), "again",
                    wrong.get(2));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains(wrong.get(3)).doesNotContain(OWN);
        }
        assertSession(elsewhere, true);
        String before = session(here);
        here.post("/account", "old", OWN, "wanted", "another phrase", "again", "another phrase");
        assertThat(session(here)).isNotEqualTo(before);
        assertSession(here, true);
        assertSession(elsewhere, false);
        assertThat(browser().signIn(last(), "another phrase").statusCode()).isEqualTo(303);
    }

    @Test
    void whoGuessesForOneNameIsNotListenedToAndThePageSaysWhen_RFC6585_4() throws Exception {
        signedIn(Role.VIEWER, "bruno");
        for (int i = 0; i < Guesses.MAX_WRONG; i++) {
            assertThat(browser().signIn("bruno", "guess" + i).statusCode()).isEqualTo(403);
        }
        clock.pass(seconds(18));
        HttpResponse<String> refused = browser().signIn("bruno", OWN);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("42");
        assertThat(refused.body()).contains("Try again in 42 seconds");
        assertThat(browser().signIn("whoever", "x").statusCode()).as("the address is shut out, too").isEqualTo(429);
        clock.pass(seconds(42));
        assertThat(browser().signIn("bruno", OWN).statusCode()).isEqualTo(303);
    }

    @Test
    void signingInLeadsOnToThePageThatAskedForItAndNowhereElse() throws Exception {
        signedIn(Role.ADMINISTRATOR);
        assertThat(browser().get("/users").headers().firstValue("Location")).contains("/login?next=%2Fusers");
        assertThat(browser().get("/login?next=%2Fusers").body()).contains("name=\"next\" value=\"/users\"");
        for (List<String> next : List.of(List.of("/users", "/users"), List.of("/trace?q=a%40b", "/trace?q=a%40b"),
                List.of("//evil.example", "/"), List.of("/\\evil.example", "/"), List.of("https://evil.example", "/"),
                List.of("/a\r\nSet-Cookie: x=y", "/"), List.of("", "/"))) {
            Browser browser = browser();
            browser.get("/login");
            assertThat(browser.post("/login", "name", last(), "password", OWN, "next", next.get(0)).headers()
                    .firstValue("Location")).as(next.get(0)).contains(next.get(1));
        }
    }

    @Test
    void nobodyIsSignedInByAFormOfAnotherSite() throws Exception {
        signedIn(Role.VIEWER);
        Browser victim = browser();
        HttpResponse<String> without = victim.postRaw("/login", "name", last(), "password", OWN);
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(without.body()).contains("Sign in here").doesNotContain(OWN);
        assertThat(session(victim)).isEmpty();
        Browser attacker = browser();
        attacker.get("/login");
        assertThat(victim.postRaw("/login", "name", last(), "password", OWN, "csrf", attacker.csrf()).statusCode())
                .isEqualTo(403);
        victim.cookie("calliope-login", "");
        assertThat(victim.postRaw("/login", "name", last(), "password", OWN, "csrf", "").statusCode()).isEqualTo(403);
        assertThat(told(Kind.SIGN_IN_REFUSED, last(), "")).as("nobody guessed").isFalse();

        victim.get("/login");
        assertThat(victim.post("/login", "name", last(), "password", OWN).statusCode()).isEqualTo(303);
        assertThat(victim.get("/login").headers().firstValue("Set-Cookie").orElseThrow())
                .matches("calliope-login=[A-Za-z0-9_-]{43}; Path=/; SameSite=Strict; HttpOnly");
    }

    @Test
    void twoPagesToSignInDoNotSpoilEachOther() throws Exception {
        signedIn(Role.VIEWER);
        Browser browser = browser();
        browser.get("/login");
        String first = browser.csrf();
        browser.get("/login");
        assertThat(browser.postRaw("/login", "name", last(), "password", OWN, "csrf", first).statusCode()).isEqualTo(303);
    }

    @Test
    void theFormWorksWithoutScriptsAndForPasswordManagers() throws Exception {
        assertThat(browser().get("/login").body()).contains("<label for=\"name\">Name</label>",
                "<label for=\"password\">Password</label>", "autocomplete=\"username\"",
                "autocomplete=\"current-password\"", "action=\"/login\" method=\"post\"");
        assertThat(browser().get("/login?password=x&name=y").body()).doesNotContain("value=\"y\"");
    }
}
