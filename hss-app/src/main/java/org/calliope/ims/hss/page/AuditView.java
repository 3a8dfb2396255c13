package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.calliope.ims.hss.store.AuditEntry;

/**
 * An entry of the audit log as people read it.
 *
 * @param action  a word: {@code created}, {@code changed}, {@code removed}, {@code imported} or {@code done}
 * @param kind    path of the kind of document, "" for what is none
 * @param link    address of the document, "" when it is none or was removed
 * @param undo    address of the page that undoes it, "" when nothing does
 * @param undoes  number of the entry that this one undid, 0 for none
 * @param changes the fields that differ, secrets left out
 */
public record AuditView(long id, String at, String actor, String action, String kind, String subject, String link,
                        String undo, long undoes, List<Change> changes) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A field that differs; "" for what was not there. */
    public record Change(String field, String before, String after) {
    }

    /** From the store's entry. */
    public static AuditView of(AuditEntry entry) {
        String kind = entry.kind().map(known -> known.path()).orElse("");
        boolean there = entry.action() == AuditEntry.Action.CREATED || entry.action() == AuditEntry.Action.CHANGED;
        Map<String, String> after = fields(entry.after());
        String link = !there ? "" : entry.kind().map(known -> Links.document(known,
                Optional.ofNullable(after.get("name")).orElse(entry.subject()))).orElse("");
        return new AuditView(entry.id(), Times.date(entry.at()), entry.actor().name(),
                entry.action().name().toLowerCase(Locale.ROOT), kind, entry.subject(), link,
                entry.undoable() ? "/undo?entry=" + entry.id() : "", entry.undoes().orElse(0L),
                changes(fields(entry.before()), after));
    }

    private static List<Change> changes(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            String old = before.getOrDefault(name, "");
            String now = after.getOrDefault(name, "");
            if (!old.equals(now)) {
                changes.add(new Change(name, old, now));
            }
        }
        return changes;
    }

    /** A document's fields by where they stand, as {@code implicitSets 1 › publicIdentities 2 › barred}. */
    private static Map<String, String> fields(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!json.isEmpty()) {
            try {
                gather("", JSON.readTree(json), fields);
            } catch (JsonProcessingException e) {
                fields.put("", json);
            }
        }
        return fields;
    }

    private static void gather(String path, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext();) {
                Map.Entry<String, JsonNode> one = all.next();
                gather(path.isEmpty() ? one.getKey() : path + " › " + one.getKey(), one.getValue(), fields);
            }
        } else if (node.isArray() && node.size() > 0 && node.get(0).isContainerNode()) {
            for (int i = 0; i < node.size(); i++) {
                gather(path + " " + (i + 1), node.get(i), fields);
            }
        } else {
            fields.put(path, node.isArray() ? joined(node) : node.isNull() ? "" : node.asText());
        }
    }

    private static String joined(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(one -> all.add(one.asText()));
        return String.join(", ", all);
    }
}
