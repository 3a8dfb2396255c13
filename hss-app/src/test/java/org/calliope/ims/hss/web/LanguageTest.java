package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.calliope.ims.hss.access.Role;
import org.junit.jupiter.api.Test;

/** The pages speak the reader's language. */
class LanguageTest extends AccessFixture {

    @Test
    void theBrowserSaysWhichLanguage_RFC9110_12_5_4() throws Exception {
        assertThat(browser().with("Accept-Language", "de-AT,de;q=0.9,en;q=0.5").get("/").body())
                .contains("<html lang=\"de\">", "Identitäten suchen", "Laufende Registrierungen", "Anmelden");
        assertThat(browser().with("Accept-Language", "fr, *;q=0.1").get("/").body()).contains("lang=\"en\"");
        assertThat(browser().with("Accept-Language", ";;q=x").get("/").body()).contains("lang=\"en\"");
        assertThat(browser().with("Accept-Language", "de").get("/fragments/flows").body()).contains("Noch ist nichts");
    }

    @Test
    void whoChoosesKeepsIt() throws Exception {
        Browser browser = browser();
        assertThat(browser.get("/login").body()).contains("value=\"de\"", "Deutsch");
        assertThat(browser.postRaw("/language", "language", "de", "next", "/login?next=%2Fusers").headers()
                .firstValue("Location")).contains("/login?next=%2Fusers");
        assertThat(browser.get("/login").body()).contains("Passwort", "English");
        assertThat(browser.signIn("nobody", "x").body()).contains("Der Name oder das Passwort ist falsch.");
        browser.postRaw("/language", "language", "xx", "next", "/");
        assertThat(browser.get("/login").body()).contains("lang=\"de\"");
    }

    @Test
    void everyPageCanBeReadInGerman() throws Exception {
        Browser admin = signedIn(Role.ADMINISTRATOR).with("Accept-Language", "de");
        for (String page : new String[] {"/", "/users", "/tokens", "/account", "/nowhere", "/trace?q=nobody"}) {
            assertThat(admin.get(page).body()).as(page).contains("<html lang=\"de\">", "Abmelden");
        }
    }
}
