package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** What an S-CSCF must and should be able to do (TS 29.228 6.7); numbers and names with blanks between them. */
@Entity(name = "Capabilities")
@Table(name = "capability_set")
class CapabilitySetEntity extends NamedEntity {

    String mandatory;

    String optional;

    String serverNames;
}
