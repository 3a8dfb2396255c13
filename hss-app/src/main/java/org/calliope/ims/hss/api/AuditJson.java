package org.calliope.ims.hss.api;

import java.io.UncheckedIOException;
import java.util.List;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An entry of the audit log in JSON; its documents as the interface has them, of secrets only the scheme. */
final class AuditJson {

    private AuditJson() {
    }

    static ObjectNode write(AuditEntry entry) {
        ObjectNode json = Forms.object().put("id", entry.id()).put("at", entry.at().toString())
                .put("actor", entry.actor().name()).put("action", entry.action().name());
        entry.kind().map(Kind::path).ifPresent(kind -> json.put("kind", kind));
        json.put("subject", entry.subject()).put("undoable", entry.undoable());
        entry.undoes().ifPresent(undone -> json.put("undoes", undone));
        add(json, "before", entry.before());
        add(json, "after", entry.after());
        return json;
    }

    private static void add(ObjectNode json, String field, String document) {
        if (document.isEmpty()) {
            return;
        }
        try {
            JsonNode kept = DocumentJson.MAPPER.readTree(document);
            kept.path("privateIdentities").forEach(user -> {
                ObjectNode of = (ObjectNode) user;
                of.remove(List.of("secret", "sequenceNumber"));
                of.putObject("authentication").put("scheme",
                        AuthScheme.valueOf(of.remove("scheme").textValue()).wireName());
            });
            json.set(field, kept);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the audit log has a document that cannot be read", e);
        }
    }

    static ObjectNode schema() {
        ObjectNode schema = Forms.object().put("type", "object");
        ObjectNode fields = schema.putObject("properties");
        field(fields, "id", "integer", "grows with time");
        field(fields, "at", "string", "when").put("format", "date-time");
        field(fields, "actor", "string", "who: a user, a token, or system");
        ObjectNode action = field(fields, "action", "string", "what was done");
        for (AuditEntry.Action one : AuditEntry.Action.values()) {
            action.withArray("enum").add(one.name());
        }
        field(fields, "kind", "string", "what was changed, as addresses name it; missing for what is no document");
        field(fields, "subject", "string", "its name, or what was done");
        field(fields, "undoable", "boolean", "whether it is a change of a document, which can be undone");
        field(fields, "undoes", "integer", "the entry that this one undid");
        field(fields, "before", "object", "the document before, without its secrets");
        field(fields, "after", "object", "the document after, without its secrets");
        return schema;
    }

    private static ObjectNode field(ObjectNode fields, String name, String type, String description) {
        return fields.putObject(name).put("type", type).put("description", description);
    }
}
