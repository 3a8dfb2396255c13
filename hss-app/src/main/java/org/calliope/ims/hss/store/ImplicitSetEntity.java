package org.calliope.ims.hss.store;

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

/** An implicit registration set (TS 29.228 6.5): its identities share one registration state. */
@Entity(name = "ImplicitSet")
@Table(name = "implicit_set")
class ImplicitSetEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    SubscriptionEntity subscription;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    RegistrationState state = RegistrationState.NOT_REGISTERED;
}
