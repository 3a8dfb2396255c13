package org.calliope.ims.hss.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What JSON has for a value: how it is read, written and described. Any thread. */
interface Form<T> {

    /** @throws BadDocument when it is something else */
    T read(JsonNode json, Place at);

    JsonNode write(T value);

    /** What stands for a value that is left out. */
    T absent();

    /** As JSON Schema has it, in the dialect of OpenAPI 3.1. */
    ObjectNode schema();
}
