package org.calliope.ims.hss.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An object with the fields of a record; what the record itself refuses is refused at its place. */
final class Shape<T> implements Part<T> {

    private final Class<T> type;
    private final String description;
    private final List<Field<?>> fields;
    private final List<String> names;
    private final boolean text;
    private final Constructor<T> constructor;

    /** @param fields one for each component, in their order */
    Shape(Class<T> type, String description, Field<?>... fields) {
        this(type, description, false, fields);
    }

    private Shape(Class<T> type, String description, boolean text, Field<?>... fields) {
        this.type = type;
        this.description = description;
        this.fields = List.of(fields);
        this.names = Forms.names(fields);
        this.text = text;
        RecordComponent[] components = type.getRecordComponents();
        if (!names.equals(Stream.of(components).map(RecordComponent::getName).toList())) {
            throw new IllegalStateException("the fields of " + type + " are not its components: " + names);
        }
        try {
            this.constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has a canonical constructor", e);
        }
    }

    /** The same, for which a text may stand: the value of its first field. */
    Shape<T> orText() {
        return new Shape<>(type, description, true, fields.toArray(Field<?>[]::new));
    }

    @Override
    public String name() {
        return type.getSimpleName();
    }

    @Override
    public T read(JsonNode json, Place at) {
        if (text && json.isTextual()) {
            return ofText(json, at);
        }
        Forms.checkFields(json, names, at);
        Object[] values = fields.stream().map(field -> field.read(json, at)).toArray();
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal(refusal.getMessage(), json, at);
            }
            throw new IllegalStateException(type + " is not to be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not to be made", e);
        }
    }

    private T ofText(JsonNode json, Place at) {
        try {
            return read(Forms.object().set(names.get(0), json), at);
        } catch (BadDocument e) {
            throw at.refusal(e.getMessage()); // there is no field to point to
        }
    }

    /** A record names the field first that it refuses, when it is one; else the object is wrong as a whole. */
    private BadDocument refusal(String why, JsonNode json, Place at) {
        String first = why.split(" ", 2)[0];
        return (names.contains(first) && json.has(first) ? at.at(first) : at).refusal(why);
    }

    @Override
    public JsonNode write(T value) {
        ObjectNode object = Forms.object();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            try {
                fields.get(i).write(object, components[i].getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("every component has an accessor", e);
            }
        }
        return object;
    }

    @Override
    public ObjectNode definition() {
        ObjectNode object = Forms.object().put("type", "object").put("description", description)
                .put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        fields.forEach(field -> properties.set(field.name(), field.schema()));
        List<String> required = fields.stream().filter(Field::required).map(Field::name).toList();
        if (!required.isEmpty()) {
            ArrayNode all = object.putArray("required");
            required.forEach(all::add);
        }
        if (!text) {
            return object;
        }
        ObjectNode either = Forms.object().put("description", description);
        either.putArray("oneOf").add(object).add(fields.get(0).schema());
        return either;
    }
}
