package org.calliope.ims.hss.store;

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

/** A change that somebody made. */
@Entity(name = "Audit")
@Table(name = "audit_entry")
class AuditEntity {

    private static final int LONGEST_DOCUMENT = 1_000_000;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    long at;

    String actor;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    AuditEntry.Action action;

    String kind;

    String subject;

    @Column(length = LONGEST_DOCUMENT)
    String beforeDoc;

    @Column(length = LONGEST_DOCUMENT)
    String afterDoc;

    Long undoes;
}
