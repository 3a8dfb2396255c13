package org.calliope.ims.kept;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads what {@link OctetWriter} wrote and believes none of it: nothing is taken that is not there, and nothing is
 * reserved for what is only announced. What is wrong is an {@link IllegalArgumentException}. One thread.
 */
public final class OctetReader {

    private static final int SEVEN_BITS = 0x7f;
    private static final int BITS = 7;
    /** For more than so many there is room when they come. */
    private static final int MANY = 16;
    /** What Java reads in place of octets that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';
    private static final long NANOS_A_SECOND = 1_000_000_000;

    /** Of so many texts of a record those that follow are looked for: it names its identities and addresses again. */
    private static final int TEXTS = 16;

    private final ByteBuffer in;
    private final String[] texts = new String[TEXTS];
    private int read;

    public OctetReader(byte[] octets) {
        in = ByteBuffer.wrap(octets);
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("it ends too early");
            }
            byte next = in.get();
            value |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }

    public int small() {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a number is too large: " + value);
        }
        return (int) value;
    }

    public boolean flag() {
        long value = number();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("neither yes nor no: " + value);
        }
        return value == 1;
    }

    /** Equal ones may be the same: there are as many records as users, and their texts are most of what they take. */
    public String text() {
        int length = length();
        int start = in.position();
        in.position(start + length);
        for (int i = 0; i < read; i++) {
            if (isHere(texts[i], start, length)) {
                return texts[i];
            }
        }
        String text = text(start, length);
        if (read < TEXTS) {
            texts[read++] = text;
        }
        return text;
    }

    /** Whether this is the text: its octets are its characters, as in nearly all that a record has. */
    private boolean isHere(String text, int start, int length) {
        if (text.length() != length) {
            return false;
        }
        byte[] octets = in.array();
        int at = 0;
        while (at < length && text.charAt(at) == octets[start + at]) {
            at++;
        }
        return at == length;
    }

    private String text(int start, int length) {
        String text = new String(in.array(), start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) { // it stands there, or in place of what is none
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.array(), start, length)).toString();
            } catch (CharacterCodingException bad) {
                throw new IllegalArgumentException("a text is no UTF-8", bad);
            }
        }
        return text;
    }

    public byte[] octets() {
        byte[] octets = new byte[length()];
        in.get(octets);
        return octets;
    }

    /** Of what follows, which takes an octet each at least. */
    private int length() {
        int length = small();
        if (length > in.remaining()) {
            throw new IllegalArgumentException("it ends too early");
        }
        return length;
    }

    public Instant time() {
        long seconds = number();
        long nanos = number();
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()
                || nanos < 0 || nanos >= NANOS_A_SECOND) {
            throw new IllegalArgumentException("no time: " + seconds + ',' + nanos);
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    public <T> List<T> each(Supplier<T> one) {
        int count = length();
        List<T> values = new ArrayList<>(Math.min(count, MANY));
        for (int i = 0; i < count; i++) {
            values.add(one.get());
        }
        return values;
    }

    public <T> Optional<T> optional(Supplier<T> one) {
        return flag() ? Optional.of(one.get()) : Optional.empty();
    }

    public <E extends Enum<E>> E oneOf(E[] values) {
        int ordinal = small();
        if (ordinal >= values.length) {
            throw new IllegalArgumentException("no " + values.getClass().getComponentType().getSimpleName() + ": "
                    + ordinal);
        }
        return values[ordinal];
    }

    /** Nothing may be left over. */
    public void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " octets too many");
        }
    }
}
