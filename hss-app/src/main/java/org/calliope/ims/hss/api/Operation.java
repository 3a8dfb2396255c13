package org.calliope.ims.hss.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.access.Need;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One method at one path: what answers, and what the description of the interface says of it.
 *
 * @param path     below the base, with names in braces for what an address has there
 * @param id       unique
 * @param queries  parameters it knows
 * @param headers  request headers it heeds
 * @param takes    the body it wants
 * @param success  status when it is done
 * @param gives    schemas of the answer's body by media type; none for an answer without one
 * @param refusals statuses of the problems it answers with, beside those that every operation has
 */
record Operation(String method, String path, Need need, String id, String summary, List<Query> queries,
                 List<Header> headers, Optional<Body> takes, int success, Map<String, ObjectNode> gives,
                 List<Integer> refusals, Handler handler) {

    /** Does it. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call) throws IOException;
    }

    /** A parameter of the address. */
    record Query(String name, boolean required, ObjectNode schema, String description) {

        Query(String name, ObjectNode schema, String description) {
            this(name, false, schema, description);
        }
    }

    /** A request header. */
    record Header(String name, boolean required, String description) { }

    /** A request body, with examples by name. */
    record Body(String mediaType, ObjectNode schema, Map<String, JsonNode> examples) { }

    /** One without parameters, bodies and refusals of its own. */
    static Operation of(String method, String path, Need need, String id, String summary, Handler handler) {
        return new Operation(method, path, need, id, summary, List.of(), List.of(), Optional.empty(), 204,
                Map.of(), List.of(), handler);
    }

    Operation asks(Query... more) {
        return new Operation(method, path, need, id, summary, List.of(more), headers, takes, success, gives, refusals,
                handler);
    }

    Operation heeds(Header... more) {
        return new Operation(method, path, need, id, summary, queries, List.of(more), takes, success, gives, refusals,
                handler);
    }

    Operation takes(String mediaType, ObjectNode schema, Map<String, JsonNode> examples) {
        return new Operation(method, path, need, id, summary, queries, headers,
                Optional.of(new Body(mediaType, schema, examples)), success, gives, refusals, handler);
    }

    Operation gives(int status, ObjectNode schema) {
        return gives(status, Map.of(DocumentOperations.JSON, schema));
    }

    Operation gives(int status, Map<String, ObjectNode> schemas) {
        return new Operation(method, path, need, id, summary, queries, headers, takes, status, schemas, refusals,
                handler);
    }

    Operation refuses(Integer... statuses) {
        return new Operation(method, path, need, id, summary, queries, headers, takes, success, gives,
                List.of(statuses), handler);
    }

    /** What stands for the names of the path; empty when the address is another one. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> own = List.of(path.substring(1).split("/"));
        if (own.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).startsWith("{")) {
                places.put(own.get(i).substring(1, own.get(i).length() - 1), segments.get(i));
            } else if (!own.get(i).equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(places);
    }

    /** Names in the braces of the path. */
    List<String> places() {
        List<String> names = new ArrayList<>();
        for (String segment : path.substring(1).split("/")) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }
}
