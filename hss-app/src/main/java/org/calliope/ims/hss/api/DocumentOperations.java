package org.calliope.ims.hss.api;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What can be done with the documents of a kind. */
class DocumentOperations<T extends Named> {

    static final String JSON = "application/json";

    private static final String NAME = "name";
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final int LARGEST_PAGE = 200;
    private static final int PAGE = 50;
    /** Times that a change with {@code If-Match: *} is tried anew when others change the document at the same time. */
    private static final int TRIES = 5;

    static final Operation.Query LIMIT = new Operation.Query("limit", Forms.object().put("type", "integer")
            .put("minimum", 1).put("maximum", LARGEST_PAGE).put("default", PAGE), "documents on a page at most");
    static final Operation.Query AFTER = new Operation.Query("after", Forms.object().put("type", "string"),
            "where the page begins, as the Link header of the one before says");

    private final Kind<T> kind;
    private final Provisioning provisioning;
    private final DocumentJson json;
    private final Need write;

    /** @param write what it takes to change them */
    DocumentOperations(Kind<T> kind, Provisioning provisioning, DocumentJson json, Need write) {
        this.kind = kind;
        this.provisioning = provisioning;
        this.json = json;
        this.write = write;
    }

    List<Operation> all() {
        return List.of(listing(), adding(), reading(), replacing(), patching(), removing());
    }

    Operation listing() {
        ObjectNode page = Forms.object().put("type", "object");
        page.putObject("properties").putObject("items").put("type", "array").set("items", schema());
        page.putArray("required").add("items");
        return Operation.of("GET", path(), Need.VIEW, id("list"), "Lists them by name.", this::list).asks(AFTER, LIMIT)
                .gives(200, page).refuses(400);
    }

    Operation adding() {
        return Operation.of("POST", path(), write, id("create"), "Adds one.", this::create)
                .takes(JSON, schema(), Map.of("whole", Examples.document(kind))).gives(201, schema())
                .refuses(400, 409, 413, 415, 422);
    }

    private Operation reading() {
        return Operation.of("GET", one(), Need.VIEW, id("read"), "Reads one.", this::read)
                .heeds(new Operation.Header(IF_NONE_MATCH, false, "ETag of what is known: 304 when it is still so"))
                .gives(200, schema()).refuses(400, 404);
    }

    private Operation replacing() {
        return Operation.of("PUT", one(), write, id("replace"), "Replaces one; the name may change.", this::replace)
                .heeds(ifMatch(true)).takes(JSON, schema(), Map.of("whole", Examples.document(kind)))
                .gives(200, schema()).refuses(400, 404, 409, 412, 413, 415, 422, 428);
    }

    private Operation patching() {
        return Operation.of("PATCH", one(), write, id("patch"), "Changes some fields of one (RFC 7396).", this::patch)
                .heeds(ifMatch(true)).takes(MergePatch.MEDIA_TYPE, Forms.object().put("type", "object"),
                        Map.of("some", Examples.patch(kind)))
                .gives(200, schema()).refuses(400, 404, 409, 412, 413, 415, 422, 428);
    }

    private Operation removing() {
        return Operation.of("DELETE", one(), write, id("remove"), "Removes one, when nothing refers to it.",
                this::remove).heeds(ifMatch(false)).refuses(400, 404, 409, 412);
    }

    private static Operation.Header ifMatch(boolean required) {
        return new Operation.Header(IF_MATCH, required, "ETag of the document as it was read: 412 when somebody changed"
                + " it since; * for whatever is there");
    }

    String path() {
        return "/" + kind.path();
    }

    private String one() {
        return path() + "/{" + NAME + "}";
    }

    String id(String verb) {
        return verb + "-" + kind.path();
    }

    ObjectNode schema() {
        return json.shape(kind).schema();
    }

    DocumentJson json() {
        return json;
    }

    Provisioning provisioning() {
        return provisioning;
    }

    static int limit(Call call) {
        return (int) call.query(LIMIT.name(), PAGE, 1, LARGEST_PAGE);
    }

    Answer list(Call call) {
        int limit = limit(call);
        List<T> found = provisioning.list(kind, call.query(AFTER.name(), ""), limit + 1);
        List<T> page = found.subList(0, Math.min(limit, found.size()));
        return page(call, page, found.size() > limit ? Optional.of(page.get(limit - 1).name()) : Optional.empty(), "");
    }

    /** @param more further parameters of the address of the next page, as {@code &q=a} */
    Answer page(Call call, List<T> page, Optional<String> next, String more) {
        ObjectNode body = Forms.object();
        ArrayNode items = body.putArray("items");
        page.forEach(document -> items.add(json.write(kind, document)));
        Answer answer = Answer.ok(body);
        // RFC 8288 3.3
        return next.map(after -> answer.with("Link", "<" + call.address(path() + "?after=" + encoded(after) + "&limit="
                + limit(call) + more) + ">; rel=\"next\"")).orElse(answer);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer read(Call call) {
        T document = found(call.place(NAME));
        String tag = Provisioning.tag(document);
        if (call.tags(IF_NONE_MATCH).filter(known -> known.matchWeakly(tag)).isPresent()) {
            return Answer.nothing(304).with("ETag", quoted(tag));
        }
        return tagged(Answer.ok(json.write(kind, document)), document);
    }

    Answer create(Call call) throws IOException {
        return create(call, json.read(kind, call.body(JSON), Optional.empty()));
    }

    Answer create(Call call, T document) {
        provisioning.create(kind, document, call.actor());
        T stored = found(document.name());
        return located(call, tagged(Answer.created(json.write(kind, stored)), stored), "Location", stored);
    }

    private Answer replace(Call call) throws IOException {
        JsonNode body = call.body(JSON);
        return change(call, stored -> json.read(kind, body, Optional.of(stored)));
    }

    private Answer patch(Call call) throws IOException {
        JsonNode body = call.body(MergePatch.MEDIA_TYPE);
        return change(call, stored -> json.read(kind, MergePatch.apply(json.write(kind, stored), body),
                Optional.of(stored)));
    }

    private Answer change(Call call, Function<T, T> how) {
        String name = call.place(NAME);
        for (int tried = 1;; tried++) {
            T before = found(name);
            // RFC 6585 3: without it, two who read the same would overwrite each other
            Tags tags = call.tags(IF_MATCH).orElseThrow(() -> new ApiRefusal(Problem.PRECONDITION_REQUIRED,
                    "precondition-required", "say in If-Match the ETag of what you read, or * to change whatever is"
                    + " there"));
            T after = how.apply(before);
            try {
                provisioning.replace(kind, name, after, Optional.of(seen(tags, before)), call.actor());
                T stored = found(after.name());
                return located(call, tagged(Answer.ok(json.write(kind, stored)), stored), "Content-Location", stored);
            } catch (Refused e) {
                if (e.why() != Refused.Why.OVERTAKEN || !tags.any() || tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Answer remove(Call call) {
        Optional<Tags> tags = call.tags(IF_MATCH);
        String name = call.place(NAME);
        Optional<String> seen = tags.filter(given -> !given.any()).map(given -> seen(given, found(name)));
        provisioning.remove(kind, name, seen, call.actor());
        return Answer.nothing(204);
    }

    private String seen(Tags tags, T document) {
        String tag = Provisioning.tag(document);
        if (!tags.match(tag)) {
            throw new Refused(Refused.Why.OVERTAKEN, "the " + kind + " " + document.name()
                    + " is not what If-Match says; read it again");
        }
        return tag;
    }

    private T found(String name) {
        return provisioning.find(kind, name).orElseThrow(() ->
                new Refused(Refused.Why.MISSING, "there is no " + kind + " of that name"));
    }

    private static Answer tagged(Answer answer, Named document) {
        return answer.with("ETag", quoted(Provisioning.tag(document)));
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }

    private Answer located(Call call, Answer answer, String header, T document) {
        return answer.with(header, call.address(path() + "/" + encoded(document.name())));
    }
}
