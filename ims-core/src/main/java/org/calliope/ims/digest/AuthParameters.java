package org.calliope.ims.digest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters of a Digest header (RFC 7616 3.3 and 3.4, RFC 3261 25.1): names in lower case, values unquoted. */
final class AuthParameters {

    private static final String SCHEME = "digest";
    /** What a client of any use sends is a tenth of it: a user name, a realm, a URI, some hashes. */
    private static final int LONGEST = 4096;

    private final String text;
    private int at;

    private AuthParameters(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is no Digest header, or a parameter is broken or stands twice */
    static Map<String, String> parse(String header) {
        bounded(header);
        String text = header.strip();
        int scheme = SCHEME.length();
        if (text.length() <= scheme || !text.substring(0, scheme).equalsIgnoreCase(SCHEME)
                || !Character.isWhitespace(text.charAt(scheme))) {
            throw new IllegalArgumentException("the authentication scheme is not Digest");
        }
        return new AuthParameters(text.substring(scheme + 1)).parameters();
    }

    /** The parameters of a header that names no scheme, such as Authentication-Info (RFC 7616 3.5). */
    static Map<String, String> parseInfo(String header) {
        bounded(header);
        return new AuthParameters(header).parameters();
    }

    private static void bounded(String header) {
        if (header.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        skip();
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                throw new IllegalArgumentException("Digest parameter without value");
            }
            String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (name.isEmpty() || parameters.put(name, value) != null) {
                throw new IllegalArgumentException("Digest parameter '" + name + "' stands twice or has no name");
            }
            skip();
        }
        return parameters;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        throw new IllegalArgumentException("Digest parameter with an open quote");
    }

    private String token() {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String value = text.substring(at, end).strip();
        at = end;
        return value;
    }

    private void skip() {
        while (at < text.length() && (text.charAt(at) == ',' || Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
    }

    static void quoted(StringBuilder header, String name, String value) {
        if (!value.isEmpty()) {
            header.append(name).append("=\"").append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append("\",");
        }
    }

    static void plain(StringBuilder header, String name, String value) {
        if (!value.isEmpty()) {
            header.append(name).append('=').append(value).append(',');
        }
    }
}
