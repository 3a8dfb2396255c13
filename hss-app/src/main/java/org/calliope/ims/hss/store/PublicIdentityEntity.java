package org.calliope.ims.hss.store;

import org.calliope.ims.hss.model.IdentityType;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/**
 * A public identity (TS 23.003 13.4). The unbarred one with the lowest place is its set's default identity
 * (TS 29.228 6.5.1.1).
 */
@Entity(name = "PublicUser")
@Table(name = "public_identity")
class PublicIdentityEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "set_id")
    ImplicitSetEntity set;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    ServiceProfileEntity serviceProfile;

    int place;

    String identity;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    IdentityType identityType;

    boolean barred;

    String displayName = "";

    String aliasGroup = "";

    boolean active = true;

    @ManyToOne(fetch = FetchType.LAZY)
    ApplicationServerEntity applicationServer;

    /** The identity without its scheme, in lower case. */
    String searchKey = "";

    /** The display name in lower case. */
    String displayKey = "";
}
