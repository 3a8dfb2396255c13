package org.calliope.ims.hss.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** What an operation answers. */
record Answer(int status, Map<String, String> headers, Optional<JsonNode> body) {

    static Answer ok(JsonNode body) {
        return new Answer(200, Map.of(), Optional.of(body));
    }

    static Answer created(JsonNode body) {
        return new Answer(201, Map.of(), Optional.of(body));
    }

    static Answer accepted(JsonNode body) {
        return new Answer(202, Map.of(), Optional.of(body));
    }

    static Answer nothing(int status) {
        return new Answer(status, Map.of(), Optional.empty());
    }

    Answer with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }
}
