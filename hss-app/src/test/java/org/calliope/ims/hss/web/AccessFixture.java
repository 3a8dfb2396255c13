package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.AccessEvent;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.node.Guesses;
import org.junit.jupiter.api.BeforeEach;

/** A console whose administrator, admin, has a password of their own, and users for each test. */
abstract class AccessFixture extends WebFixture {

    static final String OWN = "a long pass phrase";
    static final Signed SYSTEM = new Signed("test", Role.ADMINISTRATOR, Signed.How.OWNER);
    private static final Pattern SECRET = Pattern.compile("<code>([A-Za-z0-9_-]{20,})</code>");

    private int made;

    @BeforeEach
    void nobodyGuessed() {
        clock.pass(Guesses.PAUSE);
        events.clear();
    }

    Browser browser() {
        return new Browser(url());
    }

    /** Who was just added and has chosen {@link #OWN} as the password. */
    Browser signedIn(Role role) throws Exception {
        return signedIn(role, "u" + ++made);
    }

    Browser signedIn(Role role, String name) throws Exception {
        String oneTime = access.users().add(name, role, SYSTEM, "127.0.0.1");
        Browser browser = browser();
        assertThat(browser.signIn(name, oneTime).statusCode()).isEqualTo(303);
        assertThat(browser.post("/account", "old", oneTime, "wanted", OWN, "again", OWN).statusCode()).isEqualTo(303);
        browser.get("/account");
        return browser;
    }

    /** The name of whom {@link #signedIn(Role)} made last. */
    String last() {
        return "u" + made;
    }

    static String shown(HttpResponse<String> page) {
        Matcher secret = SECRET.matcher(page.body());
        assertThat(secret.find()).as(page.body()).isTrue();
        return secret.group(1);
    }

    void assertSession(Browser browser, boolean lives) throws Exception {
        assertThat(browser.get("/account").statusCode()).isEqualTo(lives ? 200 : 303);
    }

    boolean told(AccessEvent.Kind kind, String by, String about) {
        return events.stream().anyMatch(e -> e.kind() == kind && e.by().equals(by) && e.about().equals(about));
    }

    static String session(Browser browser) {
        return browser.cookie(Access.COOKIE);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
