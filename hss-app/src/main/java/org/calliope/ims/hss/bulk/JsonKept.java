package org.calliope.ims.hss.bulk;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.calliope.ims.hss.api.DocumentJson;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.ImportRow.InactiveDsai;
import org.calliope.ims.hss.store.ImportRow.Item;
import org.calliope.ims.hss.store.ImportRow.Repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What application servers keep as objects of JSON: repository data, and DSAIs that are inactive. Any thread. */
final class JsonKept {

    static final String REPOSITORY = "repository-data";
    static final String INACTIVE = "inactive-dsais";

    private static final String IDENTITY = "identity";
    private static final String SERVICE = "service";
    private static final String SEQUENCE = "sequenceNumber";
    private static final String DATA = "data";
    private static final String SERVER = "serverName";
    private static final String TAG = "tag";
    private static final Map<String, List<String>> FIELDS = Map.of(REPOSITORY, List.of(IDENTITY, SERVICE, SEQUENCE, DATA),
            INACTIVE, List.of(IDENTITY, SERVER, TAG));

    private JsonKept() { }

    static boolean is(String kind) {
        return FIELDS.containsKey(kind);
    }

    /** @throws IllegalArgumentException when it is none; the message says why */
    static ImportRow row(long number, String kind, ObjectNode object) {
        Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        FIELDS.get(kind).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("it has no field " + unknown.iterator().next());
        }
        return kind.equals(INACTIVE)
                ? ImportRow.inactive(number, text(object, IDENTITY), text(object, SERVER), text(object, TAG))
                : ImportRow.repository(number, text(object, IDENTITY), text(object, SERVICE), sequence(object),
                        text(object, DATA));
    }

    private static String text(ObjectNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be a string");
        }
        return value.textValue();
    }

    private static int sequence(ObjectNode object) {
        if (!object.path(SEQUENCE).canConvertToInt() || !object.path(SEQUENCE).isIntegralNumber()) {
            throw new IllegalArgumentException(SEQUENCE + " must be a whole number");
        }
        return object.path(SEQUENCE).intValue();
    }

    /** The object that {@link #row} reads, without its kind. */
    static ObjectNode write(Item item) {
        ObjectNode object = DocumentJson.MAPPER.createObjectNode();
        if (item instanceof Repository of) {
            return object.put(IDENTITY, of.identity()).put(SERVICE, of.data().serviceIndication())
                    .put(SEQUENCE, of.data().sequenceNumber()).put(DATA, of.data().serviceData().orElseThrow());
        }
        InactiveDsai of = (InactiveDsai) item;
        return object.put(IDENTITY, of.identity()).put(SERVER, of.serverName()).put(TAG, of.tag());
    }
}
