package org.calliope.ims.container.sip;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import javax.servlet.sip.SipURI;
import javax.sip.message.Message;
import org.mobicents.servlet.sip.core.MobicentsExtendedListeningPoint;
import org.mobicents.servlet.sip.core.SipNetworkInterfaceManager;

/** The server's interfaces; everybody gets a URI of their own, since the core writes into it. Any thread. */
record OwnInterfaces(SipNetworkInterfaceManager core) implements SipNetworkInterfaceManager {

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

    @Override
    public MobicentsExtendedListeningPoint findMatchingListeningPoint(String transport, boolean strict) {
        return core.findMatchingListeningPoint(transport, strict);
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
