package org.calliope.ims.hss.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.calliope.ims.hss.store.Kind;

import com.fasterxml.jackson.databind.JsonNode;

/** Examples of bodies, which stand in {@code examples.json}: added in the order of the kinds, all are accepted. */
final class Examples {

    private static final JsonNode ALL = read();

    private Examples() {
    }

    private static JsonNode read() {
        try (InputStream in = Examples.class.getResourceAsStream("examples.json")) {
            return DocumentJson.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode document(Kind<?> kind) {
        return named("documents").path(kind.path());
    }

    static JsonNode patch(Kind<?> kind) {
        return named("patches").path(kind.path());
    }

    static JsonNode named(String name) {
        return ALL.path(name);
    }
}
