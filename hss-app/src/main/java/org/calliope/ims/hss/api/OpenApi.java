package org.calliope.ims.hss.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import org.calliope.ims.hss.access.Need;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The description of the interface as OpenAPI 3.1 has it, from the table that routes and the one of the documents. */
final class OpenApi {

    /** What every operation may answer: by the guard, by the address, and by the rates of guessing. */
    private static final List<Integer> EVERYWHERE = List.of(401, 403, 405, 429);

    private final String version;
    private final Map<String, ObjectNode> schemas;
    private final List<Operation> operations;

    OpenApi(String version, Map<String, ObjectNode> schemas, List<Operation> operations) {
        this.version = version;
        this.schemas = schemas;
        this.operations = operations;
    }

    ObjectNode document() {
        ObjectNode document = Forms.object().put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info").put("title", "Calliope IMS, HSS").put("version", version)
                .put("description", "Provisioning of an IMS home subscriber server. Every document has an ETag; a change"
                        + " says in If-Match which one it was made from. Refusals are application/problem+json.");
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", ApiServlet.BASE);
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : operations) {
            paths.withObjectProperty(operation.path())
                    .set(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        document.set("components", components());
        document.putArray("security").add(scheme("token")).add(scheme("owner"));
        return document;
    }

    private static ObjectNode scheme(String name) {
        ObjectNode scheme = Forms.object();
        scheme.putArray(name);
        return scheme;
    }

    private static ObjectNode operation(Operation of) {
        ObjectNode json = Forms.object().put("operationId", of.id()).put("summary", of.summary())
                .put("description", "For " + role(of.need()) + ".");
        json.putArray("tags").add(of.path().split("/")[1]);
        ArrayNode parameters = json.putArray("parameters");
        of.places().forEach(name -> parameters.add(parameter(name, "path", true, "percent-encoded")
                .set("schema", Forms.object().put("type", "string"))));
        of.queries().forEach(query -> parameters.add(parameter(query.name(), "query", query.required(),
                query.description())
                .set("schema", query.schema())));
        of.headers().forEach(header -> parameters.add(parameter(header.name(), "header", header.required(),
                header.description()).set("schema", Forms.object().put("type", "string"))));
        of.takes().ifPresent(body -> json.set("requestBody", body(body)));
        json.set("responses", responses(of));
        return json;
    }

    private static String role(Need need) {
        return switch (need) {
            case OPEN -> "everybody";
            case VIEW, SESSION -> "viewers, operators and administrators";
            case OPERATE -> "operators and administrators";
            case ADMINISTRATE -> "administrators";
        };
    }

    private static ObjectNode parameter(String name, String in, boolean required, String description) {
        return Forms.object().put("name", name).put("in", in).put("required", required)
                .put("description", description);
    }

    private static ObjectNode body(Operation.Body of) {
        ObjectNode body = Forms.object().put("required", true);
        ObjectNode content = body.putObject("content").putObject(of.mediaType());
        content.set("schema", of.schema());
        of.examples().forEach((name, example) -> content.withObjectProperty("examples").putObject(name)
                .set("value", example));
        return body;
    }

    private static ObjectNode responses(Operation of) {
        ObjectNode responses = Forms.object();
        ObjectNode success = responses.putObject(Integer.toString(of.success())).put("description", "done");
        of.gives().forEach((mediaType, schema) -> success.withObjectProperty("content").putObject(mediaType)
                .set("schema", schema));
        if (of.headers().stream().anyMatch(header -> header.name().equals("If-None-Match"))) {
            responses.putObject("304").put("description", "it is still as it is known");
        }
        TreeSet<Integer> statuses = new TreeSet<>(of.refusals());
        statuses.addAll(EVERYWHERE);
        statuses.forEach(status -> responses.putObject(status.toString())
                .put("$ref", "#/components/responses/Problem" + status));
        return responses;
    }

    private ObjectNode components() {
        ObjectNode components = Forms.object();
        ObjectNode all = components.putObject("schemas");
        schemas.forEach(all::set);
        all.set("Problem", problem());
        ObjectNode responses = components.putObject("responses");
        TreeSet<Integer> statuses = new TreeSet<>(EVERYWHERE);
        operations.forEach(operation -> statuses.addAll(operation.refusals()));
        statuses.forEach(status -> responses.putObject("Problem" + status).put("description", Problem.title(status))
                .putObject("content").putObject(Problem.MEDIA_TYPE).putObject("schema")
                .put("$ref", "#/components/schemas/Problem"));
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("token").put("type", "http").put("scheme", "bearer")
                .put("description", "a token that an administrator made at /tokens of the console");
        security.putObject("owner").put("type", "http").put("scheme", "basic")
                .put("description", "user admin, with the content of data/admin-password");
        return components;
    }

    private static ObjectNode problem() {
        ObjectNode problem = Forms.object().put("type", "object").put("description", "Why it is refused (RFC 9457).");
        ObjectNode fields = problem.putObject("properties");
        fields.putObject("type").put("type", "string").put("format", "uri-reference").put("description",
                "what kind of problem it is: where the documentation explains it");
        fields.putObject("title").put("type", "string").put("description", "the status in words");
        fields.putObject("status").put("type", "integer").put("description", "the status");
        fields.putObject("detail").put("type", "string").put("description", "why, for people");
        fields.putObject("pointer").put("type", "string").put("format", "json-pointer").put("description",
                "where in the body; missing when it is about the whole");
        problem.putArray("required").add("type").add("title").add("status").add("detail");
        return problem;
    }
}
