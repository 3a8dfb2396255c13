package org.calliope.ims.gruu;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The parameter "gr" of a SIP URI, RFC 5627 8. Pure. */
final class GruuParameter {

    private static final String NAME = "gr";

    private GruuParameter() {
    }

    /** @return its value, "" when it has none; nothing when the URI has no such parameter */
    static Optional<String> of(String uri) {
        int headers = uri.indexOf('?', uri.indexOf('@') + 1);
        String[] parts = afterUser(headers < 0 ? uri : uri.substring(0, headers)).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            if (name.strip().equalsIgnoreCase(NAME)) {
                return equals < 0 ? Optional.of("") : decoded(parts[i].substring(equals + 1).strip());
            }
        }
        return Optional.empty();
    }

    /** @return host and what follows: the user part may have semicolons of its own */
    private static String afterUser(String uri) {
        return uri.substring(uri.lastIndexOf('@') + 1);
    }

    // a plus sign is itself in a URI
    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
