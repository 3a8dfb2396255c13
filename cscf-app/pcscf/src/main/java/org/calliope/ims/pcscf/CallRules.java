package org.calliope.ims.pcscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.element.Identities;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;

/** What the P-CSCF makes of requests by and to a UE: TS 24.229 5.2.6. Pure. */
final class CallRules {

    private static final String ORIGINATING_CLAUSE = "TS 24.229 5.2.6.3.3";
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int FLOW_FAILED = 430;
    private static final int TEMPORARILY_UNAVAILABLE = 480;

    private final PcscfSettings settings;

    CallRules(PcscfSettings settings) {
        this.settings = settings;
    }

    /** A request by nobody who is registered, 5.2.6.3.2A. */
    static SipRefusal unregistered(Source source) {
        return new SipRefusal(FORBIDDEN, "nobody is registered from there", "registered ue",
                "TS 24.229 5.2.6.3.2A", Map.of("source", source.packet(), "via", source.sentBy()));
    }

    /**
     * A request to a registration that there is not. RFC 5626 5.3.1: 430 (Flow Failed) tells an S-CSCF to try another
     * flow, and is for its ears alone; of a UE without outbound there is none, and the caller needs to hear 480.
     *
     * @param outbound whether the UE has or had registered a flow
     */
    static SipRefusal noFlow(String flow, boolean outbound) {
        return new SipRefusal(outbound ? FLOW_FAILED : TEMPORARILY_UNAVAILABLE, "the UE is not reached by this flow any"
                + " more", "flow", "TS 24.229 5.2.6.4.3, RFC 5626 5.3.1", Map.of("flow", flow));
    }

    /** A request to a UE that takes no connection. */
    static SipRefusal unreachable(String contact) {
        return new SipRefusal(TEMPORARILY_UNAVAILABLE, "the UE takes no connection", "flow",
                "TS 24.229 5.2.6.4.3, RFC 5626 5.3.1", Map.of("contact", contact));
    }

    /**
     * 5.2.6.3.3: the identity that is asserted: the preferred one if the UE has it, else its default one. Whatever
     * the UE wrote into From or asserted itself does not count.
     *
     * @param preferred values of P-Preferred-Identity
     */
    static PublicIdentity asserted(UeRegistration caller, List<PublicIdentity> preferred) {
        return preferred.stream().filter(caller::has).findFirst().orElseGet(caller::defaultIdentity);
    }

    /**
     * 5.2.6.3.3: the route that the registrar gave is the route to take.
     *
     * @param popped the entry that the container took for this server's, "" when there was none: ours, or that of the
     *               S-CSCF beside us when the UE sends here without naming us
     * @param given  what remains of the UE's Route after it
     * @return Service-Route entries to add, in order; none when the UE gave them
     */
    List<String> route(UeRegistration caller, String popped, List<String> given) {
        List<String> whole = new ArrayList<>(given);
        whole.add(0, popped);
        if (same(whole, caller.serviceRoute())) {
            return caller.serviceRoute().subList(0, 1);
        }
        if (given.isEmpty() && settings.plainSoftphones()) {
            return caller.serviceRoute();
        }
        if (!same(given, caller.serviceRoute())) {
            // JSR 289 5.4.2 lets nobody take a Route away, so of the clause's two ways this is the one that is open
            throw new SipRefusal(BAD_REQUEST, "the Route is not the Service-Route of the registration",
                    "service-route", ORIGINATING_CLAUSE,
                    Map.of("route", given.toString(), "service-route", caller.serviceRoute().toString()));
        }
        return List.of();
    }

    private static boolean same(List<String> given, List<String> stored) {
        if (given.size() != stored.size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            Optional<PublicIdentity> one = Identities.perhaps(given.get(i));
            if (one.isEmpty() || !one.equals(Identities.perhaps(stored.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Annex K.2.2, RFC 5626 5.3: the place that the UE registered from, when its contact says another and only the
     * former is sure to reach it.
     *
     * @param source  where the UE was heard from
     * @param contact Request-URI of a terminating request, or the contact of an originating one
     * @param flow    whether the UE is reached by its flow alone, whatever is set (RFC 5626 5.3)
     * @return route to push
     */
    Optional<String> toSource(Source source, ContactUri contact, boolean flow) {
        boolean elsewhere = !source.address().equals(contact.host()) || source.port() != contact.port()
                || !source.transport().equals(contact.transport());
        return (flow || settings.routeToSource()) && elsewhere
                ? Optional.of("<sip:" + bracketed(source.address()) + ':' + source.port() + ";transport="
                + source.transport() + ";lr>") : Optional.empty();
    }

    private static String bracketed(String address) {
        return address.indexOf(':') >= 0 && address.charAt(0) != '[' ? '[' + address + ']' : address;
    }
}
