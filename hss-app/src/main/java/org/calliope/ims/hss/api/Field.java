package org.calliope.ims.hss.api;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A field of an object, named as the component of its record.
 *
 * @param description for people who read the schema
 */
record Field<T>(String name, boolean required, Form<T> form, String description) {

    static <T> Field<T> required(String name, Form<T> form, String description) {
        return new Field<>(name, true, form, description);
    }

    static <T> Field<T> optional(String name, Form<T> form, String description) {
        return new Field<>(name, false, form, description);
    }

    /** Null counts as left out. */
    T read(JsonNode object, Place at) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isNull()) {
            return form.read(value, at.at(name));
        }
        if (required) {
            throw at.at(name).refusal(name + " is missing");
        }
        return form.absent();
    }

    @SuppressWarnings("unchecked") // the component of the record has the type of the form
    void write(ObjectNode object, Object value) {
        if (!value.equals(Optional.empty())) {
            object.set(name, form.write((T) value));
        }
    }

    ObjectNode schema() {
        return form.schema().put("description", description);
    }
}
