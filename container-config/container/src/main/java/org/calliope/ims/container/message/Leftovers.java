package org.calliope.ims.container.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.Map;
import javax.servlet.sip.SipURI;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyImpl;

/**
 * What the core holds in each proxy for as long as the call goes on, and needs no more when its transactions are over, more than a
 * kilobyte: the URI of the outbound interface, which is that of Record-Route, the caller's contact, an empty map with its table;
 * and texts that are the same in each call. There is no method that takes it back. For the thread that has the call.
 */
final class Leftovers {

    private static final String OUTBOUND_INTERFACE = "outboundInterface";
    private static final VarHandle INTERFACE = field(ProxyImpl.class, OUTBOUND_INTERFACE, SipURI.class);
    private static final VarHandle PREVIOUS_NODE = field(ProxyImpl.class, "previousNode", String.class);
    private static final VarHandle BRANCHES = field(ProxyImpl.class, "proxyBranches", Map.class);
    private static final VarHandle BRANCH_INTERFACE = field(ProxyBranchImpl.class, OUTBOUND_INTERFACE, SipURI.class);
    private static final VarHandle BRANCH_RECORD_ROUTE = field(ProxyBranchImpl.class, "recordRouteURIString", String.class);

    private Leftovers() {
    }

    /** Of a proxy whose transactions are over, and of the branch that requests within the dialog go by. */
    static void clear(ProxyImpl proxy) {
        INTERFACE.set(proxy, null);
        PREVIOUS_NODE.set(proxy, null);
        if (proxy.getProxyBranchesMap().isEmpty()) {
            BRANCHES.set(proxy, Collections.emptyMap());
        }
        if (proxy.getFinalBranchForSubsequentRequests() instanceof ProxyBranchImpl branch) {
            BRANCH_INTERFACE.set(branch, null);
            BRANCH_RECORD_ROUTE.set(branch, shared((String) BRANCH_RECORD_ROUTE.get(branch)));
        }
    }

    /** @return the same text, held once; null for null */
    static String shared(String text) {
        return text == null ? null : text.intern();
    }

    private static VarHandle field(Class<?> of, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(of, MethodHandles.lookup()).findVarHandle(of, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of the core than this was written for", e);
        }
    }
}
