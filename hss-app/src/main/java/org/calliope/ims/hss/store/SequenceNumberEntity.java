package org.calliope.ims.hss.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * SQN_HE of a private identity that has used AKA (TS 33.102 Annex C). A table of its own, because every
 * authentication writes it and a short row is written faster.
 */
@Entity(name = "Sequence")
@Table(name = "sequence_number")
class SequenceNumberEntity {

    @Id
    @Column(name = "private_identity_id")
    Long privateIdentity;

    long sqn;
}
