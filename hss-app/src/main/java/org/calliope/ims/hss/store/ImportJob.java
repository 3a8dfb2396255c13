package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An import as it stands.
 *
 * @param id        1 and more
 * @param request   what was asked for
 * @param file      name of its file in the folder of imports, in which it is until nothing more is to be read
 * @param size      bytes of its file
 * @param sha256    of its file, in hex
 * @param state     what becomes of it
 * @param progress  what of it is committed
 * @param message   why it failed, "" when it did not
 * @param created   when it was handed in
 * @param started   when its first row was read
 * @param ended     when nothing more came to be done
 */
public record ImportJob(long id, Request request, String file, long size, String sha256, State state,
                        Progress progress, String message, Instant created, Optional<Instant> started,
                        Optional<Instant> ended) {

    /** The same, further on. */
    ImportJob at(Progress further) {
        return new ImportJob(id, request, file, size, sha256, state, further, message, created, started, ended);
    }

    /** What becomes of an import. */
    public enum State {
        /** Its turn comes. */
        WAITING,
        /** It is worked off, or would be if the server ran. */
        RUNNING,
        /** Every row was read. */
        DONE,
        /** Its file cannot be read on; what was accepted stays. */
        FAILED,
        /** Somebody ended it; what was accepted stays. */
        CANCELLED;

        /** Whether nothing more is done. */
        public boolean over() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /** What is done with a document that is there already. */
    public enum Existing {
        /** The row is rejected. */
        REFUSE,
        /** It becomes the row's. */
        REPLACE,
        /** It stays as it is. */
        SKIP
    }

    /**
     * What was asked for.
     *
     * @param source name of the file, for people, up to 255 characters
     * @param format one word, up to 16 characters
     * @param dryRun everything is checked and nothing written
     * @param shared documents that subscriptions refer to may be among the rows; else those are rejected
     */
    public record Request(String source, String format, boolean dryRun, Existing existing, boolean shared,
                          Actor actor) { }

    /**
     * What is committed.
     *
     * @param rows        read so far; the next one to read is the one after them
     * @param accepted    of them written, or that would be
     * @param skipped     of them there already
     * @param rejected    of them with a reason in the report
     * @param reportBytes length of the report
     */
    public record Progress(long rows, long accepted, long skipped, long rejected, long reportBytes) {

        /** Before the first row. */
        public static final Progress NONE = new Progress(0, 0, 0, 0, 0);
    }
}
