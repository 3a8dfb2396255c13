package org.calliope.ims.hss.web;

import java.util.List;
import java.util.Locale;

import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.bulk.ImportFormat;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;

/** What somebody wants imported, and whether they may. */
final class ImportWish {

    private static final List<String> EXISTING = List.of("refuse", "replace", "skip");
    private static final int LONGEST = 255;

    private ImportWish() {
    }

    /**
     * The request by its words.
     *
     * @param name of the file; that of the format when it is ""
     * @throws IllegalArgumentException when there is no such word
     */
    static ImportJob.Request of(String formatWord, String existing, boolean dryRun, String name, Signed by) {
        ImportFormat format = ImportFormat.of(formatWord).orElseThrow(() ->
                new IllegalArgumentException("format must be csv, json, fhoss or pyhss"));
        if (!EXISTING.contains(existing)) {
            throw new IllegalArgumentException("existing must be refuse, replace or skip");
        }
        String source = name.isEmpty() ? format.word() : name.substring(0, Math.min(LONGEST, name.length()));
        return new ImportJob.Request(source, format.word(), dryRun, Existing.valueOf(existing.toUpperCase(Locale.ROOT)),
                by.role().allows(Role.ADMINISTRATOR), new Actor(by.name()));
    }

    /** A dump of an FHoSS has what subscribers share, and all of it: for administrators. */
    static boolean beyond(ImportJob.Request wanted) {
        return wanted.format().equals(ImportFormat.FHOSS.word()) && !wanted.shared();
    }
}
