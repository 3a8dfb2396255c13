package org.calliope.ims.hss.store;

import java.util.Optional;

import org.calliope.ims.hss.model.Named;

/**
 * A row of an import.
 *
 * @param number   as the one who looks into the file counts
 * @param identity what the report calls it
 * @param item     what to write; empty when it cannot be
 * @param reason   why it cannot be; or, beside an item, what of it was left out; "" for neither
 */
public record ImportRow(long number, String identity, Optional<Item<?>> item, String reason) {

    /** A document with its kind. */
    public record Item<T extends Named>(Kind<T> kind, T document) { }

    /** One to write. */
    public static <T extends Named> ImportRow of(long number, Kind<T> kind, T document) {
        return new ImportRow(number, document.name(), Optional.of(new Item<>(kind, document)), "");
    }

    /** The same, from which something was left out. */
    public ImportRow noting(String left) {
        return new ImportRow(number, identity, item, left);
    }

    /** One that cannot be written. */
    public static ImportRow rejected(long number, String identity, String reason) {
        return new ImportRow(number, identity, Optional.empty(), reason);
    }
}
