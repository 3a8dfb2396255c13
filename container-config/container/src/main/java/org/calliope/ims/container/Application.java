package org.calliope.ims.container;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An archive and how it fares. Immutable.
 *
 * @param name    the archive's file name without its ending
 * @param archive the file it was deployed from
 * @param path    the context path, empty for the root application
 * @param sipName its name in the SIP world (JSR 289 15.11), empty when it has no SIP half
 * @param reason  why it failed; empty otherwise
 * @param since   when it came into this state
 */
public record Application(String name, Path archive, State state, String path, String sipName, String reason, Instant since) {

    /** STARTING until it takes requests; FAILED: nothing of it is left but the reason. */
    public enum State { STARTING, RUNNING, FAILED }

    static Application starting(String name, Path archive, String path) {
        return new Application(name, archive, State.STARTING, path, "", "", Instant.now());
    }

    Application running(String inSip) {
        return new Application(name, archive, State.RUNNING, path, inSip, "", Instant.now());
    }

    Application failed(String why) {
        return new Application(name, archive, State.FAILED, path, "", why, Instant.now());
    }

    /** {@code war} or {@code sar}. */
    public String kind() {
        return Archive.ending(archive);
    }
}
