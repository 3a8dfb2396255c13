package org.calliope.ims.container.dns;

import java.util.Locale;

/**
 * What DNS is asked.
 *
 * @param name in lower case, without a dot at the end
 */
record Question(String name, Kind kind) {

    enum Kind { NAPTR, SRV, A, AAAA }

    Question {
        String lower = name.toLowerCase(Locale.ROOT);
        name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
