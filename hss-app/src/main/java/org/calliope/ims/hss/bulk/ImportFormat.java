package org.calliope.ims.hss.bulk;

import java.util.Locale;
import java.util.Optional;

/** What a file that is imported holds. */
public enum ImportFormat {
    /** A table, see {@code docs/import.md}. */
    CSV,
    /** Documents as the REST interface has them, in an array or one a line. */
    JSON,
    /** A dump of the database of an FHoSS. */
    FHOSS,
    /** What a pyHSS answers over REST, or a dump of its database. */
    PYHSS;

    /** As addresses and the database name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word; empty when there is none. */
    public static Optional<ImportFormat> of(String word) {
        for (ImportFormat format : values()) {
            if (format.word().equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
