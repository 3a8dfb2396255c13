package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator makes, looks at, changes, removes and brings back subscribers, by forms without a script. */
class SubscriberPagesTest extends AccessFixture {

    private static final String DAN = "/subscribers/dan@ims.example";
    private static final String ALICE = "/subscribers/alice@ims.example";
    private static final String HOSTILE = "\"><script>alert(1)</script>";
    private static final String K = "000102030405060708090a0b0c0d0e0f";
    private static final String OPC = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";

    private Provisioning provisioning;
    private Browser operator;

    @BeforeEach
    void signIn() throws Exception {
        provisioning = new Provisioning(database, Clock.systemUTC());
        operator = signedIn(Role.OPERATOR);
    }

    private HttpResponse<String> create(String... more) throws Exception {
        String[] fields = {"user", "dan", "profile", "default", "password", "s3cret", "displayName", "Dan",
            "number", "+49 (30) 12-34"};
        return operator.post("/subscribers/new", more.length == 0 ? fields : more);
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private Subscription stored(String name) {
        return provisioning.find(Kind.SUBSCRIPTION, name).orElseThrow();
    }

    private static String hidden(HttpResponse<String> page, String name) {
        Matcher found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1);
    }

    @Test
    void oneFormMakesASubscriberAndThePageShowsWhatItWillDo() throws Exception {
        String page = operator.get(location(create())).body();

        assertThat(page).contains("Created.", "dan@ims.example", "sip:dan@ims.example", "tel:+49301234", "not registered",
                "default", "<svg", "Identities of dan@ims.example", "href=\"/service-profiles/default\"", "alias 1");
        Subscription dan = stored("dan@ims.example");
        assertThat(dan.implicitSets().get(0).publicIdentities()).extracting(PublicUser::identity)
                .containsExactly("sip:dan@ims.example", "tel:+49301234");
        assertThat(provisioning.credentials(dan.privateIdentities().get(0)).digest().orElseThrow()
                .plainHa1("SHA-256")).isPresent();
    }

    @Test
    void theKeysOfASimMakeASubscriberThatAuthenticatesByAka() throws Exception {
        create("user", "sim", "profile", "default", "k", K, "op", OPC, "constant", "op", "amf", "8000");
        var sim = provisioning.credentials(stored("sim@ims.example").privateIdentities().get(0)).aka().orElseThrow();
        assertThat(sim.amf()).isEqualTo(0x8000);
        assertThat(sim.opc()).isNotEqualTo(java.util.HexFormat.of().parseHex(OPC));
    }

    @Test
    void whatIsWrongStandsBesideItsFieldOnSubmitAndWhileTyping() throws Exception {
        HttpResponse<String> refused = create("user", "d an", "profile", "default", "number", "0301234", "k", "12");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("letters, digits and . _ + -", "begins with + and has 3 to 15 digits",
                "K is not 32 hex digits", "aria-invalid=\"true\"").doesNotContain("value=\"12\"");
        HttpResponse<String> typing = operator.post("/subscribers/new/validate", "user", "", "number", "0301234");
        assertThat(typing.body()).contains("<p class=\"problem\" id=\"e-number\" hx-swap-oob=\"true\" lang=\"en\">begins with +")
                .contains("id=\"e-user\" hx-swap-oob=\"true\" lang=\"en\"></p>");
        assertThat(provisioning.find(Kind.SUBSCRIPTION, "d an@ims.example")).isEmpty();
        create();
        assertThat(create().body()).contains("dan@ims.example is provisioned already");
    }

    @Test
    void aViewerReadsAndCanNotSave() throws Exception {
        Browser viewer = signedIn(Role.VIEWER);
        assertThat(viewer.get("/subscribers").body()).contains("alice@ims.example").doesNotContain("New subscriber");
        assertThat(viewer.get(ALICE).body()).contains("sip:alice@ims.example").doesNotContain(ALICE + "/edit");
        for (String form : List.of("/subscribers/new", ALICE + "/edit", ALICE + "/secret", ALICE + "/delete")) {
            assertThat(viewer.get(form).statusCode()).as(form).isEqualTo(403);
            assertThat(viewer.post(form, "user", "x").statusCode()).as(form).isEqualTo(403);
            assertThat(location(browser().get(form))).startsWith("/login?next=");
        }
        assertThat(stored("alice@ims.example")).isNotNull();
    }

    @Test
    void theListSearchesSortsAndGoesPageByPage() throws Exception {
        for (int i = 10; i < 40; i++) {
            Provision.add(database, Provision.subscriber("p" + i + "@ims.example", "sip:p" + i + "@ims.example"));
        }
        String first = operator.get("/subscribers").body();
        assertThat(first).contains("alice@ims.example", "p33@ims.example", "31 in all").doesNotContain("p34@ims.example");
        Matcher next = Pattern.compile("href=\"(/subscribers\\?[^\"]*after=[^\"]+)\"").matcher(first);
        assertThat(next.find()).isTrue();
        assertThat(operator.get(next.group(1).replace("&amp;", "&")).body()).contains("p34@ims.example", "p39@ims.example")
                .doesNotContain("p33@ims.example");
        assertThat(operator.get("/subscribers?sort=name-down").body()).contains("p39@").doesNotContain("alice@");
        assertThat(operator.get("/subscribers?q=p12").body()).contains("p12@").doesNotContain("p13@");
        assertThat(operator.get("/subscribers?after=nonsense&sort=nonsense").statusCode()).isEqualTo(200);
    }

    @Test
    void theWholeDocumentIsEditedWithoutAScript() throws Exception {
        HttpResponse<String> form = operator.get(ALICE + "/edit");
        HttpResponse<String> longer = operator.post(ALICE + "/edit", "action", "add-identity.0", "seen",
                hidden(form, "seen"), "name", "alice@ims.example", "users", "1", "sets", "1", "p0.identity",
                "alice@ims.example", "p0.scheme", "SIP_DIGEST", "s0.member", "0", "s0.identities", "1",
                "s0.u0.identity", "sip:alice@ims.example", "s0.u0.type", "PUBLIC_USER", "s0.u0.active", "on");
        assertThat(longer.body()).contains("name=\"s0.u1.identity\"", "name=\"s0.identities\" value=\"2\"");

        String done = location(operator.post(ALICE + "/edit", "action", "save", "end", "on", "seen",
                hidden(longer, "seen"), "name", "family", "visitedNetworks", "ims.example\nvisited.example", "users", "1",
                "sets", "1", "p0.identity", "alice@ims.example", "p0.scheme", "SIP_DIGEST", "s0.member", "0",
                "s0.identities", "2", "s0.u0.identity", "sip:alice@ims.example", "s0.u0.type", "PUBLIC_USER",
                "s0.u0.active", "on", "s0.u0.aliasGroup", "a", "s0.u1.identity", "tel:+49301", "s0.u1.type",
                "PUBLIC_USER", "s0.u1.barred", "on", "s0.u1.active", "on"));

        assertThat(done).startsWith("/subscribers/family?done=changed");
        Subscription family = stored("family");
        assertThat(family.visitedNetworks()).containsExactly("ims.example", "visited.example");
        List<PublicUser> identities = family.implicitSets().get(0).publicIdentities();
        assertThat(identities.get(0).aliasGroup()).isEqualTo("a");
        assertThat(identities.get(1).barred()).isTrue();
        assertThat(provisioning.credentials(family.privateIdentities().get(0))).isEqualTo(Provision.CREDENTIALS);
    }

    @Test
    void whoeverSavesWhatSomebodyChangedMeanwhileIsToldAndLosesNothing() throws Exception {
        String seen = hidden(operator.get(ALICE + "/edit"), "seen");
        Subscription now = stored("alice@ims.example");
        Provision.change(database, "alice@ims.example", old -> Provision.visiting(old, "other.example"));

        HttpResponse<String> refused = save(seen, "on", "Renamed");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("was changed by somebody else since", "value=\"Renamed\"");
        assertThat(now).isNotEqualTo(stored("alice@ims.example"));
    }

    private HttpResponse<String> save(String seen, String end, String display) throws Exception {
        return operator.post(ALICE + "/edit", "action", "save", "end", end, "seen", seen, "name", "alice@ims.example",
                "users", "1", "sets", "1", "p0.identity", "alice@ims.example", "p0.scheme", "SIP_DIGEST", "s0.member",
                "0", "s0.identities", "1", "s0.u0.identity", "sip:alice@ims.example", "s0.u0.type", "PUBLIC_USER",
                "s0.u0.displayName", display, "s0.u0.active", "on");
    }

    @Test
    void aFormThatLostItsEndChangesNothing() throws Exception {
        String seen = hidden(operator.get(ALICE + "/edit"), "seen");
        HttpResponse<String> cut = operator.post(ALICE + "/edit", "action", "save", "seen", seen, "name",
                "alice@ims.example", "users", "1", "sets", "1");
        assertThat(cut.body()).contains("did not arrive whole");
        assertThat(stored("alice@ims.example").implicitSets()).hasSize(1);
    }

    @Test
    void aSecretIsChangedAndNeitherTheOldNorTheNewIsEverShown() throws Exception {
        String page = operator.get(ALICE + "/secret").body();
        assertThat(page).doesNotContain(Provision.HA1, Provision.PLAIN_HA1);
        String done = location(operator.post(ALICE + "/secret", "identity", "alice@ims.example", "k", K, "op", OPC,
                "constant", "opc", "amf", "8000", "keep", "on"));
        var credentials = provisioning.credentials(stored("alice@ims.example").privateIdentities().get(0));
        assertThat(credentials.aka()).isPresent();
        assertThat(credentials.digest()).as("the password stays beside the SIM").isPresent();
        assertThat(operator.get(done).body()).doesNotContain(K, OPC);
        assertThat(operator.post(ALICE + "/secret", "identity", "bob@ims.example", "password", "x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void beforeRemovingItIsSaidWhatThatAffectsAndItCanBeUndone() throws Exception {
        HttpResponse<String> question = operator.get(ALICE + "/delete");
        assertThat(question.body()).contains("What this will affect", "alice@ims.example can no longer authenticate",
                "sip:alice@ims.example is unknown from then on", "Nobody of it is registered");

        String done = location(operator.post(ALICE + "/delete", "seen", hidden(question, "seen")));
        assertThat(provisioning.find(Kind.SUBSCRIPTION, "alice@ims.example")).isEmpty();
        Matcher undo = Pattern.compile("href=\"(/undo\\?entry=\\d+)\"").matcher(operator.get(done).body());
        assertThat(undo.find()).isTrue();
        assertThat(operator.get(undo.group(1)).body()).contains("Undo this change?", "sip:alice@ims.example")
                .doesNotContain(Provision.HA1);

        assertThat(location(operator.post(undo.group(1)))).startsWith(ALICE);
        assertThat(provisioning.credentials(stored("alice@ims.example").privateIdentities().get(0)))
                .isEqualTo(Provision.CREDENTIALS);
        HttpResponse<String> twice = operator.post(undo.group(1));
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("is provisioned already");
    }

    @Test
    void hostileTextsAreShownAsTheyAre() throws Exception {
        Subscription eve = Provision.subscriber("eve@ims.example", List.of(PublicUser.of("sip:eve@ims.example")
                .named(HOSTILE)));
        Provision.add(database, eve);
        for (String page : List.of("/subscribers", "/subscribers/eve@ims.example", "/subscribers/eve@ims.example/edit",
                "/subscribers/eve@ims.example/delete", "/subscribers?q=" + "%3Cscript%3E")) {
            assertThat(operator.get(page).body()).as(page).doesNotContain("<script>alert");
        }
        assertThat(create("user", HOSTILE).body()).doesNotContain("<script>alert");
    }

    @Test
    void aSubscriptionOfFiftyIdentitiesIsDrawnWhole() throws Exception {
        List<PublicUser> many = java.util.stream.IntStream.range(0, ImplicitSet.MOST)
                .mapToObj(i -> PublicUser.of("sip:p" + i + "@ims.example")).toList();
        Provision.add(database, Provision.subscriber("pbx@ims.example", many));
        String page = operator.get("/subscribers/pbx@ims.example").body();
        assertThat(page).contains("<title>sip:p0@ims.example</title>", "<title>sip:p49@ims.example</title>");
        assertThat(operator.get("/subscribers/pbx@ims.example/edit").body()).contains("name=\"s0.u49.identity\"");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        assertThat(operator.get("/subscribers/nobody@ims.example").statusCode()).isEqualTo(404);
        assertThat(operator.get("/subscribers/nobody@ims.example/edit").statusCode()).isEqualTo(404);
        assertThat(operator.post("/subscribers/nobody@ims.example/delete").statusCode()).isEqualTo(404);
        assertThat(operator.get("/undo?entry=123456").statusCode()).isEqualTo(404);
    }

    @Test
    void thePagesSpeakGerman() throws Exception {
        operator.with("Accept-Language", "de");
        assertThat(operator.get("/subscribers/new").body()).contains("Neuer Teilnehmer", "Benutzername");
        assertThat(operator.get(ALICE).body()).contains("Was zusammengehört", "nicht registriert");
    }
}
