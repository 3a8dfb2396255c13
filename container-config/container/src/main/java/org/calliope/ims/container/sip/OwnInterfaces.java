package org.calliope.ims.container.sip;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.SipURI;
import javax.sip.message.Message;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;

/** The server's interfaces; everybody gets a URI of their own, since the core writes into it. Any thread. */
record OwnInterfaces(SipNetworkInterfaceManager core) implements SipNetworkInterfaceManager {

    /** Which nobody can listen for here. */
    private static final String SCTP = "sctp";
    private static final Set<String> KNOWN = Set.of("udp", "tcp", "tls", "ws", "wss", SCTP);

    /** Copies are made of those that are looked at: the core asks a few times a request and takes the first that fits. */
    @Override
    public List<SipURI> getOutboundInterfaces() {
        List<SipURI> shared = core.getOutboundInterfaces();
        return new AbstractList<>() {
            @Override
            public SipURI get(int index) {
                return (SipURI) shared.get(index).clone();
            }

            @Override
            public int size() {
                return shared.size();
            }
        };
    }

    /** The core knows these transports, whether it listens for them or not, and fails with any other word that a URI may have. */
    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(String transport, boolean strict) {
        boolean known = transport == null || KNOWN.contains(transport.toLowerCase(Locale.ROOT));
        return core.findMatchingListeningPoint(known ? transport : SCTP, strict);
    }

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(javax.sip.address.SipURI uri, boolean strict) {
        return core.findMatchingListeningPoint(uri, strict);
    }

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(String address, int port, String transport) {
        return core.findMatchingListeningPoint(address, port, transport);
    }

    @Override
    public Iterator<MobicentsExtendedListeningPoint> getExtendedListeningPoints() {
        return core.getExtendedListeningPoints();
    }

    @Override
    public void addExtendedListeningPoint(MobicentsExtendedListeningPoint point) {
        core.addExtendedListeningPoint(point);
    }

    @Override
    public void removeExtendedListeningPoint(MobicentsExtendedListeningPoint point) {
        core.removeExtendedListeningPoint(point);
    }

    @Override
    public boolean findUsePublicAddress(Message message) {
        return core.findUsePublicAddress(message);
    }
}
