package org.calliope.ims.diameter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;

/**
 * Reads AVPs by name. What is missing or not of its type is a {@link DiameterRefusal} with MISSING_AVP,
 * INVALID_AVP_LENGTH or INVALID_AVP_VALUE and the AVP's name, so a server can answer with it.
 */
record AvpReader(AvpSet avps) {

    private static final long EPOCH_1900 = 2_208_988_800L; // seconds, RFC 6733 4.3.1: Time is that of NTP
    private static final long ERA = 1L << 32;
    private static final long FIRST_ERA_STARTS = 1L << 31;

    String text(Name name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(Name name) {
        return read(name, avp -> new String(raw(name, avp), StandardCharsets.UTF_8));
    }

    Octets octets(Name name) {
        return optionalOctets(name).orElseThrow(() -> missing(name));
    }

    Optional<Octets> optionalOctets(Name name) {
        return read(name, avp -> Octets.of(raw(name, avp)));
    }

    List<String> texts(Name name) {
        List<String> texts = new ArrayList<>();
        for (Avp avp : avps.getAvps(name.code(), name.vendor())) {
            texts.add(new String(raw(name, avp), StandardCharsets.UTF_8));
        }
        return texts;
    }

    long number(Name name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    Optional<Long> optionalNumber(Name name) {
        return read(name, avp -> number(name, avp));
    }

    List<Long> numbers(Name name) {
        List<Long> numbers = new ArrayList<>();
        for (Avp avp : avps.getAvps(name.code(), name.vendor())) {
            numbers.add(number(name, avp));
        }
        return numbers;
    }

    OptionalInt optionalInt(Name name, int highest) {
        Avp avp = avps.getAvp(name.code(), name.vendor());
        if (avp == null) {
            return OptionalInt.empty();
        }
        long value = number(name, avp);
        if (value > highest) {
            throw invalid(name);
        }
        return OptionalInt.of((int) value);
    }

    /** @return whether it is 1; an Enumerated with 0 and 1 that is 0 when it is absent */
    boolean flag(Name name) {
        return optionalInt(name, 1).orElse(0) == 1;
    }

    Optional<Instant> optionalTime(Name name) {
        return optionalNumber(name).map(AvpReader::instant);
    }

    /** RFC 6733 4.3.1, RFC 5905: what has not the highest bit is of the era that starts in 2036. */
    static Instant instant(long wire) {
        return Instant.ofEpochSecond((wire < FIRST_ERA_STARTS ? wire + ERA : wire) - EPOCH_1900);
    }

    static long wire(Instant time) {
        return time.getEpochSecond() + EPOCH_1900 & ERA - 1;
    }

    /** An Enumerated whose values are the order of an enum. */
    <E extends Enum<E>> E constant(Name name, Class<E> type) {
        return constant(name, type, number(name));
    }

    <E extends Enum<E>> E constant(Name name, Class<E> type, long value) {
        E[] constants = type.getEnumConstants();
        if (value >= constants.length) {
            throw invalid(name);
        }
        return constants[(int) value];
    }

    <E extends Enum<E>> Optional<E> optionalConstant(Name name, Class<E> type) {
        return optionalNumber(name).map(value -> constant(name, type, value));
    }

    AvpReader group(Name name) {
        return optionalGroup(name).orElseThrow(() -> missing(name));
    }

    Optional<AvpReader> optionalGroup(Name name) {
        return read(name, avp -> group(name, avp));
    }

    List<AvpReader> groups(Name name) {
        List<AvpReader> groups = new ArrayList<>();
        for (Avp avp : avps.getAvps(name.code(), name.vendor())) {
            groups.add(group(name, avp));
        }
        return groups;
    }

    private static AvpReader group(Name name, Avp avp) {
        try {
            return new AvpReader(avp.getGrouped());
        } catch (AvpDataException broken) {
            throw wrongLength(name);
        }
    }

    /** A value whose constructor refuses what is malformed. */
    <T> T parsed(Name name, Function<String, T> parser) {
        return parse(name, text(name), parser);
    }

    static <T> T parse(Name name, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException bad) {
            throw invalid(name);
        }
    }

    boolean has(Name name) {
        return avps.getAvp(name.code(), name.vendor()) != null;
    }

    static DiameterRefusal missing(Name name) {
        return new DiameterRefusal(ResultCode.MISSING_AVP, name.spelling());
    }

    static DiameterRefusal wrongLength(Name name) {
        return new DiameterRefusal(ResultCode.INVALID_AVP_LENGTH, name.spelling());
    }

    static DiameterRefusal invalid(Name name) {
        return new DiameterRefusal(ResultCode.INVALID_AVP_VALUE, name.spelling());
    }

    private <T> Optional<T> read(Name name, Function<Avp, T> value) {
        Avp avp = avps.getAvp(name.code(), name.vendor());
        return avp == null ? Optional.empty() : Optional.of(value.apply(avp));
    }

    private static byte[] raw(Name name, Avp avp) {
        try {
            return avp.getOctetString();
        } catch (AvpDataException broken) {
            throw invalid(name);
        }
    }

    private static long number(Name name, Avp avp) {
        byte[] data = raw(name, avp);
        if (data.length != Integer.BYTES) {
            throw wrongLength(name);
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt());
    }
}
