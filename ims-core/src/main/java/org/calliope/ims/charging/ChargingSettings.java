package org.calliope.ims.charging;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

/**
 * conf/charging.properties.
 *
 * @param formats  of the files: {@code json} (a record a line), {@code csv}, or both; none for no records
 * @param fileSize octets after which a new file is begun, 1024 and more
 * @param fileTime time after which a new file is begun
 * @param keep     how long a file is kept that is complete; zero for ever
 * @param sync     whether a record is on the disk, so that it outlives a power failure, before the session is forgotten
 */
public record ChargingSettings(@Default("json") List<String> formats, @Default("16777216") long fileSize,
                               @Default("1h") Duration fileTime, @Default("30d") Duration keep,
                               @Default("true") boolean sync) {

    /** Name of the file. */
    public static final String FILE = "charging.properties";
    private static final long SMALLEST = 1024;

    public ChargingSettings {
        formats = List.copyOf(formats);
        formats.forEach(RecordFormat::of);
        if (fileSize < SMALLEST || fileTime.toSeconds() < 1) {
            throw new IllegalArgumentException("file-size must be 1024 or more, and file-time 1s or more");
        }
    }
}
