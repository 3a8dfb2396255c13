package org.calliope.ims.hss.store;

import org.calliope.ims.cx.AuthScheme;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A private identity (TS 23.003 13.3) with what it proves itself by, sealed. */
@Entity(name = "PrivateUser")
@Table(name = "private_identity")
class PrivateIdentityEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    SubscriptionEntity subscription;

    String identity;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    AuthScheme authScheme;

    byte[] secret;

    /** The identity in lower case. */
    String searchKey;
}
