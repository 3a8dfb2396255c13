package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads the tables of a pyHSS: a dump of its database with {@code INSERT} statements, or the objects that its REST
 * interface lists, in arrays, one after the other, or by the name of their table.
 */
final class PyHssTables {

    static final String AUC = "auc";
    static final String SUBSCRIBER = "subscriber";
    static final String IMS_SUBSCRIBER = "ims_subscriber";
    static final Map<String, List<String>> COLUMNS = Map.of(
            AUC, List.of("auc_id", "ki", "opc", "amf", "sqn", "iccid", "imsi"),
            SUBSCRIBER, List.of("subscriber_id", "imsi", "enabled", "auc_id"),
            IMS_SUBSCRIBER, List.of("ims_subscriber_id", "msisdn", "msisdn_list", "imsi", "ifc_path"));

    private static final int LONGEST_OBJECT = 1 << 20;

    private final Scratch scratch;

    PyHssTables(Scratch scratch) {
        this.scratch = scratch;
    }

    void read(InputStream in) throws IOException {
        PushbackInputStream pushed = new PushbackInputStream(in);
        int first = pushed.read();
        while (first >= 0 && first <= ' ') {
            first = pushed.read();
        }
        if (first >= 0) {
            pushed.unread(first);
        }
        if (first == '[' || first == '{') {
            json(pushed);
        } else {
            dump(pushed);
        }
        scratch.complete();
    }

    private void dump(InputStream in) throws IOException {
        SqlDump dump = new SqlDump(in);
        for (Optional<SqlDump.Row> row = dump.next(); row.isPresent(); row = dump.next()) {
            SqlDump.Row found = row.get();
            if (scratch.knows(found.table()) && found.columns().isEmpty()) {
                throw new UnreadableImport("the dump does not name the columns of " + found.table()
                        + ": make it with its CREATE TABLE statements");
            }
            if (scratch.knows(found.table())) {
                scratch.add(found.table(), found.columns(), found.values());
            }
        }
    }

    private void json(InputStream in) throws IOException {
        BoundedReader bounded = new BoundedReader(new InputStreamReader(in, StandardCharsets.UTF_8), LONGEST_OBJECT);
        String table = "";
        long number = 0;
        try (JsonParser parser = JsonRows.MANY.getFactory().createParser(bounded)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                bounded.row(++number);
                if (token == JsonToken.FIELD_NAME) {
                    table = parser.currentName();
                } else if (token == JsonToken.START_OBJECT && parser.getParsingContext().getParent().inRoot()) {
                    table = first(parser);
                } else if (token == JsonToken.START_OBJECT) {
                    object(table, parser.readValueAsTree());
                }
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableImport("it is no JSON" + (e.getLocation() == null ? "" : " from line "
                    + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + " on"));
        }
    }

    /** An object in no array: the tables by name, of which the first one's array begins then, or a row. */
    private String first(JsonParser parser) throws IOException {
        ObjectNode row = JsonRows.MANY.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                return name;
            }
            row.set(name, parser.readValueAsTree());
        }
        object("", row);
        return "";
    }

    private void object(String table, JsonNode json) throws IOException {
        String of = COLUMNS.containsKey(table) ? table : json.has("ki") ? AUC
                : json.has(IMS_SUBSCRIBER + "_id") || json.has("msisdn_list") ? IMS_SUBSCRIBER
                : json.has(SUBSCRIBER + "_id") || json.has("auc_id") ? SUBSCRIBER : "";
        if (!scratch.knows(of)) {
            return;
        }
        List<String> columns = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = json.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            columns.add(field.getKey());
            values.add(field.getValue().isNull() ? null : field.getValue().asText().getBytes(StandardCharsets.UTF_8));
        }
        scratch.add(of, columns, values);
    }
}
