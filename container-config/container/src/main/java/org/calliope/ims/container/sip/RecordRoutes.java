package org.calliope.ims.container.sip;

import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.message.SIPRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sip.address.SipURI;
import org.calliope.ims.container.transport.Transport;

/**
 * The core writes an element's interface into its Record-Route with the transport of the request, though the element may
 * take that transport on another port. Here the port becomes that one, so that what follows in the dialog finds it
 * (RFC 3261 16.6 step 4). Any thread.
 */
final class RecordRoutes {

    private record Place(String label, Transport transport) { }

    private final Map<String, String> labels = new HashMap<>();
    private final Map<Place, ListenAddress> places = new HashMap<>();

    RecordRoutes(List<ListenAddress> addresses) {
        for (ListenAddress address : addresses) {
            labels.put(address.sentBy(), address.label());
            places.putIfAbsent(new Place(address.label(), address.transport()), address);
        }
    }

    /** @param request with what its sender has recorded on top */
    void mend(SIPRequest request) {
        RecordRouteList recorded = request.getRecordRouteHeaders();
        if (recorded != null && ((RecordRoute) recorded.getFirst()).getAddress().getURI() instanceof SipURI uri
            && uri.getTransportParam() != null && uri.getPort() > 0) {
            mend(uri);
        }
    }

    private void mend(SipURI uri) {
        String label = labels.get(ListenAddress.key(uri.getHost(), uri.getPort()));
        ListenAddress place = label == null ? null : places.get(new Place(label, Transport.of(uri.getTransportParam())));
        if (place != null) {
            uri.setPort(place.port());
        }
    }
}
