package org.calliope.ims.hss.bulk;

/**
 * How much an import may be.
 *
 * @param largestFile     bytes, 1 and more
 * @param mostRows        rows of a file, 1 and more
 * @param mostWaiting     imports that wait for their turn, 1 and more
 * @param repositoryBytes of repository data of one service, in UTF-8, 1 and more
 */
public record ImportBounds(long largestFile, long mostRows, int mostWaiting, int repositoryBytes) {

    /** 1 GiB, ten million rows, twenty imports that wait, and 64 KiB of repository data of one service. */
    public static final ImportBounds DEFAULT = new ImportBounds(1L << 30, 10_000_000, 20, 1 << 16);

    /** Checks them. */
    public ImportBounds {
        if (largestFile < 1 || mostRows < 1 || mostWaiting < 1 || repositoryBytes < 1) {
            throw new IllegalArgumentException("bounds of an import are 1 and more");
        }
    }

    /** The same for files of so many bytes. */
    public ImportBounds largest(long bytes) {
        return new ImportBounds(bytes, mostRows, mostWaiting, repositoryBytes);
    }

    /** The same with repository data of so many bytes. */
    public ImportBounds repository(int bytes) {
        return new ImportBounds(largestFile, mostRows, mostWaiting, bytes);
    }
}
