package org.calliope.ims.hss.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the subscriber data lives.
 *
 * @param url      a JDBC URL of H2 or MariaDB
 * @param user     the database's user
 * @param password the database's password, never printed
 * @param poolSize connections kept, 1..100
 */
public record DatabaseAddress(String url, String user, String password, int poolSize) {

    private static final String H2 = "jdbc:h2:";
    private static final String H2_FILE = H2 + "file:";
    /**
     * H2 gives the result of a query again when it takes its tables for unchanged; it notes the change before others see
     * it, so that a query in between is given again afterwards, and a document that somebody has just changed looks as
     * before.
     */
    private static final String NO_OLD_RESULTS = ";OPTIMIZE_REUSE_RESULTS=FALSE";

    /** Checks that the URL names a database this store is tested with. */
    public DatabaseAddress {
        if (!url.startsWith(H2) && !url.startsWith("jdbc:mariadb:")) {
            throw new IllegalArgumentException("database-url must start with jdbc:mariadb: or jdbc:h2:");
        }
        if (poolSize < 1 || poolSize > 100) {
            throw new IllegalArgumentException("database-pool-size must be 1..100");
        }
        if (url.startsWith(H2) && !url.contains(NO_OLD_RESULTS)) {
            url += NO_OLD_RESULTS;
        }
    }

    /**
     * An H2 database in one file, {@code hss.mv.db} below the folder. What was committed half a second before a
     * crash is on disk; a crash never leaves a torn file, because H2 only appends (its WRITE_DELAY, kept at the
     * default: a flush for each of several hundred registrations a second would cost more than all else). The
     * hot path has more statements than H2 keeps compiled for a connection by default.
     *
     * <p>The cache (KiB) holds the pages of some 150,000 subscribers, as objects: what is read anew for each request is
     * a third of its CPU time. The file may be half garbage before its pages are written anew: sequence numbers change
     * all over it, and at H2's 90 % that went on without end.
     */
    public static DatabaseAddress embedded(Path folder, int poolSize) {
        return new DatabaseAddress(H2_FILE + folder.toAbsolutePath().resolve("hss")
                + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=5000;QUERY_CACHE_SIZE=64"
                + ";CACHE_SIZE=262144;AUTO_COMPACT_FILL_RATE=50", "sa", "", poolSize);
    }

    /** The file of an embedded database. */
    Optional<Path> embeddedFile() {
        if (!url.startsWith(H2_FILE)) {
            return Optional.empty();
        }
        int end = url.indexOf(';');
        return Optional.of(Path.of(url.substring(H2_FILE.length(), end < 0 ? url.length() : end) + ".mv.db")
                .toAbsolutePath());
    }

    boolean h2() {
        return url.startsWith(H2);
    }

    /** What a log or a page may say about it: no parameters, no user, no password. */
    public String label() {
        int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
        int semicolon = url.indexOf(';');
        String bare = url.substring("jdbc:".length(), semicolon < 0 ? end : Math.min(end, semicolon));
        return embeddedFile().map(file -> "H2 file " + file.getParent().getFileName() + "/" + file.getFileName())
                .orElse(bare);
    }

    @Override
    public String toString() {
        return "DatabaseAddress[" + label() + "]";
    }
}
