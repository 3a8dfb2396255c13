package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.hss.access.Role;
import org.junit.jupiter.api.Test;

/** With {@code console-open-on-loopback = false}, or from elsewhere: nothing is read without signing in. */
class ClosedConsoleTest extends AccessFixture {

    @Override
    boolean openOnLoopback() {
        return false;
    }

    @Test
    void pagesLeadToTheSignInPartsOfThemToo() throws Exception {
        assertThat(browser().get("/trace?q=alice%40ims.example").headers().firstValue("Location"))
                .contains("/login?next=%2Ftrace%3Fq%3Dalice%2540ims.example");
        assertThat(browser().get("/fragments/flows").statusCode()).isEqualTo(401);
        assertThat(browser().get("/fragments/flows").headers().firstValue("HX-Redirect")).contains("/login");
        assertThat(browser().get("/nowhere").statusCode()).isEqualTo(303);
    }

    @Test
    void theApiSaysHowToProveOneself_RFC9110_15_5_2() throws Exception {
        assertThat(browser().get("/api/status").statusCode()).isEqualTo(401);
        assertThat(browser().get("/api/status").headers().allValues("WWW-Authenticate"))
                .anyMatch(c -> c.startsWith("Basic ")).anyMatch(c -> c.startsWith("Bearer "));
        assertThat(browser().with("Authorization", basic()).get("/api/status").statusCode()).isEqualTo(200);
        assertThat(browser().with("Authorization", basic("admin", "x")).get("/api/status").statusCode()).isEqualTo(401);
    }

    @Test
    void healthSignInAndAssetsAreOpen() throws Exception {
        String login = browser().get("/login").body();
        String style = login.replaceAll("(?s).*href=\"(/assets/console.css[^\"]+)\".*", "$1");
        for (String open : List.of("/health", "/login", style)) {
            assertThat(browser().get(open).statusCode()).as(open).isEqualTo(200);
        }
        assertThat(login).doesNotContain("alice", "role=\"search\"");
    }

    @Test
    void whoSignedInReads() throws Exception {
        assertThat(signedIn(Role.VIEWER).get("/").body()).contains("alice@ims.example");
    }

    @Test
    void theOwnersKeyOpensThePagesThatLetAdministratorsInAgain() throws Exception {
        signedIn(Role.VIEWER, "lost");
        String once = shown(browser().with("Authorization", basic())
                .postRaw("/users", "action", "reset", "name", "lost"));
        assertThat(browser().signIn("lost", once).statusCode()).isEqualTo(303);
    }
}
