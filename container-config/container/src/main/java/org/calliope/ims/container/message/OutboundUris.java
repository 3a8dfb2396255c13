package org.calliope.ims.container.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import javax.servlet.sip.SipURI;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyImpl;

/**
 * The URI of the outbound interface that the core makes for each proxy, since it becomes that of Record-Route. It needs it no
 * more when the request has been sent, and holds it as long as the call goes on, nine hundred bytes in each session of it; but
 * there is no method that takes it back. For the thread that has the call.
 */
final class OutboundUris {

    private static final VarHandle OF_PROXY = field(ProxyImpl.class);
    private static final VarHandle OF_BRANCH = field(ProxyBranchImpl.class);

    private OutboundUris() {
    }

    /** Of a proxy whose transactions are over, and of the branch that requests within the dialog go by. */
    static void forget(ProxyImpl proxy) {
        OF_PROXY.set(proxy, null);
        if (proxy.getFinalBranchForSubsequentRequests() instanceof ProxyBranchImpl branch) {
            OF_BRANCH.set(branch, null);
        }
    }

    private static VarHandle field(Class<?> of) {
        try {
            return MethodHandles.privateLookupIn(of, MethodHandles.lookup()).findVarHandle(of, "outboundInterface", SipURI.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of the core than this was written for", e);
        }
    }
}
