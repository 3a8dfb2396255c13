package org.calliope.ims.hss.bulk;

/**
 * How much an import may be.
 *
 * @param largestFile bytes, 1 and more
 * @param mostRows    rows of a file, 1 and more
 * @param mostWaiting imports that wait for their turn, 1 and more
 */
public record ImportBounds(long largestFile, long mostRows, int mostWaiting) {

    /** 1 GiB, ten million rows, and twenty imports that wait. */
    public static final ImportBounds DEFAULT = new ImportBounds(1L << 30, 10_000_000, 20);

    /** Checks them. */
    public ImportBounds {
        if (largestFile < 1 || mostRows < 1 || mostWaiting < 1) {
            throw new IllegalArgumentException("bounds of an import are 1 and more");
        }
    }

    /** The same for files of so many bytes. */
    public ImportBounds largest(long bytes) {
        return new ImportBounds(bytes, mostRows, mostWaiting);
    }
}
