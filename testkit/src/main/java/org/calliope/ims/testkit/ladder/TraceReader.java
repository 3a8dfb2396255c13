package org.calliope.ims.testkit.ladder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code GET /api/trace} of the console answers: an array of events in the order they were recorded. */
public final class TraceReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TraceReader() {
    }

    /**
     * @param json the array of events, or an object that holds it as {@code events}
     * @throws IllegalArgumentException when it is neither
     */
    public static List<Step> read(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the trace is no JSON: " + e.getOriginalMessage(), e);
        }
        JsonNode events = root.isObject() ? root.path("events") : root;
        if (!events.isArray()) {
            throw new IllegalArgumentException("the trace is no array of events");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode event : events) {
            step(event).ifPresent(steps::add);
        }
        return List.copyOf(steps);
    }

    /** The kind of an event shows in its fields; a kind this reader does not know is passed over. */
    private static Optional<Step> step(JsonNode event) {
        Instant at = at(event.path("at"));
        String callId = event.path("join").path("callId").asText("");
        if (event.has("startLine")) {
            return Optional.of(new Step.Sip(at, callId, text(event, "from"), text(event, "to"), text(event, "transport"),
                    text(event, "startLine"), text(event, "cseq"), text(event, "text")));
        }
        if (event.has("command")) {
            List<String> avps = new ArrayList<>();
            event.path("avps").forEach(avp -> avps.add(avp.asText()));
            return Optional.of(new Step.Diameter(at, callId, text(event, "from"), text(event, "to"),
                    text(event, "command"), text(event, "result"), List.copyOf(avps)));
        }
        if (event.has("rule")) {
            Map<String, String> values = new LinkedHashMap<>();
            event.path("values").fields().forEachRemaining(v -> values.put(v.getKey(), v.getValue().asText()));
            return Optional.of(new Step.Decision(at, callId, label(text(event, "element")), text(event, "rule"),
                    text(event, "outcome"), values, text(event, "clause"), event.path("status").asInt(),
                    text(event, "reason")));
        }
        return Optional.empty();
    }

    private static String text(JsonNode event, String field) {
        return event.path(field).asText("");
    }

    /** {@code PCSCF} as the enum spells it, {@code P-CSCF} as people do. */
    private static String label(String element) {
        return element.matches("[PISE]CSCF") ? element.charAt(0) + "-CSCF" : element;
    }

    private static Instant at(JsonNode at) {
        try {
            if (at.isTextual()) {
                return Instant.parse(at.asText());
            }
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
        return at.isNumber() ? Instant.ofEpochMilli((long) (at.asDouble() * 1000)) : Instant.EPOCH;
    }
}
