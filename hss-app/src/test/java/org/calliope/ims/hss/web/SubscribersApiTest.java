package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.secret.DigestSecret;
import org.calliope.ims.hss.store.SubscriberRow;
import org.calliope.ims.hss.store.SubscriberSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Provisioning over HTTP. */
class SubscribersApiTest extends WebFixture {

    private static final String DAN = """
            {"privateIdentity":"dan@ims.example","password":"s3cret",
             "publicIdentities":["SIP:dan@IMS.example:5060",
               {"identity":"tel:+15550104","displayName":"Dan","barred":true,"unregisteredServices":true}],
             "visitedNetworks":["ims.example"]}""";

    @Test
    void aSubscriberIsAddedWithCanonicalIdentitiesAndWithoutItsPassword() throws Exception {
        HttpResponse<String> answer = post(DAN);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"created\":1}");
        SubscriberRow row = subscribers.find(SubscriberSearch.of("dan@", 10)).rows().get(0);
        assertThat(row.publicIdentities()).extracting(SubscriberRow.PublicRow::identity)
                .containsExactly("sip:dan@ims.example", "tel:+15550104");
        assertThat(row.publicIdentities().get(1).barred()).isTrue();
        DigestSecret secret = store.credentials("dan@ims.example").orElseThrow().digest().orElseThrow();
        assertThat(secret.ha1(Digest.MD5)).contains(Digest.ha1("dan@ims.example", "ims.example", "s3cret"));
        assertThat(secret.plainHa1(Digest.MD5)).contains(Digest.ha1("dan", "ims.example", "s3cret"));
        assertThat(store.situation("dan@ims.example", "tel:+15550104").orElseThrow().mayVisit("other.example"))
                .isFalse();
    }

    @Test
    void aUserNameIsEnough() throws Exception {
        assertThat(post("{\"user\":\"dan\",\"password\":\"x\"}").statusCode()).isEqualTo(201);
        assertThat(store.situation("dan@ims.example", "sip:dan@ims.example").orElseThrow().associated()).isTrue();
    }

    @Test
    void manyAreAddedAtOnceOrNone() throws Exception {
        String many = IntStream.range(0, 500).mapToObj(i -> "{\"user\":\"u" + i + "\",\"password\":\"p\"}")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(post(many).body()).isEqualTo("{\"created\":500}");

        HttpResponse<String> again = post("[{\"user\":\"new\",\"password\":\"p\"},{\"user\":\"u7\",\"password\":\"p\"}]");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(again.body()).path("message").textValue()).contains("u7@ims.example");
        assertThat(subscribers.count()).isEqualTo(501);
    }

    @Test
    void aSubscriberIsRemoved() throws Exception {
        post("{\"privateIdentity\":\"a+b@ims.example\",\"password\":\"x\"}");

        assertThat(delete("/api/subscribers/a+b@ims.example", basic())).isEqualTo(204);
        assertThat(delete("/api/subscribers/a+b%40ims.example", basic())).isEqualTo(404);
        assertThat(delete("/api/subscribers/", basic())).isEqualTo(404);
        assertThat(delete("/api/subscribers", basic())).isEqualTo(404);
        assertThat(subscribers.count()).isOne();
    }

    @Test
    void nobodyButTheAdministratorWrites() throws Exception {
        for (String authorization : new String[] {"", basic("admin", "wrong"), basic("root", "x"), basic("admin", ""),
            "Basic !!!", "Basic", "Bearer x", basic().substring(0, basic().length() - 2)}) {
            var request = request("/api/subscribers").header("Content-Type", "application/json");
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            HttpResponse<String> answer = send(request.POST(BodyPublishers.ofString(DAN)));
            assertThat(answer.statusCode()).as(authorization).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
            assertThat(delete("/api/subscribers/alice@ims.example", authorization)).isEqualTo(401);
        }
        assertThat(subscribers.count()).isOne();
    }

    @Test
    void aPageOfAnotherSiteCannotWriteWithTheAdministratorsBrowser() throws Exception {
        HttpResponse<String> answer = send(request("/api/subscribers").header("Authorization", basic())
                .header("Content-Type", "application/json").header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString(DAN)));
        assertThat(answer.statusCode()).isEqualTo(403);
        HttpResponse<String> form = send(request("/api/subscribers").header("Authorization", basic())
                .header("Content-Type", "text/plain").POST(BodyPublishers.ofString(DAN)));
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(subscribers.count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[", "null", "7", "\"x\"", "[]", "[7]", "{}",
        "{\"user\":\"x\"}",
        "{\"user\":\"x\",\"password\":\"\"}",
        "{\"user\":\"x\",\"password\":7}",
        "{\"user\":\"x y\",\"password\":\"p\"}",
        "{\"user\":\"x\",\"password\":\"a\\u0000b\"}",
        "{\"privateIdentity\":\"nodomain\",\"password\":\"p\"}",
        "{\"privateIdentity\":\"@ims.example\",\"password\":\"p\"}",
        "{\"privateIdentity\":\"x@\",\"password\":\"p\"}",
        "{\"user\":\"x\",\"password\":\"p\",\"colour\":\"red\"}",
        "{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":[]}",
        "{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":\"sip:x@y\"}",
        "{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":[\"mailto:x@y\"]}",
        "{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":[7]}",
        "{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":[{\"identity\":\"sip:x@y\",\"barred\":\"no\"}]}",
        "{\"user\":\"x\",\"password\":\"p\",\"visitedNetworks\":[]}",
        "{\"user\":\"x\",\"password\":\"p\",\"visitedNetworks\":[\"a b\"]}",
        "{\"user\":\"x\",\"password\":\"p\",\"visitedNetworks\":\"*\"}"})
    void nonsenseIsRefusedWithAReason(String body) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("message").textValue()).isNotBlank();
        assertThat(subscribers.count()).isOne();
    }

    @Test
    void aMistakeIsNotEchoedWithThePassword() throws Exception {
        assertThat(post("{\"user\":\"x\",\"password\":\"topsecret\" oops}").body()).doesNotContain("topsecret");
    }

    @Test
    void lengthsAreBounded() throws Exception {
        String longName = "x".repeat(300);
        assertThat(post("{\"user\":\"" + longName + "\",\"password\":\"p\"}").statusCode()).isEqualTo(400);
        assertThat(post("{\"user\":\"x\",\"password\":\"" + longName + "\"}").statusCode()).isEqualTo(400);
        assertThat(post("{\"user\":\"x\",\"password\":\"p\",\"publicIdentities\":[\"sip:" + longName + "@y\"]}")
                .statusCode()).isEqualTo(400);
        assertThat(post(IntStream.range(0, SubscriberRequests.LIMIT + 1).mapToObj(i -> "7")
                .collect(Collectors.joining(",", "[", "]"))).statusCode()).isEqualTo(400);
        assertThat(post(" ".repeat(SubscribersApi.LARGEST_BODY + 1)).statusCode()).isEqualTo(413);
        assertThat(post("[".repeat(100_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        assertThat(send(request("/api/subscribers").header("Authorization", basic())
                .PUT(BodyPublishers.ofString(DAN))).statusCode()).isEqualTo(405);
        assertThat(send(request("/").header("Authorization", basic()).POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(405);
    }

    private int delete(String path, String authorization) throws Exception {
        var request = request(path).DELETE();
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request).statusCode();
    }
}
