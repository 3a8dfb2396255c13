package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A network that subscribers may register from. */
@Entity(name = "Network")
@Table(name = "visited_network")
class VisitedNetworkEntity extends NamedEntity {

    String description;
}
