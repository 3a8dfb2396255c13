package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Addresses of charging functions (TS 29.229 6.3.19). */
@Entity(name = "Charging")
@Table(name = "charging_set")
class ChargingSetEntity extends NamedEntity {

    String primaryEvent;

    String secondaryEvent;

    String primaryCollection;

    String secondaryCollection;
}
