package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.calliope.ims.hss.access.Role;
import org.junit.jupiter.api.Test;

/** What each role may, and that a session's writes come from its own pages. */
class RolesTest extends AccessFixture {

    private HttpRequest.Builder delete() {
        return HttpRequest.newBuilder(URI.create(url() + "/api/v1/subscriptions/nobody@ims.example")).DELETE();
    }

    @Test
    void aViewerReadsAnOperatorProvisionsAnAdministratorHasUsers() throws Exception {
        Browser viewer = signedIn(Role.VIEWER);
        Browser operator = signedIn(Role.OPERATOR);
        Browser admin = signedIn(Role.ADMINISTRATOR);
        for (Browser browser : new Browser[] {viewer, operator, admin}) {
            assertThat(browser.get("/").statusCode()).isEqualTo(200);
            assertThat(browser.get("/api/trace").statusCode()).isEqualTo(200);
        }
        assertThat(viewer.send(delete().header("X-CSRF-Token", viewer.csrf())).statusCode()).isEqualTo(403);
        assertThat(operator.send(delete().header("X-CSRF-Token", operator.csrf())).statusCode()).isEqualTo(404);
        assertThat(admin.send(delete().header("X-CSRF-Token", admin.csrf())).statusCode()).isEqualTo(404);
        for (String page : new String[] {"/users", "/tokens"}) {
            assertThat(viewer.get(page).statusCode()).isEqualTo(403);
            assertThat(operator.get(page).body()).contains("Your role does not allow this");
            assertThat(admin.get(page).statusCode()).isEqualTo(200);
        }
        assertThat(viewer.get("/").body()).doesNotContain("href=\"/users\"");
        assertThat(admin.get("/").body()).contains("href=\"/users\"", last(), "administrator", "Sign out");
    }

    @Test
    void aSessionsWriteNeedsItsOwnToken() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        Browser other = signedIn(Role.OPERATOR);
        HttpResponse<String> without = operator.send(delete());
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(without.body()).contains("rest.md#csrf");
        assertThat(operator.send(delete().header("X-CSRF-Token", other.csrf())).statusCode()).isEqualTo(403);
        assertThat(operator.postRaw("/logout").statusCode()).isEqualTo(403);
        assertThat(operator.postRaw("/account", "old", OWN, "wanted", "another phrase", "again", "another phrase").body())
                .contains("This form does not belong to your session");
        assertThat(operator.get("/").body()).contains("hx-headers='{\"X-CSRF-Token\":\"" + operator.csrf() + "\"}'");
        assertSession(operator, true);
    }

    @Test
    void anotherSitesPageCanNotWriteEvenWithTheToken() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        for (String site : new String[] {"cross-site", "same-site"}) {
            assertThat(operator.send(delete().header("X-CSRF-Token", operator.csrf()).header("Sec-Fetch-Site", site))
                    .body()).contains("cross-site");
        }
    }

    @Test
    void onLoopbackReadingIsOpenAndNothingElse() throws Exception {
        assertThat(browser().get("/").body()).contains("href=\"/login\"").doesNotContain("Sign out");
        assertThat(browser().get("/api/status").statusCode()).isEqualTo(200);
        for (String page : new String[] {"/users", "/tokens", "/account"}) {
            assertThat(browser().get(page).headers().firstValue("Location").orElse("")).startsWith("/login?next=");
        }
        assertThat(browser().send(delete()).statusCode()).isEqualTo(401);
    }

    @Test
    void whoSignsInOnLoopbackIsNoLongerOnlyAViewerOfTheMachine() throws Exception {
        assertThat(signedIn(Role.OPERATOR).get("/").body()).contains("operator");
    }
}
