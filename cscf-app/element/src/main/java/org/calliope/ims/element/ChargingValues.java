package org.calliope.ims.element;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.Closing;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.trace.Join;

/** What a charging record says of a message (TS 32.298 5.1.3). */
public final class ChargingValues {

    private static final String MEDIA = "m=";

    private ChargingValues() {
    }

    /**
     * @param served      the user served, "" when nobody knows who it is
     * @param description lines of the request's session description
     * @param network     that has asked, or ""
     * @return of a request that has come and has no answer yet
     */
    public static ChargingRecord record(Role role, Side side, SipServletRequest request, Join join, String served,
                                        List<String> description, String network, Instant at) {
        return new ChargingRecord(role.label(), side, request.getMethod(), join.icid(), join.callId(), served, calling(request),
                request.getRequestURI().toString(), List.of(), media(description), network, "", at, Optional.empty(), Optional.empty(), 0,
                Closing.LOST);
    }

    /** @return who has asked, as asserted; what is no identity is left out */
    public static List<String> calling(SipServletRequest request) {
        return MessageValues.all(request, Headers.P_ASSERTED_IDENTITY).stream().flatMap(value ->
                Identities.perhaps(value).stream()).map(PublicIdentity::uri).toList();
    }

    /** @return its media lines, without {@code m=} */
    public static List<String> media(List<String> description) {
        return description.stream().filter(line -> line.startsWith(MEDIA)).map(line -> line.substring(MEDIA.length())).toList();
    }
}
