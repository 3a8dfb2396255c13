package org.calliope.ims.diameter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.Dictionary.Type;
import org.jdiameter.api.AvpSet;

/** Adds AVPs by name. */
record AvpWriter(AvpSet avps) {

    AvpWriter put(Name name, String value) {
        return put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    AvpWriter put(Name name, byte[] value) {
        avps.addAvp(name.code(), value, name.vendor(), name.mandatory(), false);
        return this;
    }

    AvpWriter put(Name name, long value) {
        avps.addAvp(name.code(), value, name.vendor(), name.mandatory(), false, true);
        return this;
    }

    /** Time, RFC 6733 4.3.1: whole seconds. */
    AvpWriter put(Name name, Instant time) {
        return put(name, AvpReader.wire(time));
    }

    /** Integer32, as no other of our AVPs is. */
    AvpWriter putSigned(Name name, int value) {
        return put(name, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    AvpWriter putUnlessEmpty(Name name, String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    AvpWriter group(Name name, Consumer<AvpWriter> content) {
        content.accept(new AvpWriter(avps.addGroupedAvp(name.code(), name.vendor(), name.mandatory(), false)));
        return this;
    }

    /** RFC 6733 7.5: an AVP that is missing stands in Failed-AVP with its minimum length, zero-filled. */
    AvpWriter example(Name name) {
        if (name.type() == Type.NUMBER || name.type() == Type.TIME) {
            return put(name, 0);
        }
        avps.addAvp(name.code(), new byte[0], name.vendor(), name.mandatory(), false);
        return this;
    }
}
