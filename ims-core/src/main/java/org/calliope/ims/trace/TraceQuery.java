package org.calliope.ims.trace;

/**
 * What to join: events of a Call-ID, an ICID or a public identity; what is "" is not asked for, several mean
 * any of them.
 *
 * @param callId   Call-ID
 * @param icid     icid-value
 * @param identity canonical public identity
 * @param since    only events after this sequence, 0 for all that are kept
 * @param limit    at most so many, the newest
 */
public record TraceQuery(String callId, String icid, String identity, long since, int limit) {

    private static final int DEFAULT_LIMIT = 10_000;

    public static TraceQuery callId(String callId) {
        return new TraceQuery(callId, "", "", 0, DEFAULT_LIMIT);
    }

    public static TraceQuery icid(String icid) {
        return new TraceQuery("", icid, "", 0, DEFAULT_LIMIT);
    }

    public static TraceQuery identity(String identity) {
        return new TraceQuery("", "", identity, 0, DEFAULT_LIMIT);
    }

    public TraceQuery since(long sequence) {
        return new TraceQuery(callId, icid, identity, sequence, limit);
    }

    public TraceQuery limit(int events) {
        return new TraceQuery(callId, icid, identity, since, events);
    }
}
