package org.calliope.ims.pcscf;

import java.util.Locale;
import java.util.Set;

/**
 * Takes the keys that an S-CSCF hands to the P-CSCF, ck and ik of TS 24.229 7.2A.1, out of a WWW-Authenticate header:
 * no UE may see them on the air (TS 33.203 6.1.1, TS 24.229 5.2.2.2). Pure.
 */
final class ChallengeKeys {

    private static final Set<String> KEYS = Set.of("ck", "ik");

    private ChallengeKeys() {
    }

    /** @return the header as it was, without the keys */
    static String removed(String header) {
        int blank = header.indexOf(' ');
        if (blank < 0) {
            return header;
        }
        StringBuilder kept = new StringBuilder(header.length());
        int start = blank + 1;
        while (start < header.length()) {
            int end = endOfParameter(header, start);
            String parameter = header.substring(start, end).strip();
            if (!parameter.isEmpty() && !isKey(parameter)) {
                kept.append(kept.isEmpty() ? "" : ",").append(parameter);
            }
            start = end + 1;
        }
        return header.substring(0, blank + 1) + kept;
    }

    private static boolean isKey(String parameter) {
        int equals = parameter.indexOf('=');
        return KEYS.contains(parameter.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT));
    }

    private static int endOfParameter(String header, int start) {
        boolean quoted = false;
        for (int i = start; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return header.length();
    }
}
