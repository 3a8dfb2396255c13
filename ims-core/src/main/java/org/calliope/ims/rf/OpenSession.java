package org.calliope.ims.rf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * A session that goes on and whose charging function has been told so. Immutable.
 *
 * @param id        Session-Id
 * @param next      Accounting-Record-Number of its next request
 * @param preferred identities of the charging functions to be told first
 * @param record    as of its answer
 * @param media     as of now; not kept in the file
 * @param interval  between INTERIM_RECORDs, zero for none; not kept in the file
 * @param due       when the next INTERIM_RECORD is due; not kept in the file
 */
record OpenSession(String id, int next, List<String> preferred, ChargingRecord record, Media media, Duration interval,
                   Optional<Instant> due) {

    OpenSession counted() {
        return new OpenSession(id, next + 1, preferred, record, media, interval, due);
    }

    OpenSession with(Media now) {
        return new OpenSession(id, next, preferred, record, now, interval, due);
    }

    /** The next INTERIM_RECORD is due after this interval from now on. */
    OpenSession each(Duration other, Instant now) {
        return new OpenSession(id, next, preferred, record, media, other,
                other.isZero() ? Optional.empty() : Optional.of(now.plus(other)));
    }

    void encode(OctetWriter out) {
        out.text(id).number(next).each(preferred, out::text).octets(record.encode());
    }

    /** @throws IllegalArgumentException when it is none */
    static OpenSession decode(OctetReader in) {
        OpenSession session = new OpenSession(in.text(), in.small(), in.each(in::text), ChargingRecord.decode(in.octets()), Media.NONE,
                Duration.ZERO, Optional.empty());
        in.end();
        return session;
    }
}
