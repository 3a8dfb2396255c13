package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A shared iFC set (TS 29.228 Annex B.2.2). */
@Entity(name = "SharedSet")
@Table(name = "shared_filter_set")
class SharedFilterSetEntity extends NamedEntity {

    int number;
}
