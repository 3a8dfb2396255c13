package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** An IMS subscription: the unit one S-CSCF serves (TS 23.228 5.2.1a, TS 29.228 Annex B). */
@Entity(name = "Subscription")
@Table(name = "ims_subscription")
class SubscriptionEntity extends NamedEntity {

    // not @Version: it is bumped by hand together with the columns that depend on it, see RegistrationStore.apply
    int version;

    String serverName;

    /** Diameter identity and realm of the S-CSCF, to which RTR and PPR go. */
    String serverHost;

    String serverRealm;

    @ManyToOne(fetch = FetchType.LAZY)
    CapabilitySetEntity capabilitySet;

    @ManyToOne(fetch = FetchType.LAZY)
    ChargingSetEntity chargingSet;

    String visitedNetworks = "";
}
