package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;

/** A client of the REST interface, as the administrator; bodies have ' for ". */
abstract class RestFixture extends WebFixture {

    static final String API = "/api/v1";
    static final String SUBSCRIPTIONS = API + "/subscriptions";
    static final String NETWORKS = API + "/networks";

    HttpRequest.Builder owner(String path) {
        return request(path).header("Authorization", basic());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send(owner(path).header("Content-Type", "application/json").POST(body(body)));
    }

    HttpResponse<String> put(String path, String ifMatch, String body) throws Exception {
        return send(owner(path).header("Content-Type", "application/json").header("If-Match", ifMatch)
                .PUT(body(body)));
    }

    HttpResponse<String> patch(String path, String ifMatch, String body) throws Exception {
        return send(owner(path).header("Content-Type", "application/merge-patch+json").header("If-Match", ifMatch)
                .method("PATCH", body(body)));
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(owner(path).DELETE());
    }

    HttpResponse<String> read(String path) throws Exception {
        return send(owner(path));
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return BodyPublishers.ofString(text.replace('\'', '"'));
    }

    static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    /** RFC 9457: status, type and a reason for people. */
    static JsonNode assertProblem(HttpResponse<String> answer, int status, String type) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.path("type").textValue()).isEqualTo("/docs/rest.md#" + type);
        assertThat(Path.of("..", "docs", "rest.md")).content().contains("\n### " + type + "\n");
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
        return problem;
    }

    /** Follows the Link header; empty on the last page. */
    static String next(HttpResponse<String> page) {
        return page.headers().firstValue("Link").map(link -> {
            assertThat(link).endsWith(">; rel=\"next\"");
            return link.substring(1, link.indexOf('>'));
        }).orElse("");
    }
}
