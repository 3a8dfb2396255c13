package org.calliope.ims.testkit.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Cutting header values where the grammar of RFC 3261 25 cuts them: never inside quotes or angle brackets. */
final class Lists {
    private Lists() {}

    /** The parts of a value between the given separator, without surrounding blanks; empty parts are left out. */
    static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int angle = 0;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '<') {
                angle++;
            } else if (!quoted && c == '>') {
                angle--;
            } else if (!quoted && angle <= 0 && c == separator) {
                add(parts, value.substring(start, i));
                start = i + 1;
            }
        }
        add(parts, value.substring(start));
        return parts;
    }

    private static void add(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part.trim());
        }
    }

    /** {@code name=value} pairs; names in lower case, values without their quotes, a flag has the value "". */
    static Map<String, String> parameters(List<String> pairs) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                parameters.put(pair.trim().toLowerCase(Locale.ROOT), "");
            } else {
                parameters.put(pair.substring(0, equals).trim().toLowerCase(Locale.ROOT),
                        unquote(pair.substring(equals + 1).trim()));
            }
        }
        return parameters;
    }

    static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
