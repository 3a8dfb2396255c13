package org.calliope.ims.pcscf;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.calliope.ims.element.Identities;

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
        return header.substring(0, blank + 1) + Identities.list(header.substring(blank + 1)).stream()
                .filter(parameter -> !isKey(parameter)).collect(Collectors.joining(","));
    }

    private static boolean isKey(String parameter) {
        int equals = parameter.indexOf('=');
        return KEYS.contains(parameter.substring(0, Math.max(equals, 0)).strip().toLowerCase(Locale.ROOT));
    }
}
