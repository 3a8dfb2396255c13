package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The editor of filter criteria, the workbench, and the check of a subscriber. */
class CriteriaPagesTest extends AccessFixture {

    private static final Actor ACTOR = new Actor("test");
    private static final String CRITERIA = "/filter-criteria/calls";
    private static final List<String> CALLS = List.of("name", "calls", "applicationServer", "as", "profilePart",
            "REGISTERED", "dsaiTags", "night day", "mode", "cnf", "groups", "2", "g0.count", "2", "g0.t0.what", "METHOD", "g0.t0.value", "INVITE",
            "g0.t1.what", "METHOD", "g0.t1.value", "REGISTER", "g0.t1.type", "INITIAL", "g1.count", "1", "g1.t0.what",
            "SIP_HEADER", "g1.t0.value", "P-Test", "g1.t0.content", "no", "g1.t0.negated", "on");
    private static final String REQUEST = "INVITE sip:bob@ims.example SIP/2.0\r\nFrom: <sip:alice@ims.example>;tag=1\r\n"
            + "P-Test: yes\r\n\r\n";

    private Provisioning provisioning;
    private Browser admin;

    @BeforeEach
    void signIn() throws Exception {
        provisioning = new Provisioning(database, Clock.systemUTC());
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("as", "sip:127.0.0.1:5090", null, "", false,
                false, "", List.of(), List.of(), List.of()), ACTOR);
        admin = signedIn(Role.ADMINISTRATOR);
    }

    private static String[] with(List<String> fields, String... more) {
        List<String> all = new ArrayList<>(fields);
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private HttpResponse<String> create() throws Exception {
        return admin.post("/filter-criteria/new", with(CALLS, "action", "save", "end", "on"));
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    @Test
    void aCriterionIsMadeOfGroupsAndConditionsAndReadsAsASentence() throws Exception {
        assertThat(create().statusCode()).isEqualTo(303);

        HttpResponse<String> page = admin.get(CRITERIA);
        assertThat(page.body()).contains("INVITE or REGISTER (initial registration)", "not with header P-Test",
                "→ sip:127.0.0.1:5090; only registered", "&lt;ConditionTypeCNF&gt;1&lt;/ConditionTypeCNF&gt;");
        FilterCriteria made = provisioning.find(Kind.FILTER_CRITERIA, "calls").orElseThrow();
        assertThat(made.profilePart()).isEqualTo(FilterCriteria.ProfilePart.REGISTERED);
        assertThat(made.dsaiTags()).containsExactly("night", "day");
        assertThat(made.triggerPoint()).startsWith("<TriggerPoint>").contains("<RegistrationType>0</RegistrationType>");

        assertThat(admin.post(CRITERIA, with(CALLS, "action", "save", "end", "on", "seen", hidden(page, "seen")))
                .statusCode()).isEqualTo(303);
        assertThat(provisioning.find(Kind.FILTER_CRITERIA, "calls")).contains(made);
    }

    @Test
    void whileItIsTypedTheSentenceAndTheXmlFollowInTheReadersLanguage() throws Exception {
        String english = admin.post("/filter-criteria/new/validate", with(CALLS)).body();
        assertThat(english).contains("id=\"meaning\"", "hx-swap-oob=\"true\"", "INVITE or REGISTER (initial registration)");
        String german = admin.with("Accept-Language", "de").post("/filter-criteria/new/validate", with(CALLS)).body();
        assertThat(german).contains("INVITE oder");
    }

    @Test
    void whatIsWrongWithAConditionStandsBesideIt() throws Exception {
        String typing = admin.post("/filter-criteria/new/validate", "name", "x", "applicationServer", "none", "mode",
                "cnf", "groups", "1", "g0.count", "1", "g0.t0.what", "REQUEST_URI", "g0.t0.value", "(").body();
        assertThat(typing).contains("id=\"e-g0-t0-value\" hx-swap-oob=\"true\" lang=\"en\">the expression for the Request-URI",
                "There is no none.", "Not finished");
        HttpResponse<String> refused = admin.post("/filter-criteria/new", "action", "save", "end", "on", "name", "x",
                "applicationServer", "as", "profilePart", "BOTH", "mode", "dnf", "groups", "1", "g0.count", "1",
                "g0.t0.what", "METHOD", "g0.t0.value", "");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("no SIP method of up to 32 characters");
    }

    @Test
    void rowsComeAndGoWithoutAScript() throws Exception {
        String more = admin.post("/filter-criteria/new", with(CALLS, "action", "add-spt.1")).body();
        assertThat(more).contains("name=\"g1.count\" value=\"2\"", "value=\"P-Test\"");
        String group = admin.post("/filter-criteria/new", with(CALLS, "action", "add-group")).body();
        assertThat(group).contains("name=\"groups\" value=\"3\"");
        String less = admin.post("/filter-criteria/new", with(CALLS, "action", "remove-spt.1.0")).body();
        assertThat(less).contains("name=\"groups\" value=\"1\"").doesNotContain("value=\"P-Test\"");
    }

    @Test
    void pastedXmlBecomesGroupsAndWhatIsNoneIsRefusedWithTheReason() throws Exception {
        String xml = "<TriggerPoint><ConditionTypeCNF>0</ConditionTypeCNF><SPT><ConditionNegated>1</ConditionNegated>"
                + "<Group>0</Group><SessionCase>2</SessionCase></SPT></TriggerPoint>";
        assertThat(admin.post("/filter-criteria/new", with(CALLS, "action", "read-xml", "xml", xml)).body())
                .contains("name=\"groups\" value=\"1\"", "value=\"TERMINATING_UNREGISTERED\" selected",
                        "value=\"dnf\" selected", "g0.t0.negated\" checked");
        HttpResponse<String> broken = admin.post("/filter-criteria/new", with(CALLS, "action", "read-xml", "xml",
                "<TriggerPoint><script>alert(1)</script>"));
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("&lt;script&gt;", "name=\"groups\" value=\"2\"")
                .doesNotContain("<script>alert");
    }

    @Test
    void operatorsReadTheCriterionAndCanNotChangeIt() throws Exception {
        create();
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(operator.get(CRITERIA).body()).contains("INVITE or REGISTER (initial registration)", "<fieldset class=\"bare\" disabled>");
        assertThat(operator.post(CRITERIA, with(CALLS, "action", "save", "end", "on")).statusCode()).isEqualTo(403);
        assertThat(operator.get("/filter-criteria/new").statusCode()).isEqualTo(403);
    }

    private void aliceIsServed() throws Exception {
        create();
        provisioning.create(Kind.SERVICE_PROFILE, new ServiceProfile("gold", Optional.empty(), false,
                List.of(new ServiceProfile.Use("calls", 5)), List.of()), ACTOR);
        Provision.add(database, Provision.subscriber("dan@ims.example", List.of(PublicUser
                .of("sip:dan@ims.example").served("gold"))));
    }

    @Test
    void theWorkbenchSaysWhichServersAreAskedAndWhy() throws Exception {
        aliceIsServed();
        Browser viewer = signedIn(Role.VIEWER);
        String page = viewer.post("/workbench", "request", REQUEST, "served", "sip:dan@ims.example", "case",
                "ORIGINATING_REGISTERED", "type", "INITIAL").body();
        assertThat(page).contains("By the service profile gold", "asked as number 1", "priority 5",
                "If it does not answer: the session continues", "holds:", "does not hold:");
        assertThat(viewer.post("/workbench", "request", REQUEST.replace("yes", "no"), "served", "gold", "case",
                "ORIGINATING_REGISTERED", "type", "INITIAL").body()).contains("not asked");
        assertThat(viewer.post("/workbench", "request", REQUEST, "served", "gold", "case", "TERMINATING_UNREGISTERED",
                "type", "INITIAL").body()).contains("It is not for the state the user is in");
        HttpResponse<String> unknown = viewer.post("/workbench", "request", "SIP/2.0 200 OK", "served", "gold", "case",
                "ORIGINATING_REGISTERED", "type", "INITIAL");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("this is a response");
    }

    @Test
    void aRequestOfTheTraceIsOneClickFromTheWorkbench() throws Exception {
        new Demo(node).traffic();
        Matcher offered = Pattern.compile("href=\"(/workbench\\?event=\\d+)\">INVITE ").matcher(admin.get("/workbench").body());
        assertThat(offered.find()).isTrue();
        String page = admin.get(offered.group(1)).body();
        assertThat(page).containsPattern("<textarea id=\"request\"[^>]*>INVITE ");
        assertThat(admin.get("/fragments/event?event=" + offered.group(1).replaceAll("\\D", "")).body())
                .contains("Try its filter criteria", offered.group(1));
    }

    @Test
    void thatAKeyIsWellKnownIsToldOnlyToThoseWhoMayChangeIt() throws Exception {
        Provision.sim(database, "alice@ims.example", Credentials.ofAka("465b5ce8b199b49faa5f0a2ee238a6bc",
                "cd63cb71954a9f4e48a5994e37a02baf", false, "8000"));
        String check = "/subscribers/alice@ims.example/check";
        assertThat(signedIn(Role.OPERATOR).get(check).body()).contains("is a published test key");
        assertThat(signedIn(Role.VIEWER).get(check).body()).contains("Digest-AKAv1-MD5").doesNotContain("test key");
        assertThat(browser().get(check).body()).doesNotContain("test key");
    }

    @Test
    void aSubscriberIsCheckedOnPaperAndNothingChanges() throws Exception {
        aliceIsServed();
        assertThat(admin.get("/subscribers/dan@ims.example/check").body()).contains("DIAMETER_FIRST_REGISTRATION",
                "INVITE or REGISTER (initial registration)");
        Provision.change(database, "dan@ims.example", old -> Provision.visiting(old, "visited.example"));
        int version = Provision.version(database, "dan@ims.example");

        String page = admin.get("/subscribers/dan@ims.example/check").body();

        assertThat(page).contains("It may register from visited.example only, not at home from ims.example",
                "DIAMETER_ERROR_ROAMING_NOT_ALLOWED", "TS 29.228 6.1.1.1", "SIP Digest",
                "does not allow registering from ims.example", "It does not come to this")
                .doesNotContain(Provision.HA1);
        assertThat(Provision.version(database, "dan@ims.example")).isEqualTo(version);
        assertThat(signedIn(Role.VIEWER).get("/subscribers/alice@ims.example/check").body())
                .contains("DIAMETER_FIRST_REGISTRATION");
    }

    @Test
    void aResolverThatDoesNotAnswerDoesNotHoldUpTheCheck() throws Exception {
        aliceIsServed();
        CountDownLatch never = new CountDownLatch(1);
        resolver = host -> {
            try {
                never.await();
                return true;
            } catch (InterruptedException e) {
                return true;
            }
        };
        assertThat(admin.get("/subscribers/dan@ims.example/check").body()).contains("DIAMETER_FIRST_REGISTRATION",
                "The host of application server as, sip:127.0.0.1:5090, could not be looked up in time");
        never.countDown();
        resolver = host -> true;
        assertThat(admin.get("/subscribers/dan@ims.example/check").body()).doesNotContain("looked up in time");
    }
}
