package org.calliope.ims.hss.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entity tags of an If-Match or If-None-Match header (RFC 9110 13.1.1, 13.1.2).
 *
 * @param any    the header is {@code *}
 * @param strong opaque tags without their quotes
 * @param weak   those with W/ before them
 */
record Tags(boolean any, List<String> strong, List<String> weak) {

    // RFC 9110 8.8.3: entity-tag, and the comma of a list
    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"\\s*(,|$)");

    static Tags parse(String header) {
        if (header.strip().equals("*")) {
            return new Tags(true, List.of(), List.of());
        }
        List<String> strong = new ArrayList<>();
        List<String> weak = new ArrayList<>();
        Matcher tags = TAG.matcher(header);
        int end = 0;
        while (end < header.length() && tags.find(end) && tags.start() == end) {
            (tags.group(1) == null ? strong : weak).add(tags.group(2));
            end = tags.end();
        }
        if (end < header.length() || strong.isEmpty() && weak.isEmpty()) {
            throw new ApiRefusal(400, "invalid", "an entity tag stands in quotes, as \"0123abcd\" of the ETag header");
        }
        return new Tags(false, strong, weak);
    }

    /** By the strong comparison, as If-Match wants it (RFC 9110 8.8.3.2). */
    boolean match(String tag) {
        return any || strong.contains(tag);
    }

    /** By the weak comparison, as If-None-Match wants it. */
    boolean matchWeakly(String tag) {
        return match(tag) || weak.contains(tag);
    }
}
