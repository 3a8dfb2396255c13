package org.calliope.ims.hss.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.servlet.http.HttpServletRequest;

/** The parameters of an address. Unlike those of the container they never come out of the body, which stays a stream. */
final class Query {

    private static final int LONGEST = 255;

    private final Map<String, String> values = new TreeMap<>();

    /** @throws IllegalArgumentException when there is one that is not among the known ones, or it is no text */
    Query(HttpServletRequest request, List<String> known) {
        String query = request.getQueryString();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw new IllegalArgumentException("there is no such parameter; known are " + String.join(", ", known));
            }
            if (value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(name + " must be up to " + LONGEST
                        + " characters without control characters");
            }
            values.put(name, value);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean flag(String name) {
        return switch (values.getOrDefault(name, "false")) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false");
        };
    }
}
