package org.calliope.ims.testkit;

import java.time.Duration;

/**
 * The base timers of RFC 3261 17.1.1.1.
 *
 * @param t1 estimate of the round trip; first retransmission interval, and 64 of it end a transaction
 * @param t2 largest interval between retransmissions of a non-INVITE request or of an INVITE's final answer
 */
public record Timers(Duration t1, Duration t2) {
    /** 500 ms and 4 s, as the standard has them. */
    public static Timers standard() {
        return new Timers(Duration.ofMillis(500), Duration.ofSeconds(4));
    }

    /** Timer B, F and H: 64*T1. */
    Duration transactionTimeout() {
        return t1.multipliedBy(64);
    }

    /** The interval that follows another one, for everything that stops growing at T2 (timers E and G). */
    Duration next(Duration interval) {
        Duration doubled = interval.multipliedBy(2);
        return doubled.compareTo(t2) < 0 ? doubled : t2;
    }
}
