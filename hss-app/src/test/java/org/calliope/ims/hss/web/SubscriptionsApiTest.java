package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.store.RegistrationState;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.hss.store.StateChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

/** Subscriptions over HTTP. */
class SubscriptionsApiTest extends RestFixture {

    private static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    private static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";
    private static final String DAN = """
            {"privateIdentity":"dan@ims.example","password":"s3cret",
             "publicIdentities":["SIP:dan@IMS.example:5060",
               {"identity":"tel:+15550104","displayName":"Dan","barred":true}],
             "visitedNetworks":["ims.example"]}""";
    private static final String BOTH = "{'name':'both','privateIdentities':[{'identity':'both@ims.example',"
            + "'authentication':{'password':'topsecret','k':'" + K + "','opc':'" + OPC + "','amf':'8000'}}],"
            + "'implicitSets':[{'privateIdentities':['both@ims.example'],'publicIdentities':['sip:both@ims.example']}]}";

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{'user':'u" + i + "','password':'p'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void theShortFormBecomesAWholeSubscriptionWithCanonicalIdentities() throws Exception {
        HttpResponse<String> answer = post(SUBSCRIPTIONS, DAN);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains(SUBSCRIPTIONS + "/dan%40ims.example");
        JsonNode set = json(answer).path("implicitSets").path(0);
        assertThat(set.path("privateIdentities").path(0).textValue()).isEqualTo("dan@ims.example");
        assertThat(set.path("publicIdentities").findValuesAsText("identity"))
                .containsExactly("sip:dan@ims.example", "tel:+15550104");
        assertThat(set.path("publicIdentities").path(1).path("barred").booleanValue()).isTrue();
        DigestSecret secret = store.credentials("dan@ims.example").orElseThrow().digest().orElseThrow();
        assertThat(secret.ha1(Digest.MD5)).contains(Digest.ha1("dan@ims.example", "ims.example", "s3cret"));
        assertThat(store.situation("dan@ims.example", "tel:+15550104").orElseThrow().mayVisit("other.example"))
                .isFalse();
    }

    @Test
    void aUserNameIsEnough() throws Exception {
        assertThat(post(SUBSCRIPTIONS, "{'user':'dan','password':'x'}").statusCode()).isEqualTo(201);
        assertThat(store.situation("dan@ims.example", "sip:dan@ims.example").orElseThrow().associated()).isTrue();
    }

    @Test
    void tenThousandAreAddedAtOnceOrNone() throws Exception {
        HttpResponse<String> added = post(SUBSCRIPTIONS, many(10_000));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.body()).isEqualTo("{\"created\":10000}");

        HttpResponse<String> again = post(SUBSCRIPTIONS,
                "[{'user':'new','password':'p'},{'user':'u7','password':'p'}]");
        assertThat(assertProblem(again, 409, "taken").path("detail").textValue()).contains("u7@ims.example");
        JsonNode wrong = assertProblem(post(SUBSCRIPTIONS,
                "[{'user':'new','password':'p'},{'user':'newer','password':'p','publicIdentities':['x']}]"), 422,
                "invalid");
        assertThat(wrong.path("pointer").textValue()).isEqualTo("/1/publicIdentities/0");
        assertThat(subscribers.count()).isEqualTo(10_001);
        assertProblem(post(SUBSCRIPTIONS, many(10_001)), 422, "invalid");
        assertProblem(post(SUBSCRIPTIONS, "[]"), 422, "invalid");
    }

    @Test
    void aSecretNeverComesBack() throws Exception {
        HttpResponse<String> created = post(SUBSCRIPTIONS, BOTH);
        String path = SUBSCRIPTIONS + "/both";
        HttpResponse<String> replaced = put(path, tag(created), BOTH.replace("topsecret", "topsecret2"));
        assertThat(replaced.statusCode()).isEqualTo(200);
        String ha1 = Digest.ha1("both@ims.example", "ims.example", "topsecret2");
        for (HttpResponse<String> answer : List.of(created, replaced, read(path), read(SUBSCRIPTIONS),
                read(SUBSCRIPTIONS + "?q=both"), read(API + "/audit"), read(path + "/registration"),
                patch(path, "*", "{'visitedNetworks':['ims.example']}"),
                post(SUBSCRIPTIONS, BOTH), post(SUBSCRIPTIONS, BOTH + "oops"),
                post(SUBSCRIPTIONS, BOTH.replace("'amf'", "'fma'")))) {
            assertThat(answer.body()).isNotEmpty().doesNotContain("topsecret", ha1, K, OPC, "\"sqn\"", "\"secret\"");
        }
        assertThat(json(read(path)).at("/privateIdentities/0/authentication").toString())
                .isEqualTo("{\"scheme\":\"Digest-AKAv1-MD5\",\"password\":true,\"sim\":true}");
    }

    @Test
    void whatWasReadMayBeWrittenBackAndNothingChanges() throws Exception {
        post(SUBSCRIPTIONS, BOTH);
        HttpResponse<String> read = read(SUBSCRIPTIONS + "/both");
        HttpResponse<String> written = put(SUBSCRIPTIONS + "/both", tag(read), read.body());
        assertThat(written.statusCode()).as(written.body()).isEqualTo(200);
        assertThat(written.body()).isEqualTo(read.body());
        assertThat(tag(written)).isEqualTo(tag(read));
        assertThat(store.credentials("both@ims.example").orElseThrow().digest().orElseThrow().ha1(Digest.MD5))
                .contains(Digest.ha1("both@ims.example", "ims.example", "topsecret"));
    }

    @Test
    void aPatchLeavesSecretsAlone() throws Exception {
        post(SUBSCRIPTIONS, BOTH);
        HttpResponse<String> patched = patch(SUBSCRIPTIONS + "/both", "*", "{'implicitSets':[{'privateIdentities':"
                + "['both@ims.example'],'publicIdentities':['sip:both@ims.example','tel:+15550199']}]}");
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        assertThat(store.situation("both@ims.example", "tel:+15550199").orElseThrow().associated()).isTrue();
        assertThat(store.credentials("both@ims.example").orElseThrow().aka()).isPresent();
    }

    @Test
    void aSearchFindsAlongItsPages() throws Exception {
        post(SUBSCRIPTIONS, many(5));
        post(SUBSCRIPTIONS, DAN);
        List<String> found = new ArrayList<>();
        for (String page = SUBSCRIPTIONS + "?q=U&limit=2"; !page.isEmpty();) {
            HttpResponse<String> answer = read(page);
            json(answer).path("items").forEach(item -> found.add(item.path("name").textValue()));
            page = next(answer);
        }
        assertThat(found).containsExactly("u0@ims.example", "u1@ims.example", "u2@ims.example", "u3@ims.example",
                "u4@ims.example");
        assertThat(json(read(SUBSCRIPTIONS + "?q=%2B1555")).path("items").findValuesAsText("name"))
                .containsExactly("dan@ims.example");
        assertThat(json(read(SUBSCRIPTIONS + "?q=nobody")).path("items")).isEmpty();
        assertProblem(read(SUBSCRIPTIONS + "?q=" + "x".repeat(256)), 400, "invalid");
        assertProblem(read(SUBSCRIPTIONS + "?q=u&after=x%20y"), 400, "invalid");
    }

    @Test
    void aSubscriptionIsRemovedByWhateverNameItHas() throws Exception {
        post(SUBSCRIPTIONS, "{'privateIdentity':'a+b@ims.example','password':'x'}");
        assertThat(delete(SUBSCRIPTIONS + "/a+b@ims.example").statusCode()).isEqualTo(204);
        assertThat(delete(SUBSCRIPTIONS + "/a+b%40ims.example").statusCode()).isEqualTo(404);
        assertThat(delete(SUBSCRIPTIONS + "/").statusCode()).isEqualTo(404);
        assertThat(delete(SUBSCRIPTIONS).statusCode()).isEqualTo(405);
        assertThat(subscribers.count()).isOne();
    }

    @Test
    void theRegistrationSaysWhoServesWhichSet() throws Exception {
        JsonNode state = json(read(SUBSCRIPTIONS + "/alice@ims.example/registration"));
        assertThat(state).isEqualTo(JSON.readTree("{\"serverName\":\"\",\"sets\":[{\"state\":\"NOT_REGISTERED\","
                + "\"publicIdentities\":[\"sip:alice@ims.example\"],\"privateIdentities\":[{\"identity\":"
                + "\"alice@ims.example\",\"registered\":false,\"authenticating\":false}]}]}"));
        Situation seen = store.situation("alice@ims.example", "sip:alice@ims.example").orElseThrow();
        store.apply(new StateChange(seen, "test").assign(Serving.named("sip:scscf.ims.example")).share(seen, true, false)
                .state(seen, RegistrationState.REGISTERED));
        state = json(read(SUBSCRIPTIONS + "/alice@ims.example/registration"));
        assertThat(state.path("serverName").textValue()).isEqualTo("sip:scscf.ims.example");
        assertThat(state.at("/sets/0/state").textValue()).isEqualTo("REGISTERED");
        assertThat(state.at("/sets/0/privateIdentities/0/registered").booleanValue()).isTrue();
        assertProblem(read(SUBSCRIPTIONS + "/nobody/registration"), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "null                                                    | ''",
        "7                                                       | ''",
        "[7]                                                     | /0",
        "{'user':'x'}                                            | /password",
        "{'user':'x','password':''}                              | /password",
        "{'user':'x y','password':'p'}                           | /user",
        "{'privateIdentity':'nodomain','password':'p'}           | /privateIdentity",
        "{'privateIdentity':'@ims.example','password':'p'}       | /privateIdentity",
        "{'user':'x','password':'p','colour':'red'}              | /colour",
        "{'user':'x','password':'p','publicIdentities':'sip:x@y'} | /publicIdentities",
        "{'user':'x','password':'p','publicIdentities':['mailto:x@y']} | /publicIdentities/0",
        "{'user':'x','password':'p','publicIdentities':[{'identity':'sip:x@y','barred':'no'}]} "
                + "| /publicIdentities/0/barred",
        "{'user':'x','password':'p','visitedNetworks':['a b']}   | /visitedNetworks",
        "{'user':'x','password':'p','visitedNetworks':'*'}       | /visitedNetworks"})
    void nonsenseIsRefusedWithItsPlaceAndAReason(String body, String pointer) throws Exception {
        JsonNode problem = assertProblem(post(SUBSCRIPTIONS, body), 422, "invalid");
        assertThat(problem.path("pointer").asText()).isEqualTo(pointer);
        assertThat(subscribers.count()).isOne();
    }

    @Test
    void lengthsAreBounded() throws Exception {
        String longName = "x".repeat(300);
        assertProblem(post(SUBSCRIPTIONS, "{'user':'" + longName + "','password':'p'}"), 422, "invalid");
        assertProblem(post(SUBSCRIPTIONS, "{'user':'x','password':'" + longName + "'}"), 422, "invalid");
        HttpResponse<String> large = post(SUBSCRIPTIONS, " ".repeat(8 * 1024 * 1024 + 1));
        assertProblem(large, 413, "too-large");
        assertThat(large.headers().firstValue("Connection")).contains("close");
        assertProblem(post(SUBSCRIPTIONS, "[".repeat(100_000)), 400, "json");
    }

    @Test
    void nobodyButWhoProvesItWrites() throws Exception {
        for (String authorization : new String[] {"", basic("admin", "wrong"), basic("root", "x"), basic("admin", ""),
            "Basic !!!", "Basic", "Bearer x", basic().substring(0, basic().length() - 2)}) {
            var request = request(SUBSCRIPTIONS).header("Content-Type", "application/json");
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> answer = send(request.POST(BodyPublishers.ofString(DAN)));
            assertProblem(answer, 401, "authentication");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
        }
        assertProblem(send(owner(SUBSCRIPTIONS).header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "cross-site").POST(BodyPublishers.ofString(DAN))), 403, "cross-site");
        assertProblem(send(owner(SUBSCRIPTIONS).header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(DAN))), 415, "media-type");
        assertThat(subscribers.count()).isOne();
    }
}
