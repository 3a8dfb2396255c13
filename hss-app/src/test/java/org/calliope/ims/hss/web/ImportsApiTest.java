package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

/** Imports and the export as programs see them. */
class ImportsApiTest extends RestFixture {

    private static final String IMPORTS = API + "/imports";
    private static final String EXPORT = API + "/export";
    private static final String TABLE = "private_identity,password\ndan@ims.example,s3cret\nnobody,s3cret\n";

    private String viewer;
    private String operator;

    @BeforeAll
    void tokens() {
        Signed owner = new Signed("test", Role.ADMINISTRATOR, Signed.How.OWNER);
        viewer = "Bearer " + access.tokens().create("viewer", Role.VIEWER, 1, owner, "127.0.0.1");
        operator = "Bearer " + access.tokens().create("operator", Role.OPERATOR, 1, owner, "127.0.0.1");
    }

    private HttpResponse<String> submit(String by, String query, String body) throws Exception {
        return send(request(IMPORTS + "?" + query).header("Authorization", by).header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode over(HttpResponse<String> accepted) throws Exception {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String place = accepted.headers().firstValue("Location").orElseThrow();
        await().until(() -> json(read(place)).has("ended"));
        return json(read(place));
    }

    @Test
    void anOperatorImportsATableAndReadsItsReport() throws Exception {
        JsonNode done = over(submit(operator, "format=csv&name=subscribers.csv", TABLE));

        assertThat(done.path("state").textValue()).isEqualTo("done");
        assertThat(done.path("accepted").intValue()).isEqualTo(1);
        assertThat(done.path("rejected").intValue()).isEqualTo(1);
        assertThat(done.path("permille").intValue()).isEqualTo(1_000);
        assertThat(done.path("by").textValue()).isEqualTo("operator");
        assertThat(done.path("name").textValue()).isEqualTo("subscribers.csv");
        assertThat(read(done.path("report").textValue()).body()).startsWith("row,identity,result,reason\r\n3,nobody,rejected,");
        assertThat(read(SUBSCRIPTIONS + "/dan@ims.example").statusCode()).isEqualTo(200);
        assertThat(json(read(IMPORTS)).path("items").path(0).path("id")).isEqualTo(done.path("id"));
        assertThat(delete(IMPORTS + "/" + done.path("id").longValue()).statusCode()).isEqualTo(204);
        assertProblem(read(IMPORTS + "/" + done.path("id").longValue()), 404, "not-found");
    }

    @Test
    void aDryRunWritesNothing() throws Exception {
        assertThat(over(submit(operator, "format=csv&dry-run=true", TABLE)).path("accepted").intValue()).isEqualTo(1);

        assertThat(read(SUBSCRIPTIONS + "/dan@ims.example").statusCode()).isEqualTo(404);
    }

    @Test
    void whoMayNotIsToldSo() throws Exception {
        assertProblem(submit(viewer, "format=csv", TABLE), 403, "role");
        assertProblem(submit(operator, "format=fhoss", "x"), 403, "role");
        assertProblem(submit(operator, "format=pyhss&from=database", "{}"), 403, "role");
        JsonNode shared = over(submit(operator, "format=json", "{\"kind\":\"networks\",\"name\":\"other.example\"}"));
        assertThat(shared.path("rejected").intValue()).as("what only administrators provision").isEqualTo(1);
        assertProblem(send(request(EXPORT + "?secrets=true").header("Authorization", operator)), 403, "role");
        assertThat(submit("", "format=csv", TABLE).statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsNoImportIsRefusedWithTheReason() throws Exception {
        assertProblem(submit(basic(), "format=xml", TABLE), 400, "invalid");
        assertProblem(submit(basic(), "format=csv&existing=eat", TABLE), 400, "invalid");
        assertProblem(submit(basic(), "format=csv&dryrun=1", TABLE), 400, "invalid");
        assertProblem(submit(basic(), "format=csv", ""), 400, "invalid");
        assertProblem(submit(basic(), "format=fhoss&from=database", "{\"url\":\"jdbc:h2:mem:x\"}"), 400, "invalid");
        assertProblem(submit(basic(), "format=fhoss&from=database", "nonsense"), 400, "invalid");
        assertProblem(send(owner(IMPORTS + "?format=csv").header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(TABLE))), 415, "media-type");
        assertProblem(submit(basic(), "format=csv", "x".repeat(LARGEST_IMPORT + 1)), 413, "too-large");
        assertProblem(read(IMPORTS + "/99999999"), 404, "not-found");
        assertProblem(read(IMPORTS + "/1x/report"), 404, "not-found");
        assertProblem(send(owner(EXPORT + "?format=xml")), 400, "invalid");
    }

    @Test
    void theExportIsWhatAnImportTakes() throws Exception {
        HttpResponse<String> open = send(request(EXPORT + "?format=csv").header("Authorization", viewer));
        assertThat(open.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"hss.csv\"");
        assertThat(open.body()).contains("alice@ims.example").doesNotContain("secret");
        String sealed = read(EXPORT + "?secrets=true").body();
        assertThat(json(read(API + "/audit")).toString()).contains("exported everything with sealed secrets");

        assertThat(delete(SUBSCRIPTIONS + "/alice@ims.example").statusCode()).isEqualTo(204);
        assertThat(over(submit(basic(), "format=json", sealed)).path("rejected").intValue()).isZero();

        assertThat(read(EXPORT + "?secrets=true").body()).isEqualTo(sealed);
    }
}
