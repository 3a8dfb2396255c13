package org.calliope.ims.pcscf;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletMessage;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.sip.Headers;

/** The border of the trust domain, which a UE is outside of: TS 24.229 4.4 and 5.2.6, RFC 3325 5, RFC 7315 4.6.2. */
final class TrustBoundary {

    /** What a UE has no say in: it is made by the network (TS 24.229 4.4). */
    private static final List<String> FROM_UE = List.of(Headers.P_ASSERTED_IDENTITY, Headers.P_CHARGING_VECTOR,
            Headers.P_CHARGING_FUNCTION_ADDRESSES, Headers.P_ASSERTED_SERVICE, Headers.P_VISITED_NETWORK_ID,
            Headers.P_SERVED_USER, Headers.P_USER_DATABASE, Headers.P_PROFILE_KEY, Headers.P_CALLED_PARTY_ID,
            Headers.P_ASSOCIATED_URI, Headers.SERVICE_ROUTE, Headers.P_PRIVATE_NETWORK_INDICATION,
            Headers.RELAYED_CHARGE, Headers.RESTORATION_INFO, Headers.SERVICE_INTERACT_INFO);

    /** What is no UE's business. */
    private static final List<String> TO_UE = List.of(Headers.P_CHARGING_VECTOR,
            Headers.P_CHARGING_FUNCTION_ADDRESSES, Headers.P_VISITED_NETWORK_ID, Headers.P_SERVED_USER,
            Headers.P_USER_DATABASE, Headers.P_PROFILE_KEY, Headers.P_ACCESS_NETWORK_INFO,
            Headers.P_PRIVATE_NETWORK_INDICATION, Headers.RELAYED_CHARGE, Headers.RESTORATION_INFO,
            Headers.SERVICE_INTERACT_INFO);

    private static final String NETWORK_PROVIDED = "network-provided";

    private TrustBoundary() {
    }

    /** @return the headers that were there and are gone */
    static List<String> enter(SipServletMessage fromUe) {
        List<String> removed = new ArrayList<>(strip(fromUe, FROM_UE));
        List<String> networks = MessageValues.all(fromUe, Headers.P_ACCESS_NETWORK_INFO);
        List<String> own = networks.stream().filter(network -> !saysNetwork(network)).toList();
        if (own.size() < networks.size()) {
            fromUe.removeHeader(Headers.P_ACCESS_NETWORK_INFO);
            own.forEach(network -> fromUe.addHeader(Headers.P_ACCESS_NETWORK_INFO, network));
            removed.add(NETWORK_PROVIDED);
        }
        return removed;
    }

    // RFC 7315 5.4, TS 24.229 5.2.1: a UE tells its access network but never in the name of the network
    private static boolean saysNetwork(String accessNetwork) {
        for (String parameter : accessNetwork.split(";")) {
            if (parameter.strip().equalsIgnoreCase(NETWORK_PROVIDED)) {
                return true;
            }
        }
        return false;
    }

    /** Takes away what stays inside, and the sender's identity when the sender asks for that. */
    static void leave(SipServletMessage toUe) {
        strip(toUe, TO_UE);
        String privacy = toUe.getHeader(Headers.PRIVACY);
        if (privacy != null && CallRules.hidesIdentity(privacy)) {
            toUe.removeHeader(Headers.P_ASSERTED_IDENTITY);
        }
    }

    private static List<String> strip(SipServletMessage message, List<String> headers) {
        List<String> present = headers.stream().filter(name -> message.getHeader(name) != null).toList();
        present.forEach(message::removeHeader);
        return present;
    }
}
