package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

/** Tokens of each role at the REST interface, and whom the audit log names. */
class ApiRolesTest extends RestFixture {

    private static final Signed TEST = new Signed("test", Role.ADMINISTRATOR, Signed.How.OWNER);

    private int made;
    private String name;

    private String token(Role role) {
        name = role.word() + made++;
        return "Bearer " + access.tokens().create(name, role, 1, TEST, "127.0.0.1");
    }

    private HttpResponse<String> by(String token, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = request(API + path).header("Authorization", token)
                .header("Content-Type", "application/json").header("If-Match", "*");
        return send(request.method(method, body.isEmpty() ? BodyPublishers.noBody()
                : BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GET    | /subscriptions                         |                               | 200 | 200 | 200",
        "GET    | /subscriptions/alice@ims.example/registration |                        | 200 | 200 | 200",
        "GET    | /networks                              |                               | 200 | 200 | 200",
        "GET    | /subscriptions/alice@ims.example/history |                             | 200 | 200 | 200",
        "POST   | /subscriptions/alice@ims.example/push |                                | 403 | 409 | 409",
        "POST   | /subscriptions/alice@ims.example/reauthentication |                    | 403 | 409 | 409",
        "POST   | /subscriptions/alice@ims.example/termination | {'reason':'SERVER_CHANGE'} | 403 | 409 | 409",
        "GET    | /pending                              |                               | 200 | 200 | 200",
        "GET    | /lock-outs                            |                               | 200 | 200 | 200",
        "DELETE | /lock-outs?source=192.0.2.1           |                               | 403 | 404 | 404",
        "GET    | /calls                                |                               | 200 | 200 | 200",
        "DELETE | /calls?icid=none                      |                               | 403 | 404 | 404",
        "GET    | /key-rotation                         |                               | 200 | 200 | 200",
        "POST   | /key-rotation                         |                               | 403 | 403 | 202",
        "GET    | /openapi.json                          |                               | 200 | 200 | 200",
        "GET    | /audit                                 |                               | 403 | 403 | 200",
        "POST   | /audit/0/undo                          |                               | 403 | 403 | 404",
        "POST   | /subscriptions                         | {'user':'dan','password':'p'} | 403 | 201 | 409",
        "DELETE | /subscriptions/nobody                  |                               | 403 | 404 | 404",
        "POST   | /networks                              | {'name':'a.example'}          | 403 | 403 | 201",
        "DELETE | /networks/nobody                       |                               | 403 | 403 | 404"})
    void eachRoleMayWhatItMay(String method, String path, String body, int viewer, int operator, int administrator)
            throws Exception {
        int[] wanted = {viewer, operator, administrator};
        for (Role role : Role.values()) {
            HttpResponse<String> answer = by(token(role), method, path, body == null ? "" : body);
            assertThat(answer.statusCode()).as(role + " " + answer.body()).isEqualTo(wanted[role.ordinal()]);
            if (answer.statusCode() == 403) {
                assertProblem(answer, 403, "role");
            }
        }
    }

    @Test
    void anAddressThatMeansAnotherToTheContainerOpensNothing() throws Exception {
        String operator = token(Role.OPERATOR);
        for (String path : new String[] {"/audit/x/../../subscriptions/x", "/networks/../subscriptions",
            "/subscriptions/..;/networks", "/%61udit", "/subscriptions/%2e%2e/networks", "//networks"}) {
            assertThat(by(operator, "POST", path, "{'name':'evil.example'}").statusCode()).as(path)
                    .isIn(400, 403, 404, 405);
        }
        assertThat(json(read(NETWORKS)).path("items")).isEmpty();
    }

    @Test
    void theAuditLogSaysWhoAndUndoes() throws Exception {
        by(token(Role.OPERATOR), "POST", "/subscriptions", "{'user':'dan','password':'p'}");
        String who = name;
        JsonNode created = json(read(API + "/audit?limit=1")).at("/items/0");
        assertThat(created.path("actor").textValue()).isEqualTo(who);
        assertThat(created.path("action").textValue()).isEqualTo("CREATED");
        assertThat(created.path("kind").textValue()).isEqualTo("subscriptions");
        assertThat(created.at("/after/privateIdentities/0").toString())
                .isEqualTo("{\"identity\":\"dan@ims.example\",\"authentication\":{\"scheme\":\"SIP Digest\"}}");

        String undo = API + "/audit/" + created.path("id").longValue() + "/undo";
        assertThat(send(owner(undo).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(204);
        assertProblem(read(SUBSCRIPTIONS + "/dan@ims.example"), 404, "not-found");
        assertThat(json(read(API + "/audit?limit=1")).at("/items/0/undoes").longValue())
                .isEqualTo(created.path("id").longValue());
        assertProblem(send(owner(undo).POST(BodyPublishers.noBody())), 404, "not-found");
    }

    @Test
    void theAuditLogHasPages() throws Exception {
        for (String one : new String[] {"a", "b", "c"}) {
            post(NETWORKS, "{'name':'" + one + ".example'}");
        }
        StringBuilder seen = new StringBuilder();
        for (String page = API + "/audit?limit=1"; !page.isEmpty();) {
            HttpResponse<String> answer = read(page);
            json(answer).path("items").forEach(item -> seen.append(item.path("subject").textValue(), 0, 1));
            page = next(answer);
        }
        assertThat(seen).startsWith("cba");
    }
}
