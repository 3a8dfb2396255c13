package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A service profile (TS 29.228 Annex B.2), shared by the public identities that point to it. */
@Entity(name = "ServiceProfile")
@Table(name = "service_profile")
class ServiceProfileEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    SubscriptionEntity subscription;

    boolean unregisteredServices;
}
