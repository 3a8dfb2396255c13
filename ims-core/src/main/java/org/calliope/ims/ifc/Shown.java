package org.calliope.ims.ifc;

import java.util.Locale;

/** What was looked at in a request, for people: not too long, and without what would help to impersonate its sender. */
final class Shown {

    private static final int LONGEST = 300;
    private static final String MASK = "***";

    private Shown() {
    }

    static String header(String name, Iterable<String> values) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secret = lower.endsWith("authorization") || lower.endsWith("authenticate")
                || lower.endsWith("authentication-info"); // RFC 3261 22, RFC 8760
        return secret && values.iterator().hasNext() ? MASK : joined(values);
    }

    static String joined(Iterable<String> values) {
        StringBuilder joined = new StringBuilder();
        for (String value : values) {
            joined.append(joined.length() == 0 ? "" : "; ").append(value);
            if (joined.length() > LONGEST) {
                joined.setLength(LONGEST);
                return joined.append('…').toString();
            }
        }
        return joined.toString();
    }
}
