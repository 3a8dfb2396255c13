package org.calliope.ims.container.message;

import java.util.Map;
import javax.servlet.sip.URI;
import org.mobicents.servlet.sip.address.AddressImpl.ModifiableRule;
import org.mobicents.servlet.sip.address.SipURIImpl;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;

/** The key of a branch whose target is another one's too, reached by another Route: the core has one branch for each key. */
final class SameTarget extends SipURIImpl {

    private static final long serialVersionUID = 1L;

    private SameTarget(SipURIImpl target) {
        super(target.getSipURI(), ModifiableRule.NotModifiable);
    }

    /** @param known the branch that there was for the target; it stays if it is not started, and is replaced if it is */
    static void put(Map<URI, ProxyBranchImpl> branches, URI target, ProxyBranchImpl known, ProxyBranchImpl branch) {
        if (known != null && !known.isStarted() && target instanceof SipURIImpl uri) {
            branches.put(target, known);
            branches.put(new SameTarget(uri), branch);
        } else {
            branches.put(target, branch);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
