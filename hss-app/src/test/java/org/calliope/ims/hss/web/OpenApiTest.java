package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.store.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;

/** The description of the interface: it is valid OpenAPI, and it is true. */
class OpenApiTest extends RestFixture {

    private JsonNode description;

    @BeforeEach
    void describe() throws Exception {
        HttpResponse<String> answer = get(API + "/openapi.json"); // on loopback everybody may read it
        assertThat(answer.statusCode()).isEqualTo(200);
        description = json(answer);
    }

    @Test
    void itIsValidOpenApi31() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(description.toString(), List.of(), options);

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.isOpenapi31()).isTrue();
        assertThat(parsed.getOpenAPI().getPaths()).hasSize(Kind.ALL.size() * 2 + 17);
        assertThat(parsed.getOpenAPI().getComponents().getSchemas()).containsKeys("Subscription", "Problem");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryIdIsUnique() {
        assertThat(description.findValuesAsText("$ref")).isNotEmpty().allSatisfy(to ->
                assertThat(description.at(to.substring(1)).isMissingNode()).as(to).isFalse());
        assertThat(description.findValuesAsText("operationId")).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    }

    @Test
    void everyOperationIsThere() throws Exception {
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            HttpResponse<String> options = send(owner(API + path.getKey().replaceAll("\\{.*?}", "1"))
                    .method("OPTIONS", BodyPublishers.noBody()));
            List<String> described = new ArrayList<>(List.of("OPTIONS"));
            path.getValue().fieldNames().forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT)));
            if (described.contains("GET")) {
                described.add("HEAD");
            }
            assertThat(options.headers().firstValue("Allow").orElse("").split(", ")).as(path.getKey())
                    .containsExactlyInAnyOrderElementsOf(described);
        }
    }

    @Test
    void everyExampleIsAcceptedAndWhatItMakesIsAsDescribed() throws Exception {
        List<String> made = new ArrayList<>();
        for (Kind<? extends Named> kind : Kind.ALL) {
            JsonNode create = operation("/" + kind.path(), "post");
            for (JsonNode example : examples(create, "application/json")) {
                HttpResponse<String> created = post(API + "/" + kind.path(), example.toString());
                assertThat(created.statusCode()).as(kind + " " + created.body()).isEqualTo(201);
                created.headers().firstValue("Location").ifPresent(made::add);
            }
            String one = made.get(made.size() - (kind == Kind.SUBSCRIPTION ? 2 : 1));
            for (JsonNode example : examples(operation("/" + kind.path() + "/{name}", "put"), "application/json")) {
                assertAccepted(kind, put(one, "*", example.toString()));
            }
            for (JsonNode example : examples(operation("/" + kind.path() + "/{name}", "patch"),
                    "application/merge-patch+json")) {
                assertAccepted(kind, patch(one, "*", example.toString()));
            }
        }
        Collections.reverse(made);
        for (String one : made) {
            assertThat(delete(one).statusCode()).as(one).isEqualTo(204);
        }
    }

    @Test
    void importsAndTheExportAreAsDescribed() throws Exception {
        JsonNode upload = operation("/imports", "post");
        assertThat(upload.path("parameters").findValuesAsText("name")).containsExactly("format", "dry-run", "existing",
                "name", "from");
        HttpResponse<String> sent = send(owner(API + "/imports?format=csv&dry-run=true&existing=skip&name=list")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("private_identity,password\ndan@ims.example,s3cret\n")));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        JsonNode fields = upload.at("/responses/202/content/application~1json/schema/properties");
        String one = sent.headers().firstValue("Location").orElseThrow();
        JsonNode over = await().until(() -> json(read(one)), job -> job.has("ended"));
        over.properties().forEach(field -> assertThat(fields.has(field.getKey())).as(field.getKey()).isTrue());
        for (String choice : List.of("format", "existing", "state")) {
            assertThat(fields.at("/" + choice + "/enum")).as(choice).contains(over.path(choice));
        }
        assertThat(read(over.path("report").textValue()).headers().firstValue("Content-Type").orElseThrow())
                .startsWith(operation("/imports/{id}/report", "get").at("/responses/200/content").fieldNames().next());
        for (String format : List.of("json", "csv")) {
            List<String> types = new ArrayList<>();
            operation("/export", "get").at("/responses/200/content").fieldNames().forEachRemaining(types::add);
            assertThat(read(API + "/export?format=" + format).headers().firstValue("Content-Type").orElseThrow())
                    .satisfies(type -> assertThat(types).anyMatch(type::startsWith));
        }
        assertThat(delete(one).statusCode()).isEqualTo(204);
    }

    private void assertAccepted(Kind<? extends Named> kind, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(kind + " " + answer.body()).isEqualTo(200);
        List<String> described = new ArrayList<>();
        description.at("/components/schemas/" + kind.type().getSimpleName() + "/properties").fieldNames()
                .forEachRemaining(described::add);
        assertThat(described).contains("name");
        json(answer).fieldNames().forEachRemaining(field -> assertThat(described).contains(field));
    }

    private JsonNode operation(String path, String method) {
        JsonNode operation = description.path("paths").path(path).path(method);
        assertThat(operation.isMissingNode()).as(method + " " + path).isFalse();
        return operation;
    }

    private static List<JsonNode> examples(JsonNode operation, String mediaType) {
        List<JsonNode> examples = operation.path("requestBody").path("content").path(mediaType).findValues("value");
        assertThat(examples).isNotEmpty();
        return examples;
    }
}
