package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An S-CSCF of the operator and its capabilities. */
@Entity(name = "Node")
@Table(name = "serving_node")
class ServingNodeEntity extends NamedEntity {

    String capabilities;

    String description;
}
