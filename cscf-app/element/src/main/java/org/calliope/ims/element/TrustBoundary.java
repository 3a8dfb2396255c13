package org.calliope.ims.element;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.calliope.ims.sip.Headers;

/**
 * The border of the trust domain, which UEs and the networks that are not trusted are outside of: TS 24.229 4.4 and 5.2.6,
 * RFC 3325 5, RFC 7315 4.6.2.
 */
public final class TrustBoundary {

    /** What nobody outside has a say in: it is made by the network (TS 24.229 4.4). */
    private static final List<String> FROM_OUTSIDE = List.of(Headers.P_ASSERTED_IDENTITY, Headers.P_CHARGING_VECTOR,
            Headers.P_CHARGING_FUNCTION_ADDRESSES, Headers.P_ASSERTED_SERVICE, Headers.P_VISITED_NETWORK_ID,
            Headers.P_SERVED_USER, Headers.P_USER_DATABASE, Headers.P_PROFILE_KEY, Headers.P_CALLED_PARTY_ID,
            Headers.P_ASSOCIATED_URI, Headers.SERVICE_ROUTE, Headers.P_PRIVATE_NETWORK_INDICATION,
            Headers.RELAYED_CHARGE, Headers.RESTORATION_INFO, Headers.SERVICE_INTERACT_INFO);

    /** What is nobody's business outside. */
    private static final List<String> TO_OUTSIDE = List.of(Headers.P_CHARGING_VECTOR,
            Headers.P_CHARGING_FUNCTION_ADDRESSES, Headers.P_VISITED_NETWORK_ID, Headers.P_SERVED_USER,
            Headers.P_USER_DATABASE, Headers.P_PROFILE_KEY, Headers.P_ACCESS_NETWORK_INFO,
            Headers.P_PRIVATE_NETWORK_INDICATION, Headers.RELAYED_CHARGE, Headers.RESTORATION_INFO,
            Headers.SERVICE_INTERACT_INFO);

    /** Attribute of the session of a dialog that leads outside: tag of who is inside. */
    private static final String OUTSIDE = "org.calliope.ims.element.outside";
    private static final String NETWORK_PROVIDED = "network-provided";

    private TrustBoundary() {
    }

    /** @return the headers that were there and are gone */
    public static List<String> enter(SipServletMessage fromOutside) {
        List<String> removed = new ArrayList<>(strip(fromOutside, FROM_OUTSIDE));
        if (MessageValues.callsBack(fromOutside)) {
            fromOutside.removeHeader(Headers.PRIORITY); // RFC 7090 5.1: that somebody is an emergency centre is the network's word
            removed.add(Headers.PRIORITY);
        }
        List<String> networks = MessageValues.all(fromOutside, Headers.P_ACCESS_NETWORK_INFO);
        List<String> own = networks.stream().filter(network -> !saysNetwork(network)).toList();
        if (own.size() < networks.size()) {
            fromOutside.removeHeader(Headers.P_ACCESS_NETWORK_INFO);
            own.forEach(network -> fromOutside.addHeader(Headers.P_ACCESS_NETWORK_INFO, network));
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

    /**
     * Takes away what stays inside, and what the sender wants to be kept from others.
     *
     * @throws org.calliope.ims.sip.SipRefusal 500 when a request that starts a dialog or stands alone wants more, and says that
     *                                         it is critical
     */
    public static void leave(SipServletMessage toOutside) {
        strip(toOutside, TO_OUTSIDE);
        Privacy.of(toOutside).apply(toOutside);
    }

    /** As {@link #leave(SipServletMessage)}, for a request that starts a dialog there: its messages {@link #pass}. */
    public static void leave(SipServletMessage toOutside, SipSession dialog) {
        dialog.setAttribute(OUTSIDE, tag(toOutside));
        leave(toOutside);
    }

    /** Takes from a message of a dialog that leads outside what the sender has no say in, or what is not the receiver's business. */
    public static void pass(SipServletMessage message) {
        Object inside = message.getSession().isValid() ? message.getSession().getAttribute(OUTSIDE) : null;
        if (inside == null) {
            return;
        }
        // From of a response is who made the request
        if (inside.equals(tag(message)) == message instanceof SipServletRequest) {
            leave(message);
        } else {
            enter(message);
        }
    }

    private static String tag(SipServletMessage message) {
        return String.valueOf(message.getFrom().getParameter("tag"));
    }

    private static List<String> strip(SipServletMessage message, List<String> headers) {
        List<String> present = headers.stream().filter(name -> message.getHeader(name) != null).toList();
        present.forEach(message::removeHeader);
        return present;
    }
}
