package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An IMS subscription: the unit one S-CSCF serves (TS 23.228 5.2.1a, TS 29.228 Annex B). */
@Entity(name = "Subscription")
@Table(name = "ims_subscription")
class SubscriptionEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    // not @Version: it is bumped by hand together with the columns that depend on it, see RegistrationStore.apply
    int version;

    String serverName;

    String mandatoryCapabilities = "";

    String optionalCapabilities = "";

    String visitedNetworks = "";
}
