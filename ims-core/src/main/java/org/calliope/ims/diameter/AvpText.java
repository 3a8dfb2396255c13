package org.calliope.ims.diameter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Name;

/** Renders the AVPs of an encoded message for people: one line each, groups in braces, secrets masked. */
final class AvpText {

    private static final String MASK = "***";
    private static final int LOW_MASK = (1 << 24) - 1;
    private static final int DEEPEST = 8;
    private static final int ADDRESS_FAMILY = 2;

    private AvpText() {
    }

    /** @param message with its header; what is broken ends the list with a line that says so */
    static List<String> lines(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        bytes.position(Math.min(Dictionary.HEADER_LENGTH, message.length));
        return lines(bytes, 0);
    }

    private static List<String> lines(ByteBuffer bytes, int depth) {
        List<String> lines = new ArrayList<>();
        try {
            while (bytes.hasRemaining()) {
                lines.add(line(bytes, depth));
            }
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            lines.add("(broken AVP)");
        }
        return lines;
    }

    // RFC 6733 4.1: code, V M P bits and length, vendor when the V bit is set, data, padding to four bytes
    private static String line(ByteBuffer bytes, int depth) {
        int start = bytes.position();
        int code = bytes.getInt();
        int second = bytes.getInt();
        int length = second & LOW_MASK;
        long vendor = second < 0 ? Integer.toUnsignedLong(bytes.getInt()) : 0;
        ByteBuffer data = bytes.slice();
        data.limit(length - (bytes.position() - start));
        int padded = (length + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
        bytes.position(Math.min(start + padded, bytes.limit()));
        Optional<Name> name = Name.of(code, vendor);
        String label = name.map(Name::spelling).orElse("AVP " + code + (vendor == 0 ? "" : " vendor " + vendor));
        return label + ": " + name.map(known -> value(known, data, depth)).orElse(data.remaining() + " bytes");
    }

    private static String value(Name name, ByteBuffer data, int depth) {
        if (name.secret()) {
            return MASK;
        }
        if (name == Name.MSISDN) {
            return Tbcd.decode(Octets.of(bytes(data)));
        }
        return switch (name.type()) {
            case TEXT, OCTETS -> StandardCharsets.UTF_8.decode(data).toString();
            case NUMBER -> number(name, Integer.toUnsignedLong(data.getInt()));
            case SIGNED -> Integer.toString(data.getInt());
            case TIME -> AvpReader.instant(Integer.toUnsignedLong(data.getInt())).toString();
            case ADDRESS -> address(data);
            case GROUP -> depth == DEEPEST ? "…" : "{ " + String.join(", ", lines(data, depth + 1)) + " }";
        };
    }

    private static String number(Name name, long value) {
        if (name != Name.RESULT_CODE && name != Name.EXPERIMENTAL_RESULT_CODE) {
            return Long.toString(value);
        }
        return ResultCode.of((int) value, name == Name.EXPERIMENTAL_RESULT_CODE).map(ResultCode::label)
                .orElse(Long.toString(value));
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static String address(ByteBuffer data) {
        try {
            return InetAddress.getByAddress(bytes(data.position(ADDRESS_FAMILY))).getHostAddress();
        } catch (UnknownHostException bad) {
            return "(no address)";
        }
    }
}
