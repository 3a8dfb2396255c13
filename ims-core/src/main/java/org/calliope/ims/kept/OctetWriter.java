package org.calliope.ims.kept;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** What the encoding of a thing that is kept is made of; {@link OctetReader} reads it. One thread. */
public final class OctetWriter {

    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /** Seven bits an octet, the low ones first: small numbers are short. */
    public OctetWriter number(long value) {
        long left = value;
        while ((left & ~SEVEN_BITS) != 0) {
            out.write((int) (left & SEVEN_BITS | MORE));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    public OctetWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    public OctetWriter text(String text) {
        return octets(text.getBytes(StandardCharsets.UTF_8));
    }

    public OctetWriter octets(byte[] octets) {
        number(octets.length);
        out.writeBytes(octets);
        return this;
    }

    public OctetWriter time(Instant time) {
        return number(time.getEpochSecond()).number(time.getNano());
    }

    public <T> OctetWriter each(Collection<T> values, Consumer<T> one) {
        number(values.size());
        values.forEach(one);
        return this;
    }

    public <T> OctetWriter optional(Optional<T> value, Consumer<T> one) {
        flag(value.isPresent());
        value.ifPresent(one);
        return this;
    }

    public byte[] written() {
        return out.toByteArray();
    }
}
