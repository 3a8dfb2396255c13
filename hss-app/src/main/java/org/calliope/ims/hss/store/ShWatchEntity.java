package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A subscription to notifications (TS 29.328 6.1.3); see {@link ShWatch}. */
@Entity(name = "ShWatch")
@Table(name = "sh_watch")
class ShWatchEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    /** Grows with each change that is to be told. */
    int version;

    String host;

    Long subscriptionId;

    String named;

    String identity;

    String privateIdentity;

    int reference;

    String detail;

    String serverName;

    boolean notifEff;

    boolean oneTime;

    Long expiry;

    String known;

    int sequenceNumber;

    Long pendingAt;

    Long pendingSince;

    int attempts;
}
