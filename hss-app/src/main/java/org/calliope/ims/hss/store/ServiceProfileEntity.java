package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A service profile (TS 29.228 Annex B.2), shared by the public identities that point to it. */
@Entity(name = "ServiceProfile")
@Table(name = "service_profile")
class ServiceProfileEntity extends NamedEntity {

    boolean unregisteredServices;

    Integer mediaProfile;
}
