package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.trace.Join;

/**
 * A REGISTER of this S-CSCF for an application server (TS 24.229 5.4.1.7). Immutable.
 *
 * @param to             identity of the service profile whose criterion matched
 * @param expires        seconds that the registration lasts, 0 when it is over
 * @param content        body, as 5.4.1.7A puts it together
 * @param accessNetwork  values of P-Access-Network-Info as the UE's REGISTER had them, for a trusted server
 * @param visitedNetwork values of P-Visited-Network-ID, for a trusted server
 * @param charging       whom to send charging data to, for a trusted server
 * @param join           for the trace; has the icid-value
 */
record ThirdPartyRegister(PublicIdentity to, ApplicationServer server, int expires, Optional<Content> content,
                          List<String> accessNetwork, List<String> visitedNetwork,
                          Optional<ChargingInformation> charging, Join join) {

    ThirdPartyRegister {
        accessNetwork = List.copyOf(accessNetwork);
        visitedNetwork = List.copyOf(visitedNetwork);
    }

    /** A body with its Content-Type. */
    record Content(String type, String text) {
    }

    /** A server knows one registration of an identity; the newest REGISTER for it counts. */
    record Key(String server, PublicIdentity to) {
    }

    /** @return the one that says that the registration is over */
    ThirdPartyRegister ended() {
        return new ThirdPartyRegister(to, server, 0, Optional.empty(), accessNetwork, visitedNetwork, charging, join);
    }

    Key key() {
        return new Key(server.serverName(), to);
    }
}
