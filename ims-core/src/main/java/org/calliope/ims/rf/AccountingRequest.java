package org.calliope.ims.rf;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * What an Accounting-Request of an S-CSCF says (TS 32.299 6.2.2, TS 32.260 6.1). Immutable.
 *
 * @param session  Session-Id, the same in each request of a session
 * @param number   Accounting-Record-Number, from 0 on in each session
 * @param at       Event-Timestamp: when what is told has happened
 * @param interval Acct-Interim-Interval that this node would have; zero when it says nothing of it
 * @param record   what is known of the session or event
 * @param method   SIP-Method that led to this request, "" when none did
 * @param asked    SIP-Request-Timestamp
 * @param answered SIP-Response-Timestamp
 * @param cause    Cause-Code
 */
public record AccountingRequest(String session, RecordType type, int number, Instant at, Duration interval,
                                ChargingRecord record, String method, Optional<Instant> asked, Optional<Instant> answered,
                                Media media, Optional<Integer> cause) {

    byte[] encode() {
        OctetWriter out = new OctetWriter();
        out.text(session).number(type.ordinal()).number(number).time(at).number(interval.toSeconds()).octets(record.encode())
                .text(method).optional(asked, out::time).optional(answered, out::time);
        media.encode(out);
        return out.optional(cause, value -> out.number(value)).written();
    }

    /** @throws IllegalArgumentException when it is none */
    static AccountingRequest decode(byte[] octets) {
        OctetReader in = new OctetReader(octets);
        AccountingRequest request = new AccountingRequest(in.text(), in.oneOf(RecordType.values()), in.small(), in.time(),
                Duration.ofSeconds(in.number()), ChargingRecord.decode(in.octets()), in.text(), in.optional(in::time),
                in.optional(in::time), Media.decode(in), in.optional(() -> (int) in.number()));
        in.end();
        return request;
    }
}
