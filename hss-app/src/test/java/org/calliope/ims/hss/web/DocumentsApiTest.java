package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of the shared kinds over HTTP: every method and every status. */
class DocumentsApiTest extends RestFixture {

    private static final String VISITED = NETWORKS + "/visited.example";

    private String added() throws Exception {
        return tag(post(NETWORKS, "{'name':'visited.example','description':'a'}"));
    }

    @Test
    void aDocumentIsAddedReadReplacedAndRemoved() throws Exception {
        HttpResponse<String> created = post(NETWORKS, "{'name':'visited.example','description':'a'}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains(VISITED);
        assertThat(json(created).path("description").textValue()).isEqualTo("a");

        HttpResponse<String> read = read(VISITED);
        assertThat(read.body()).isEqualTo(created.body());
        assertThat(read.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(tag(read)).isEqualTo(tag(created)).matches("\"[0-9a-f]{24}\"");

        HttpResponse<String> replaced = put(VISITED, tag(read), "{'name':'moved.example','description':'b'}");
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.headers().firstValue("Content-Location")).contains(NETWORKS + "/moved.example");
        assertThat(tag(replaced)).isNotEqualTo(tag(read));
        assertProblem(read(VISITED), 404, "not-found");

        assertThat(delete(NETWORKS + "/moved.example").statusCode()).isEqualTo(204);
        assertProblem(delete(NETWORKS + "/moved.example"), 404, "not-found");
    }

    /** TS 29.328 table 7.6.1. */
    @Test
    void anShPermissionThatTheTableHasNotIsRefused() throws Exception {
        var problem = assertProblem(post("/api/v1/application-servers", "{'name':'as','serverName':"
                + "'sip:as.ims.example','diameterHost':'as.ims.example','shUpdate':[0,10]}"), 422, "invalid");
        assertThat(problem.path("pointer").textValue()).isEqualTo("/shUpdate");
        assertThat(problem.path("detail").textValue()).contains(
                "shUpdate must not have 10: TS 29.328 table 7.6.1 has no Sh-Update for IMS_PUBLIC_IDENTITY");
    }

    @Test
    void ifNoneMatchSaysThatItIsStillSo() throws Exception {
        String tag = added();
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            HttpResponse<String> answer = send(owner(VISITED).header("If-None-Match", known));
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(tag(answer)).isEqualTo(tag);
        }
        assertThat(send(owner(VISITED).header("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
        assertProblem(send(owner(VISITED).header("If-None-Match", "bare")), 400, "invalid");
    }

    @Test
    void aChangeSaysWhatItWasMadeFrom() throws Exception {
        String tag = added();
        HttpRequest.Builder without = owner(VISITED).header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"name\":\"visited.example\"}"));
        assertThat(assertProblem(send(without), 428, "precondition-required").path("detail").textValue())
                .contains("If-Match");
        String changed = "{'name':'visited.example','description':'b'}";
        assertProblem(put(VISITED, "\"0123\"", changed), 412, "overtaken");
        assertProblem(put(VISITED, "W/" + tag, changed), 412, "overtaken"); // RFC 9110 13.1.1: strong comparison
        assertThat(put(VISITED, "\"0123\", " + tag, changed).statusCode()).isEqualTo(200);
        assertProblem(put(VISITED, tag, changed), 412, "overtaken");
        assertThat(put(VISITED, "*", changed).statusCode()).isEqualTo(200);
        assertProblem(put(NETWORKS + "/nowhere.example", "*", changed), 404, "not-found");

        assertProblem(send(owner(VISITED).header("If-Match", tag).DELETE()), 412, "overtaken");
        assertThat(send(owner(VISITED).header("If-Match", tag(read(VISITED))).DELETE()).statusCode()).isEqualTo(204);
    }

    @Test
    void ofTwoWhoReadTheSameOneIsTooLate() throws Exception {
        String tag = added();
        assertThat(atOnce(n -> put(VISITED, tag, "{'name':'visited.example','description':'by " + n + "'}")))
                .containsExactlyInAnyOrder(200, 412);
    }

    @Test
    void ofTwoWhoPatchWhateverIsThereBothSucceed() throws Exception {
        post(API + "/capability-sets", "{'name':'c'}");
        assertThat(atOnce(n -> patch(API + "/capability-sets/c", "*", n == 0 ? "{'mandatory':[1]}"
                : "{'optional':[2]}"))).containsExactly(200, 200);
        assertThat(read(API + "/capability-sets/c").body()).contains("\"mandatory\":[1]", "\"optional\":[2]");
    }

    @FunctionalInterface
    private interface Change {
        HttpResponse<String> by(int number) throws Exception;
    }

    private static List<Integer> atOnce(Change change) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Integer>> both = List.of(() -> change.by(0).statusCode(), () -> change.by(1).statusCode());
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : pool.invokeAll(both)) {
                statuses.add(one.get());
            }
            return statuses;
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aMergePatchReplacesRemovesAndLeaves() throws Exception {
        post(API + "/charging-sets", "{'name':'c','primaryEvent':'aaa://a','secondaryEvent':'aaa://b',"
                + "'primaryCollection':'aaa://c'}");
        String path = API + "/charging-sets/c";
        HttpResponse<String> patched = patch(path, tag(read(path)), "{'secondaryEvent':null,'primaryEvent':'aaa://d'}");

        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(json(patched)).isEqualTo(JSON.readTree("{\"name\":\"c\",\"primaryEvent\":\"aaa://d\","
                + "\"secondaryEvent\":\"\",\"primaryCollection\":\"aaa://c\",\"secondaryCollection\":\"\"}"));
        assertThat(tag(patched)).isEqualTo(tag(read(path)));
        assertProblem(patch(path, "*", "{'colour':'red'}"), 422, "invalid");
        assertProblem(patch(path, "*", "[]"), 422, "invalid");
        assertProblem(patch(path, "*", "{'name':null}"), 422, "invalid");
        assertProblem(send(owner(path).header("If-Match", "*").header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{}"))), 415, "media-type");
        assertProblem(send(owner(path).header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString("{}"))), 428, "precondition-required");
    }

    @Test
    void whatIsTakenInUseOrNotThereIsRefused() throws Exception {
        added();
        assertProblem(post(NETWORKS, "{'name':'visited.example'}"), 409, "taken");
        post(NETWORKS, "{'name':'other.example'}");
        assertProblem(put(NETWORKS + "/other.example", "*", "{'name':'visited.example'}"), 409, "taken");
        post(API + "/application-servers", "{'name':'as','serverName':'sip:as.ims.example'}");
        post(API + "/filter-criteria", "{'name':'f','applicationServer':'as'}");
        assertThat(assertProblem(delete(API + "/application-servers/as"), 409, "in-use").path("detail").textValue())
                .contains("initial filter criterion f");
        assertThat(assertProblem(post(API + "/filter-criteria", "{'name':'g','applicationServer':'nowhere'}"), 422,
                "invalid").path("detail").textValue()).contains("nowhere");
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        List<String> all = List.of("a.example", "b.example", "c.example", "d.example", "e.example");
        for (String name : all) {
            post(NETWORKS, "{'name':'" + name + "'}");
        }
        List<String> found = new ArrayList<>();
        int pages = 0;
        for (String page = NETWORKS + "?limit=2"; !page.isEmpty(); pages++) {
            HttpResponse<String> answer = read(page);
            json(answer).path("items").forEach(item -> found.add(item.path("name").textValue()));
            page = next(answer);
        }
        assertThat(found).isEqualTo(all);
        assertThat(pages).isEqualTo(3);
        assertThat(next(read(NETWORKS + "?limit=5"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "limit=-1", "limit=", "limit=1&limit=2", "colour=red",
        "limit=99999999999999999999"})
    void aParameterThatIsNoneIsRefused(String query) throws Exception {
        assertProblem(read(NETWORKS + "?" + query), 400, "invalid");
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        added();
        HttpResponse<String> head = send(owner(VISITED).method("HEAD", BodyPublishers.noBody()));
        HttpResponse<String> get = read(VISITED);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(tag(head)).isEqualTo(tag(get));
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(get.headers().firstValue("Content-Length"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/networks        | PUT    | GET, POST, HEAD, OPTIONS",
        "/networks        | DELETE | GET, POST, HEAD, OPTIONS",
        "/networks/x      | POST   | GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
        "/audit           | POST   | GET, HEAD, OPTIONS",
        "/audit/1/undo    | GET    | POST, OPTIONS",
        "/openapi.json    | DELETE | GET, HEAD, OPTIONS"})
    void otherMethodsAreNotAllowed(String path, String method, String allowed) throws Exception {
        HttpResponse<String> refused = send(owner(API + path).method(method, BodyPublishers.noBody()));
        assertProblem(refused, 405, "method");
        assertThat(refused.headers().firstValue("Allow")).contains(allowed);
        HttpResponse<String> options = send(owner(API + path).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nothing", "/networks/a/b", "/networks/", "/networks/.", "/audit/1/redo",
        "/audit/x/undo", "/subscriptions/a/registration/b", "/networks;a=b/x/../../subscriptions/a/b"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        HttpResponse<String> answer = path.endsWith("undo") ? send(owner(API + path).POST(BodyPublishers.noBody()))
                : read(API + path);
        assertProblem(answer, 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "nothing", "{'name':'a.example'} x", "{'name':'a.example','name':'b.example'}"})
    void whatIsNoJsonIsRefused(String body) throws Exception {
        assertProblem(post(NETWORKS, body), 400, "json");
    }

    @Test
    void whatIsNoUtf8IsRefused() throws Exception {
        for (byte[] body : new byte[][] {{'"', (byte) 0xff, '"'}, {0, 0, 0, '"', 0, 0x7f, 0, 0}, {'"', (byte) 0xc3}}) {
            assertProblem(send(owner(NETWORKS).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body))), 400, "json");
        }
    }

    @Test
    void aNameMayHaveWhateverANameMayHave() throws Exception {
        for (String name : List.of("a+b c", "ü@x:_-.", "100")) {
            HttpResponse<String> created = post(API + "/capability-sets", "{'name':'" + name + "'}");
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            HttpResponse<String> read = read(created.headers().firstValue("Location").orElseThrow());
            assertThat(json(read).path("name").textValue()).isEqualTo(name);
        }
        assertThat(read(API + "/capability-sets/a+b%20c").statusCode()).isEqualTo(200);
        post(API + "/s-cscfs", "{'name':'sip:s.example;transport=tcp'}");
        assertThat(read(API + "/s-cscfs/sip:s.example%3Btransport=tcp").statusCode()).isEqualTo(200);
        assertThat(read(NETWORKS + "/%00").statusCode()).as("the container's answer").isEqualTo(400);
        for (String hostile : List.of("%27%20or%201=1--", "%3Cscript%3E", "%F0%9F%92%A9", "x".repeat(2000))) {
            assertProblem(read(NETWORKS + "/" + hostile), 404, "not-found");
        }
    }
}
