package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a node on which alice and bob are registered, a call was made and eve was refused. */
class ConsolePageTest extends WebFixture {

    private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

    private Demo demo;

    @BeforeAll
    void traffic() {
        demo = new Demo(node);
        demo.elements();
        demo.registrations();
        demo.traffic();
    }

    @Test
    void theOverviewShowsElementsRegistrationsSubscribersCallsAndRefusals() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(page.body()).startsWith("<!doctype html>").contains("P-CSCF", "I-CSCF", "S-CSCF", "HSS",
                "sip:alice@127.0.0.1:5070", "baresip v1.0.0", "alice@ims.example", "not registered",
                "alice → bob", "200 OK", "the HSS does not know this user", "TS 24.229 5.3.1.2",
                "/trace?call-id=a84b4c76e66710%40127.0.0.1");
    }

    @Test
    void everyPartOfThePageCanBeFetchedAloneAndIsTheSame() throws Exception {
        String page = get("/").body();
        for (String part : List.of("registrations", "flows", "refusals")) {
            HttpResponse<String> fragment = get("/fragments/" + part);
            assertThat(fragment.statusCode()).as(part).isEqualTo(200);
            String core = fragment.body().strip().lines().findFirst().orElseThrow();
            assertThat(page).as(part).contains(core);
        }
        assertThat(get("/fragments/elements").body()).contains("S-CSCF");
        assertThat(get("/fragments/subscribers").body()).contains("alice@ims.example");
        assertThat(get("/fragments/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingIsFetchedFromElsewhereAndNothingRunsInline() throws Exception {
        for (String path : List.of("/", "/trace?call-id=" + Demo.CALL, "/no-such-page")) {
            HttpResponse<String> page = get(path);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(page.body()).doesNotContain("style=", "onclick", "javascript:")
                    .doesNotContainPattern("(src|href)=\"(https?:)?//");
            Matcher scripts = Pattern.compile("<script([^>]*)>(.*?)</script>").matcher(page.body());
            while (scripts.find()) {
                assertThat(scripts.group(1)).contains("src=\"/assets/");
                assertThat(scripts.group(2)).isEmpty();
            }
        }
    }

    @Test
    void assetsAreKeptForGoodUnderTheirDigest() throws Exception {
        Matcher assets = Pattern.compile("\"(/assets/[^\"]+)\"").matcher(get("/trace?call-id=" + Demo.CALL).body());
        int seen = 0;
        while (assets.find()) {
            HttpResponse<String> asset = get(assets.group(1));
            assertThat(asset.statusCode()).isEqualTo(200);
            assertThat(asset.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
            seen++;
        }
        assertThat(seen).isEqualTo(5);
        assertThat(get("/assets/console.css?v=old").headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(get("/assets/..%2fweb.xml").statusCode()).isIn(400, 404);
        assertThat(get("/assets/web.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void theLadderDrawsParticipantsMessagesAndDecisions() throws Exception {
        String page = get("/trace?call-id=" + Demo.CALL).body();

        assertThat(page).contains("INVITE alice → bob", "LIR", "LIA SUCCESS", "180 Ringing", "TS 24.229 5.4.3.2",
                "served user sip:alice@ims.example");
        List<String> order = List.of(">alice<", ">P-CSCF<", ">I-CSCF<", ">S-CSCF<", ">HSS<", ">bob<");
        String heads = page.substring(page.indexOf("class=\"heads\""), page.indexOf("class=\"ladder\""));
        assertThat(order.stream().map(heads::indexOf).toList()).isSorted().doesNotContain(-1);
    }

    @Test
    void aLadderIsFoundByCallIdIcidIdentityOrAnyOfThem() throws Exception {
        for (String query : List.of("call-id=eve-1@127.0.0.1", "icid=icid-2", "identity=sip:eve@ims.example",
                "q=eve-1@127.0.0.1", "q=icid-2", "q=sip:eve@ims.example", "q=eve@ims.example")) {
            assertThat(get("/trace?" + query).body()).as(query).contains("REGISTER eve", "403 Forbidden",
                    "no such public identity");
        }
        assertThat(get("/trace?q=nobody").body()).contains("The trace holds nothing of this");
        assertThat(get("/trace").statusCode()).isEqualTo(302);
    }

    @Test
    void anEventIsShownInFull() throws Exception {
        assertThat(get("/fragments/event?event=1").body()).contains("REGISTER sip:ims.example SIP/2.0",
                "P-Charging-Vector: icid-value=icid-1");
        assertThat(get("/fragments/event?event=3").body()).contains("Diameter", "UAR",
                "Origin-Host = icscf.ims.example");
        assertThat(get("/fragments/event?event=4").body()).contains("Decision", "TS 29.228 6.1.1.1 step 5",
                "NOT_REGISTERED");
        for (String gone : List.of("999999", "0", "-1", "x", "99999999999999999999")) {
            assertThat(get("/fragments/event?event=" + gone).body()).contains("made room");
        }
        assertThat(get("/trace?call-id=" + Demo.REGISTER + "&event=1").body()).contains("aria-current=\"true\"",
                "Max-Forwards: 69");
    }

    @Test
    void hostileNamesAreTextWhereverTheyAppear() throws Exception {
        Provision.add(database, Provision.subscriber("mallory@ims.example", List.of(Provision.identity(
                "sip:mallory@ims.example", HOSTILE, false, IdentityType.PUBLIC_USER, false))));
        demo.register("mallory", "sip:" + HOSTILE + "@127.0.0.1:5066", HOSTILE);
        Join join = new Join("icid-m", "call" + HOSTILE, "sip:mallory@ims.example", "");
        demo.sip("127.0.0.1:5066" + HOSTILE, "P-CSCF", "INVITE sip:" + HOSTILE + " SIP/2.0", "1 INVITE", join, HOSTILE,
                HOSTILE);

        String encoded = java.net.URLEncoder.encode(HOSTILE, java.nio.charset.StandardCharsets.UTF_8);
        for (String path : List.of("/", "/?q=" + encoded, "/fragments/registrations", "/fragments/flows",
                "/fragments/subscribers?q=mallory", "/fragments/subscribers?q=" + encoded, "/trace?icid=icid-m",
                "/trace?q=" + encoded, "/trace?call-id=" + encoded,
                "/fragments/event?event=" + node.trace().sequence())) {
            String body = get(path).body();
            assertThat(body).as(path).doesNotContain("<script>alert", "<img src=x");
        }
        assertThat(get("/fragments/subscribers?q=mallory").body()).contains("&lt;script&gt;alert(1)");
    }

    @Test
    void subscribersAreSearchedAndPaged() throws Exception {
        for (int i = 0; i < 25; i++) {
            Provision.add(database, Provision.subscriber("p" + i + "@ims.example", "sip:p" + i + "@ims.example"));
        }
        assertThat(get("/fragments/subscribers?q=p").body()).contains("Next").doesNotContain("alice@ims.example");
        assertThat(get("/fragments/subscribers?q=p1%40").body()).contains("1 in all").doesNotContain("Next");
        String first = get("/fragments/subscribers").body();
        assertThat(first).contains("26 in all");
        String next = first.replaceAll("(?s).*id=\"sub-next\"[^>]*hx-get=\"([^\"]*)\".*", "$1").replace("&amp;", "&");
        assertThat(get(next).body()).contains("p18@ims.example").doesNotContain("p17@ims.example<");
        assertThat(get("/fragments/subscribers?q=zzz").body()).contains("No identity, number or name begins with");
        for (String offset : List.of("-1", "x", "99999999999", "")) {
            assertThat(get("/fragments/subscribers?after=" + offset).statusCode()).as(offset).isEqualTo(200);
        }
    }

    @Test
    void noPageTellsASecret() throws Exception {
        for (String path : List.of("/", "/fragments/subscribers", "/api/trace", "/api/status")) {
            assertThat(get(path).body()).as(path).doesNotContain(Provision.HA1, Provision.PLAIN_HA1);
        }
    }

    @Test
    void whatDoesNotExistIsSaidSo() throws Exception {
        HttpResponse<String> page = get("/WEB-INF/web.xml");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(get("/nowhere").body()).contains("There is no such page");
        assertThat(get("/api/nowhere").body()).contains("rest.md#not-found");
    }
}
