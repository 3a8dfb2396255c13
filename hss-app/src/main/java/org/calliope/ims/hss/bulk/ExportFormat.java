package org.calliope.ims.hss.bulk;

import java.util.Locale;
import java.util.Optional;

/** How an export is written; an import reads each. */
public enum ExportFormat {
    /** Subscribers in a table; those that do not fit into its columns are named in it. */
    CSV("text/csv; charset=utf-8"),
    /** Every document, an object a line. */
    JSON("application/x-ndjson");

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Its Content-Type. */
    public String mediaType() {
        return mediaType;
    }

    /** By its name in lower case; empty when there is none. */
    public static Optional<ExportFormat> of(String word) {
        for (ExportFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
