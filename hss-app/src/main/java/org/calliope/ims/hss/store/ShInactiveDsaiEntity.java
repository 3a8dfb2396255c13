package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A DSAI that an application server made INACTIVE for a public identity (TS 29.328 7.6.11). */
@Entity(name = "ShInactiveDsai")
@Table(name = "sh_inactive_dsai")
class ShInactiveDsaiEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    Long publicIdentityId;

    String serverName;

    String tag;
}
