package org.calliope.ims.hss.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Repository data of one service (TS 29.328 7.6.1). */
@Entity(name = "ShRepository")
@Table(name = "sh_repository")
class ShRepositoryEntity {

    private static final int LONGEST_CONTENT = 1_000_000;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    Long subscriptionId;

    String dataKey;

    String service;

    int sequenceNumber;

    @Column(length = LONGEST_CONTENT)
    String content;
}
