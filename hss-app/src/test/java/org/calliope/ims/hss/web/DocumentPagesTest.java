package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each kind of document that subscribers share is made, changed, removed and brought back through its form. */
class DocumentPagesTest extends AccessFixture {

    private static final Actor ACTOR = new Actor("test");
    private static final Map<Kind<?>, List<String>> GOOD = Map.of(
            Kind.APPLICATION_SERVER, List.of("name", "mailbox", "serverName", "sip:mail.ims.example", "defaultHandling",
                    "SESSION_TERMINATED", "registerRequest", "on", "diameterHost", "mail.ims.example", "shPull", "0",
                    "shPull", "17"),
            Kind.SERVING_NODE, List.of("name", "sip:s1.ims.example:5064", "capabilities", "1\n4294967295"),
            Kind.CAPABILITY_SET, List.of("name", "video", "mandatory", "1, 2", "serverNames", "sip:s1.ims.example:5064"),
            Kind.CHARGING_SET, List.of("name", "prepaid", "primaryEvent", "aaa://ocs.ims.example"),
            Kind.VISITED_NETWORK, List.of("name", "visited.example", "description", "the other one"),
            Kind.SHARED_FILTER_SET, List.of("name", "common", "number", "7", "filterCriteria.priority", "3",
                    "filterCriteria", "calls", "filterCriteria.priority", "", "filterCriteria", ""),
            Kind.SERVICE_PROFILE, List.of("name", "gold", "unregisteredServices", "on", "filterCriteria.priority", "0",
                    "filterCriteria", "calls", "sharedFilterSets", ""));

    private Provisioning provisioning;
    private Browser admin;

    @BeforeEach
    void signIn() throws Exception {
        provisioning = new Provisioning(database, Clock.systemUTC());
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("as", "sip:as.ims.example", null, "", false,
                false, "", List.of(), List.of(), List.of()), ACTOR);
        provisioning.create(Kind.FILTER_CRITERIA, new FilterCriteria("calls", "as", null, ""), ACTOR);
        admin = signedIn(Role.ADMINISTRATOR);
    }

    private static String[] whole(List<String> fields, String... more) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(Arrays.asList(more));
        all.addAll(List.of("end", "on"));
        return all.toArray(String[]::new);
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    @Test
    void eachKindIsCreatedChangedRemovedAndBroughtBack() throws Exception {
        for (Map.Entry<Kind<?>, List<String>> form : GOOD.entrySet()) {
            Kind<?> kind = form.getKey();
            String name = form.getValue().get(1);
            String page = location(admin.post("/" + kind.path() + "/new", whole(form.getValue()))).split("\\?")[0];
            Named made = provisioning.find(kind, name).orElseThrow();
            assertThat(admin.get("/" + kind.path()).body()).as(kind.path()).contains(">" + name + "<");

            String seen = hidden(admin.get(page), "seen");
            location(admin.post(page, whole(form.getValue(), "seen", seen)));
            assertThat(provisioning.find(kind, name).orElseThrow()).as("what a form sends is what it showed")
                    .isEqualTo(made);

            HttpResponse<String> question = admin.get(page + "/delete");
            assertThat(question.body()).contains("Nothing refers to it");
            String done = location(admin.post(page + "/delete", "seen", hidden(question, "seen")));
            assertThat(provisioning.find(kind, name)).isEmpty();
            Matcher undo = Pattern.compile("href=\"(/undo\\?entry=\\d+)\"").matcher(admin.get(done).body());
            assertThat(undo.find()).isTrue();
            location(admin.post(undo.group(1)));
            assertThat(provisioning.find(kind, name).orElseThrow()).isEqualTo(made);
        }
    }

    @Test
    void whatAFormSendsIsWhatIsStored() throws Exception {
        for (Map.Entry<Kind<?>, List<String>> form : GOOD.entrySet()) {
            admin.post("/" + form.getKey().path() + "/new", whole(form.getValue()));
        }
        ApplicationServer mailbox = provisioning.find(Kind.APPLICATION_SERVER, "mailbox").orElseThrow();
        assertThat(mailbox.shPull()).containsExactly(0, 17);
        assertThat(mailbox.defaultHandling()).isEqualTo(ApplicationServer.DefaultHandling.SESSION_TERMINATED);
        assertThat(mailbox.registerRequest()).isTrue();
        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold").orElseThrow().filterCriteria())
                .containsExactly(new Use("calls", 0));
        assertThat(provisioning.find(Kind.CAPABILITY_SET, "video").orElseThrow().mandatory()).containsExactly(1L, 2L);
        assertThat(provisioning.find(Kind.SHARED_FILTER_SET, "common").orElseThrow().number()).isEqualTo(7);
    }

    @Test
    void aNewFormHoldsNothingThatNobodyTyped() throws Exception {
        assertThat(admin.get("/application-servers/new").body()).doesNotContain("value=\"sip:as.ims.example\"");
        assertThat(admin.get("/charging-sets/new").body()).doesNotContain("aaa://");
    }

    @Test
    void operatorsReadWhatSubscribersShareAndCanNotChangeIt() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        for (Map.Entry<Kind<?>, List<String>> form : GOOD.entrySet()) {
            String list = "/" + form.getKey().path();
            assertThat(operator.get(list).body()).doesNotContain("href=\"" + list + "/new\"");
            assertThat(operator.get(list + "/new").statusCode()).isEqualTo(403);
            assertThat(operator.post(list + "/new", whole(form.getValue())).statusCode()).isEqualTo(403);
            assertThat(provisioning.find(form.getKey(), form.getValue().get(1))).isEmpty();
        }
        assertThat(operator.get("/application-servers/as").body()).contains("<fieldset class=\"bare\" disabled>")
                .doesNotContain("/as/delete");
        assertThat(operator.get("/application-servers/as/delete").statusCode()).isEqualTo(403);
    }

    /** TS 29.328 table 7.6.1. */
    @Test
    void onlyShPermissionsThatTheTableHasAreOfferedAndOthersAreRefusedBesideTheField() throws Exception {
        String page = admin.get("/application-servers/new").body();
        assertThat(page).contains("name=\"shPull\" value=\"17\"", "name=\"shUpdate\" value=\"0\"",
                "name=\"shSubscribe\" value=\"25\"").doesNotContain("name=\"shUpdate\" value=\"17\"",
                "name=\"shPull\" value=\"25\"", "name=\"shSubscribe\" value=\"32\"");
        HttpResponse<String> refused = admin.post("/application-servers/new", whole(List.of("name", "greedy",
                "serverName", "sip:as.ims.example", "defaultHandling", "SESSION_CONTINUED", "shUpdate", "17")));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("id=\"e-shUpdate\">"
                + "must not have 17: TS 29.328 table 7.6.1 has no Sh-Update for MSISDN</p>",
                "name=\"shUpdate\" value=\"17\" checked");
        assertThat(provisioning.find(Kind.APPLICATION_SERVER, "greedy")).isEmpty();
    }

    @Test
    void eachFieldIsCheckedByItselfInTheDocumentsOwnWordsWhileItIsTyped() throws Exception {
        String beside = admin.post("/application-servers/new/validate", "name", "", "serverName", "mail", "diameterHost",
                "no host!", "shPull", "x").body();
        assertThat(beside).contains(line("serverName") + "must be a SIP URI such as sip:as.ims.example:5070</p>",
                line("diameterHost") + "must be a Diameter identity such as as.ims.example</p>",
                line("shPull") + "must be a whole number", line("name") + "</p>");
        assertThat(admin.post("/service-profiles/new/validate", "filterCriteria.priority", "0", "filterCriteria", "none")
                .body()).contains(line("filterCriteria") + "There is no none.</p>");
        HttpResponse<String> submitted = admin.post("/application-servers/new", whole(List.of("name", "", "serverName",
                "mail", "defaultHandling", "SESSION_CONTINUED")));
        assertThat(submitted.statusCode()).isEqualTo(400);
        assertThat(submitted.body()).contains("must be a SIP URI such as", "must begin with a letter or digit");
        assertThat(admin.post("/charging-sets/new", whole(List.of("name", "x", "secondaryEvent", "aaa://b.example"))).body())
                .contains("a secondary charging function needs a primary one");
    }

    private static String line(String field) {
        return "<p class=\"problem\" id=\"e-" + field + "\" hx-swap-oob=\"true\" lang=\"en\">";
    }

    @Test
    void whatIsUsedIsNotRemovedAndWhoUsesItIsSaid() throws Exception {
        HttpResponse<String> question = admin.get("/application-servers/as/delete");
        assertThat(question.body()).contains("It cannot be removed as long as", "initial filter criterion calls");
        HttpResponse<String> refused = admin.post("/application-servers/as/delete", "seen", hidden(question, "seen"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("is used by initial filter criterion calls");
    }

    @Test
    void theAuditLogIsForAdministratorsAndShowsWhatDiffers() throws Exception {
        admin.post("/networks/new", whole(List.of("name", "visited.example", "description", "<b>old</b>")));
        String page = "/networks/visited.example";
        admin.post(page, whole(List.of("name", "visited.example", "description", "new", "seen",
                hidden(admin.get(page), "seen"))));

        String log = admin.get("/audit").body();

        assertThat(log).contains(last(), "<del>&lt;b&gt;old&lt;/b&gt;</del>", "<ins>new</ins>", "Visited network",
                "/undo?entry=").doesNotContain("<b>old</b>");
        assertThat(signedIn(Role.OPERATOR).get("/audit").statusCode()).isEqualTo(403);
        Matcher undo = Pattern.compile("href=\"(/undo\\?entry=\\d+)\"").matcher(log);
        assertThat(undo.find()).isTrue();
        assertThat(signedIn(Role.OPERATOR).post(undo.group(1)).statusCode()).isEqualTo(403);
        assertThat(location(admin.post(undo.group(1)))).startsWith(page);
        assertThat(admin.get("/audit").body()).contains("undoes #");
    }

    @Test
    void theAuditLogGoesPageByPage() throws Exception {
        for (int i = 0; i < 35; i++) {
            provisioning.note("did " + i, ACTOR);
        }
        String newest = admin.get("/audit").body();
        assertThat(newest).contains("did 34").doesNotContain("did 3<");
        Matcher older = Pattern.compile("href=\"(/audit\\?before=\\d+)\"").matcher(newest);
        assertThat(older.find()).isTrue();
        assertThat(admin.get(older.group(1)).body()).contains("did 3<").doesNotContain("did 34");
    }
}
