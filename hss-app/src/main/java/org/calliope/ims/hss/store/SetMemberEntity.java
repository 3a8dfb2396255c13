package org.calliope.ims.hss.store;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/**
 * A private identity's share in an implicit registration set: whether it has registered the set, and the
 * authentication-pending flag, which TS 29.228 6.3.1 keeps for each private identity.
 */
@Entity(name = "SetMember")
@Table(name = "set_member")
class SetMemberEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "set_id")
    ImplicitSetEntity set;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "private_identity_id")
    PrivateIdentityEntity privateIdentity;

    boolean registered;

    boolean authPending;
}
