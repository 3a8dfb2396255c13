package org.calliope.ims.hss.store;

/**
 * What became of a row of an import.
 *
 * @param reason why it was rejected, or what of it was left out; "" for neither
 */
public record ImportOutcome(ImportRow row, Result result, String reason) {

    /** What became of it. */
    public enum Result { ACCEPTED, SKIPPED, REJECTED }

    static ImportOutcome accepted(ImportRow row) {
        return new ImportOutcome(row, Result.ACCEPTED, row.reason());
    }

    static ImportOutcome skipped(ImportRow row) {
        return new ImportOutcome(row, Result.SKIPPED, "");
    }

    static ImportOutcome rejected(ImportRow row, String reason) {
        return new ImportOutcome(row, Result.REJECTED, reason);
    }
}
