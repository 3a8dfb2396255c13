package org.calliope.ims.charging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;

/**
 * What one session or event was to the user whom a node served (TS 32.260 6.1.3, TS 32.298 5.1.3). Immutable.
 *
 * @param node      label of the node's role ({@code S-CSCF})
 * @param role      which side the node served (role-of-Node)
 * @param method    of the request that began it; INVITE is a session, each other one an event
 * @param icid      IMS-Charging-Identifier, the same on each hop; "" when the request had none
 * @param callId    session-Id
 * @param served    the served user
 * @param calling   list-Of-Calling-Party-Address: who had asked, as asserted
 * @param requested requested-Party-Address: the Request-URI as it came
 * @param servers   application servers that were visited, in order
 * @param media     SDP-Media-Components: the media lines of the answer, or of the offer when there was no answer
 * @param origIoi   of the network that has asked, or ""
 * @param termIoi   of the network that has answered, or ""
 * @param request   when the request came (serviceRequestTimeStamp)
 * @param start     when it was answered (serviceDeliveryStartTimeStamp)
 * @param end       when it was over (serviceDeliveryEndTimeStamp); nothing while it goes on, or when nobody knows
 * @param status    final SIP status (serviceReasonReturnCode), 0 while there is none
 */
public record ChargingRecord(String node, Side role, String method, String icid, String callId, String served,
                             List<String> calling, String requested, List<String> servers, List<String> media,
                             String origIoi, String termIoi, Instant request, Optional<Instant> start,
                             Optional<Instant> end, int status, Closing closing) {

    private static final int REDIRECTION = 300;

    /** Which side of a request a node serves. */
    public enum Side { ORIGINATING, TERMINATING }

    public ChargingRecord {
        calling = List.copyOf(calling);
        servers = List.copyOf(servers);
        media = List.copyOf(media);
    }

    /** Was sent to this application server. */
    public ChargingRecord visiting(String server) {
        List<String> all = new ArrayList<>(servers);
        all.add(server);
        return new ChargingRecord(node, role, method, icid, callId, served, calling, requested, all, media, origIoi,
                termIoi, request, start, end, status, closing);
    }

    /**
     * Has a final response.
     *
     * @param described media lines of the response, none when it has no description
     * @param network   term-ioi of the response, or ""
     */
    public ChargingRecord answered(int finalStatus, Instant at, List<String> described, String network) {
        boolean success = finalStatus < REDIRECTION;
        return new ChargingRecord(node, role, method, icid, callId, served, calling, requested, servers,
                described.isEmpty() ? media : described, origIoi, network.isEmpty() ? termIoi : network, request,
                success ? Optional.of(at) : start, end, finalStatus, success ? Closing.NORMAL : Closing.UNSUCCESSFUL);
    }

    /** Is over. */
    public ChargingRecord closed(Closing why, Optional<Instant> at) {
        return new ChargingRecord(node, role, method, icid, callId, served, calling, requested, servers, media, origIoi,
                termIoi, request, start, at, status, why);
    }

    /** For what is kept of it: {@link #decode} reads it. */
    public byte[] encode() {
        OctetWriter out = new OctetWriter();
        out.text(node).number(role.ordinal()).text(method).text(icid).text(callId).text(served).each(calling, out::text)
                .text(requested).each(servers, out::text).each(media, out::text).text(origIoi).text(termIoi)
                .time(request).optional(start, out::time).optional(end, out::time).number(status).number(closing.ordinal());
        return out.written();
    }

    /** @throws IllegalArgumentException when it is no record */
    public static ChargingRecord decode(byte[] octets) {
        OctetReader in = new OctetReader(octets);
        ChargingRecord record = new ChargingRecord(in.text(), in.oneOf(Side.values()), in.text(), in.text(), in.text(),
                in.text(), in.each(in::text), in.text(), in.each(in::text), in.each(in::text), in.text(), in.text(), in.time(),
                in.optional(in::time), in.optional(in::time), in.small(), in.oneOf(Closing.values()));
        in.end();
        return record;
    }
}
