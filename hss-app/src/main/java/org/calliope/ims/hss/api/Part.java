package org.calliope.ims.hss.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The form of an object that has a name of its own in the description of the interface. */
interface Part<T> extends Form<T> {

    String name();

    /** What {@link #schema} refers to. */
    ObjectNode definition();

    @Override
    default ObjectNode schema() {
        return Forms.object().put("$ref", "#/components/schemas/" + name());
    }

    @Override
    default T absent() {
        throw new IllegalStateException("nothing stands for " + name());
    }
}
