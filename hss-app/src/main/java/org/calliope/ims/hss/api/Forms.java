package org.calliope.ims.hss.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Forms of values that are no objects. */
final class Forms {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Forms() {
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    private static ObjectNode schemaOf(String type) {
        return object().put("type", type);
    }

    /** @param longest characters */
    static Form<String> text(int longest) {
        return new Text(longest);
    }

    private record Text(int longest) implements Form<String> {

        @Override
        public String read(JsonNode json, Place at) {
            if (!json.isTextual()) {
                throw at.refusal("must be a text");
            }
            if (json.textValue().length() > longest) {
                throw at.refusal("is longer than " + longest + " characters");
            }
            return json.textValue();
        }

        @Override
        public JsonNode write(String value) {
            return TextNode.valueOf(value);
        }

        @Override
        public String absent() {
            return "";
        }

        @Override
        public ObjectNode schema() {
            return schemaOf("string").put("maxLength", longest);
        }
    }

    static Form<Boolean> flag(boolean absent) {
        return new Flag(absent);
    }

    private record Flag(boolean otherwise) implements Form<Boolean> {

        @Override
        public Boolean read(JsonNode json, Place at) {
            if (!json.isBoolean()) {
                throw at.refusal("must be true or false");
            }
            return json.booleanValue();
        }

        @Override
        public JsonNode write(Boolean value) {
            return BooleanNode.valueOf(value);
        }

        @Override
        public Boolean absent() {
            return otherwise;
        }

        @Override
        public ObjectNode schema() {
            return schemaOf("boolean").put("default", otherwise);
        }
    }

    /** A number of 0 to 2^31-1. */
    static Form<Integer> number() {
        return new Whole<>(Integer.MAX_VALUE, Long::intValue);
    }

    /** A number of 0 to so many. */
    static Form<Long> number(long most) {
        return new Whole<>(most, Function.identity());
    }

    private record Whole<N extends Number>(long most, Function<Long, N> type) implements Form<N> {

        @Override
        public N read(JsonNode json, Place at) {
            if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 0
                    || json.longValue() > most) {
                throw at.refusal("must be a number of 0 to " + most);
            }
            return type.apply(json.longValue());
        }

        @Override
        public JsonNode write(N value) {
            return LongNode.valueOf(value.longValue());
        }

        @Override
        public N absent() {
            return type.apply(0L);
        }

        @Override
        public ObjectNode schema() {
            return schemaOf("integer").put("minimum", 0).put("maximum", most);
        }
    }

    /** One of the constants; the first when it is left out. */
    static <E extends Enum<E>> Form<E> choice(Class<E> of) {
        return new Choice<>(List.of(of.getEnumConstants()));
    }

    private record Choice<E extends Enum<E>>(List<E> all) implements Form<E> {

        @Override
        public E read(JsonNode json, Place at) {
            return all.stream().filter(one -> json.isTextual() && one.name().equals(json.textValue())).findFirst()
                    .orElseThrow(() -> at.refusal("must be one of "
                            + all.stream().map(Enum::name).collect(Collectors.joining(", "))));
        }

        @Override
        public JsonNode write(E value) {
            return TextNode.valueOf(value.name());
        }

        @Override
        public E absent() {
            return all.get(0);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = schemaOf("string");
            ArrayNode names = schema.putArray("enum");
            all.forEach(one -> names.add(one.name()));
            return schema.put("default", all.get(0).name());
        }
    }

    /** An array of at most so many. */
    static <T> Form<List<T>> many(Form<T> of, int most) {
        return new Many<>(of, most);
    }

    private record Many<T>(Form<T> of, int most) implements Form<List<T>> {

        @Override
        public List<T> read(JsonNode json, Place at) {
            if (!json.isArray()) {
                throw at.refusal("must be an array");
            }
            if (json.size() > most) {
                throw at.refusal("has more than " + most + " entries");
            }
            List<T> all = new ArrayList<>(json.size());
            for (int i = 0; i < json.size(); i++) {
                all.add(of.read(json.get(i), at.at(i)));
            }
            return all;
        }

        @Override
        public JsonNode write(List<T> values) {
            ArrayNode all = NODES.arrayNode(values.size());
            values.forEach(value -> all.add(of.write(value)));
            return all;
        }

        @Override
        public List<T> absent() {
            return List.of();
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = schemaOf("array").put("maxItems", most);
            schema.set("items", of.schema());
            return schema;
        }
    }

    /** What may be left out for good. */
    static <T> Form<Optional<T>> maybe(Form<T> of) {
        return new Maybe<>(of);
    }

    private record Maybe<T>(Form<T> of) implements Form<Optional<T>> {

        @Override
        public Optional<T> read(JsonNode json, Place at) {
            return Optional.of(of.read(json, at));
        }

        @Override
        public JsonNode write(Optional<T> value) {
            return value.map(of::write).orElse(NODES.nullNode());
        }

        @Override
        public Optional<T> absent() {
            return Optional.empty();
        }

        @Override
        public ObjectNode schema() {
            return of.schema();
        }
    }

    /** Refuses what is no object or has other fields than these. */
    static void checkFields(JsonNode json, List<String> known, Place at) {
        if (!json.isObject()) {
            throw at.refusal("must be an object");
        }
        Iterable<String> names = json::fieldNames;
        for (String name : names) {
            if (!known.contains(name)) {
                throw at.at(name).refusal("there is no such field here; known are " + String.join(", ", known));
            }
        }
    }

    static List<String> names(Field<?>... fields) {
        return Stream.of(fields).map(Field::name).toList();
    }
}
