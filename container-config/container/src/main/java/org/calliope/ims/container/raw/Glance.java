package org.calliope.ims.container.raw;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A look at the bytes of a SIP message (RFC 3261 7) for the few facts that decide whether it is worth parsing. What it
 * can not make out is simply not there. Valid as long as the bytes are; one thread.
 */
public final class Glance {

    private static final String RESPONSE = "SIP/";

    private final byte[] bytes;
    private final int length;

    /** @param length bytes that belong to the message */
    public Glance(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Whether there are line ends alone, or nothing: a keep-alive (RFC 5626 3.5.1, RFC 7118 6). */
    public static boolean isBlank(byte[] bytes, int length) {
        for (int at = 0; at < length; at++) {
            if (bytes[at] != '\r' && bytes[at] != '\n') {
                return false;
            }
        }
        return true;
    }

    /** Whether it may be one; what is no message at all may be too. */
    public boolean isRequest() {
        return length > 0 && bytes[0] >= 'A' && !startsWith(0, RESPONSE);
    }

    /** Whether it is a request with this method. */
    public boolean is(String method) {
        return startsWith(0, method) && length > method.length() && bytes[method.length()] == ' ';
    }

    String method() {
        return text(0, Math.max(0, indexOf(' ', 0, length)));
    }

    /** The Request-URI as it stands there. */
    public String requestUri() {
        int from = indexOf(' ', 0, length) + 1;
        int to = from == 0 ? -1 : indexOf(' ', from, lineEnd(from));
        return to < 0 ? "" : text(from, to);
    }

    /** The first value of a header with this name, or with its compact form, which may be the same. */
    public Optional<String> value(String name, String compact) {
        List<String> values = values(name, compact, 1);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The values of all header lines with this name or its compact form, as they stand there but for folding. */
    public List<String> values(String name, String compact) {
        return values(name, compact, Integer.MAX_VALUE);
    }

    private List<String> values(String name, String compact, int most) {
        List<String> values = new ArrayList<>(1);
        for (int start = lineEnd(0) + 1; start < length && values.size() < most; ) {
            int end = foldedEnd(start);
            int from = valueStart(start, end, name);
            from = from < 0 ? valueStart(start, end, compact) : from;
            if (from >= 0) {
                values.add(text(from, end).strip());
            }
            start = end == start || bytes[start] == '\r' ? length : end + 1;
        }
        return values;
    }

    /** Where the value begins when the line has this name; -1 when it has another. */
    private int valueStart(int start, int end, String name) {
        if (!startsWith(start, name)) {
            return -1;
        }
        int colon = start + name.length();
        while (colon < end && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
            colon++;
        }
        return colon < end && bytes[colon] == ':' ? colon + 1 : -1;
    }

    /** RFC 3261 7.3.1: a line that begins with white space goes on with the one before. */
    private int foldedEnd(int start) {
        int end = lineEnd(start);
        while (end + 1 < length && (bytes[end + 1] == ' ' || bytes[end + 1] == '\t')) {
            end = lineEnd(end + 1);
        }
        return end;
    }

    private int lineEnd(int start) {
        int at = indexOf('\n', start, length);
        return at < 0 ? length : at;
    }

    private int indexOf(char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Letters are compared without their case. */
    private boolean startsWith(int start, String word) {
        if (length - start < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int difference = bytes[start + i] ^ word.charAt(i);
            if (difference != 0 && (difference != 0x20 || !Character.isLetter(word.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replace("\r\n", "");
    }

    /** The Call-ID; empty when it has none. */
    public String callId() {
        return value("Call-ID", "i").orElse("");
    }

    /** The tag of the To header; empty when it has none. */
    public String toTag() {
        String to = value("To", "t").orElse("");
        return parameter(to.substring(to.lastIndexOf('>') + 1), "tag");
    }

    /** The branch of the topmost Via, in lower case as the stack knows transactions; empty when it has none. */
    public String branch() {
        return value("Via", "v").map(via -> parameter(first(via), "branch").toLowerCase(Locale.ROOT)).orElse("");
    }

    /** RFC 3261 17.2.3: branch, sent-by and method, in the form of {@link #transaction(String, String, String, int, String)}. */
    public String transaction() {
        Optional<ViaText> via = ViaText.of(first(value("Via", "v").orElse("")));
        return via.map(v -> transaction(branch(), v.transport(), v.host(), v.port(), method())).orElse("");
    }

    /** @param port -1 when the Via names none */
    public static String transaction(String branch, String transport, String host, int port, String method) {
        return branch + '/' + transport.toLowerCase(Locale.ROOT) + '/' + host + ':' + port + '/' + method;
    }

    /** The first of the values that a line may have, separated by commas outside quotes. */
    static String first(String values) {
        boolean quoted = false;
        for (int i = 0; i < values.length(); i++) {
            char c = values.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                return values.substring(0, i);
            }
        }
        return values;
    }

    /** The value of a parameter of the form {@code ;name=value}; empty when it is not there. */
    static String parameter(String parameters, String name) {
        for (int at = parameters.indexOf(';'); at >= 0; at = parameters.indexOf(';', at + 1)) {
            int end = parameters.indexOf(';', at + 1);
            String[] pair = parameters.substring(at + 1, end < 0 ? parameters.length() : end).split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase(name)) {
                return pair[1].strip();
            }
        }
        return "";
    }
}
