package org.calliope.ims.testkit.wire;

import java.util.Map;

/** Reason phrases of RFC 3261 21 for the statuses scripts answer with. */
final class ReasonPhrase {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(100, "Trying"), Map.entry(180, "Ringing"), Map.entry(181, "Call Is Being Forwarded"),
            Map.entry(182, "Queued"), Map.entry(183, "Session Progress"), Map.entry(200, "OK"),
            Map.entry(202, "Accepted"), Map.entry(302, "Moved Temporarily"), Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"), Map.entry(408, "Request Timeout"), Map.entry(415, "Unsupported Media Type"),
            Map.entry(420, "Bad Extension"), Map.entry(480, "Temporarily Unavailable"),
            Map.entry(481, "Call/Transaction Does Not Exist"), Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"), Map.entry(488, "Not Acceptable Here"), Map.entry(491, "Request Pending"),
            Map.entry(500, "Server Internal Error"), Map.entry(501, "Not Implemented"), Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Server Time-out"), Map.entry(600, "Busy Everywhere"), Map.entry(603, "Decline"),
            Map.entry(606, "Not Acceptable"));

    private ReasonPhrase() {}

    static String of(int status) {
        return PHRASES.getOrDefault(status, "Status " + status);
    }
}
