package org.calliope.ims.pcscf;

import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;

/**
 * Where a request comes from and whose it claims to be: what {@link UeRegistrations} finds a UE by. It has no
 * text of its own, but those of the registration: each UE has five of these and more. Immutable.
 *
 * @param address source address of the packet
 * @param port    source port of the packet, or {@link #VIA} or {@link #CONTACT}, which have none
 * @param by      transport, host and port of the Via, or Contact
 * @param as      an identity, "" for whoever it is, or {@link #WILDCARDED}
 */
record Origin(String address, int port, String by, String as) {

    /** For {@link #as}: who was the last to register there with wildcarded identities, as a switchboard does. */
    static final String WILDCARDED = "*";

    private static final int PRIME = 31;
    private static final int VIA = -1;
    private static final int CONTACT = -2;

    /** The packet's origin. */
    static Origin packet(Source source) {
        return new Origin(source.address(), source.port(), source.transport(), "");
    }

    /** The IP association proper, which outlives a TCP connection: address and Via (TS 24.229 5.2.2.3). */
    static Origin association(Source source) {
        return new Origin(source.address(), VIA, source.sentBy(), "");
    }

    static Origin contact(String address, ContactUri contact) {
        return new Origin(address, CONTACT, contact.key(), "");
    }

    Origin as(PublicIdentity claimed) {
        return as(claimed.uri());
    }

    Origin as(String claimed) {
        return new Origin(address, port, by, claimed);
    }

    // what a record has by itself is linked when it is needed first, and slow until it is compiled: at a start that is long
    @Override
    public boolean equals(Object other) {
        return other instanceof Origin that && port == that.port && as.equals(that.as) && by.equals(that.by)
                && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return ((address.hashCode() * PRIME + port) * PRIME + by.hashCode()) * PRIME + as.hashCode();
    }
}
