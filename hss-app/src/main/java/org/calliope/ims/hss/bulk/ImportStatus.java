package org.calliope.ims.hss.bulk;

import java.time.Duration;
import java.util.Optional;

import org.calliope.ims.hss.store.ImportJob;

/**
 * An import with how fast it goes.
 *
 * @param done          how much of its file is committed, 0 to 1
 * @param rowsPerSecond since the server works on it; 0 while it does not
 * @param left          how long it will take yet; empty when nobody can tell
 * @param trouble       why it does not go on at the moment, "" when it does
 */
public record ImportStatus(ImportJob job, double done, double rowsPerSecond, Optional<Duration> left, String trouble) {
}
