package org.calliope.ims.charging;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;
import org.calliope.ims.diameter.PeerAddress;
import org.calliope.ims.rf.ChargingFunctions;

/**
 * conf/charging.properties.
 *
 * @param formats         of the files: {@code json} (a record a line), {@code csv}, or both; none for no records
 * @param fileSize        octets after which a new file is begun, 1024 and more
 * @param fileTime        time after which a new file is begun
 * @param keep            how long a file is kept that is complete; zero for ever
 * @param sync            whether a record is on the disk, so that it outlives a power failure, before the session is
 *                        forgotten
 * @param functions       charging functions that are told over Diameter, the first while it is there, each as {@link
 *                        ChargingFunctions#parse} has it; none for no Rf
 * @param functionRealm   realm of the charging functions, "" for the home domain
 * @param functionTimeout how long a charging function has to answer, 100ms and more
 * @param functionRetry   how long one is left alone that gave no answer, or one to try again, 100ms and more
 * @param interimInterval how often a session that goes on is told, when the charging function does not say it, whole
 *                        seconds; zero for never
 * @param bufferBytes     what may wait for a charging function, encoded, in memory and in the file behind it, 1024 and more
 */
public record ChargingSettings(@Default("json") List<String> formats, @Default("16777216") long fileSize,
                               @Default("1h") Duration fileTime, @Default("30d") Duration keep,
                               @Default("true") boolean sync, @Default("") List<String> functions,
                               @Default("") String functionRealm, @Default("4s") Duration functionTimeout,
                               @Default("10s") Duration functionRetry, @Default("30m") Duration interimInterval,
                               @Default("67108864") long bufferBytes) {

    /** Name of the file. */
    public static final String FILE = "charging.properties";
    private static final long SMALLEST = 1024;
    private static final long SHORTEST_MILLIS = 100;

    public ChargingSettings {
        formats = List.copyOf(formats);
        functions = List.copyOf(functions);
        formats.forEach(RecordFormat::of);
        ChargingFunctions.parse(functions);
        if (fileSize < SMALLEST || fileTime.toSeconds() < 1) {
            throw new IllegalArgumentException("file-size must be 1024 or more, and file-time 1s or more");
        }
        if (functionTimeout.toMillis() < SHORTEST_MILLIS || functionRetry.toMillis() < SHORTEST_MILLIS || bufferBytes < SMALLEST) {
            throw new IllegalArgumentException(
                    "function-timeout and function-retry must be 100ms or more, and buffer-bytes 1024 or more");
        }
    }

    /** @return the charging functions, the primary first */
    public List<PeerAddress> functionAddresses() {
        return ChargingFunctions.parse(functions);
    }
}
