package org.calliope.ims.hss.store;

import java.time.Instant;
import java.util.Optional;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An import. */
@Entity(name = "Import")
@Table(name = "import_job")
class ImportEntity {

    static final int LONGEST_MESSAGE = 1_000;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    String source;

    String file;

    String format;

    long size;

    String sha256;

    boolean dryRun;

    boolean shared;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ImportJob.Existing existing;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ImportJob.State state;

    String actor;

    long nextRow;

    long accepted;

    long skipped;

    long rejected;

    long reportBytes;

    @Column(length = LONGEST_MESSAGE)
    String message = "";

    long created;

    /** 0 until then. */
    long started;

    long ended;

    ImportJob job() {
        return new ImportJob(id, new ImportJob.Request(source, format, dryRun, existing, shared, new Actor(actor)),
                file, size,
                sha256, state, new ImportJob.Progress(nextRow, accepted, skipped, rejected, reportBytes), message,
                Instant.ofEpochMilli(created), instant(started), instant(ended));
    }

    private static Optional<Instant> instant(long millis) {
        return Optional.of(millis).filter(at -> at > 0).map(Instant::ofEpochMilli);
    }
}
