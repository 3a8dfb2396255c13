package org.calliope.ims.container.sip;

import java.time.Duration;
import java.util.List;

/**
 * What one address may send.
 *
 * @param rate     requests a second outside dialogs; 0: no limit
 * @param ban      how long an address that floods or scans is shut out; zero: never
 * @param scanners what the User-Agent of a scanner contains, without regard to case; empty: nobody is taken for one
 */
public record SourceSettings(int rate, Duration ban, List<String> scanners) {

    /** Copies the list. */
    public SourceSettings {
        scanners = List.copyOf(scanners);
    }
}
