package org.calliope.ims.hss.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.page.LadderView;
import org.calliope.ims.hss.page.Ladders;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;
import org.calliope.ims.trace.TraceQuery;

/**
 * Which part of the trace a request asks for: {@code call-id}, {@code icid}, {@code identity}, or {@code q}, which
 * is any of them.
 */
record TraceRequest(String callId, String icid, String identity, String any, long since) {

    private static final int LONGEST = 500;
    private static final int LIMIT = 10_000;

    static TraceRequest of(HttpServletRequest request) {
        return new TraceRequest(Parameters.text(request, "call-id", LONGEST), Parameters.text(request, "icid", LONGEST),
                canonical(Parameters.text(request, "identity", LONGEST)), Parameters.text(request, "q", LONGEST),
                Parameters.number(request, "since", 0));
    }

    /** The event asked for, 0 for none. */
    static long event(HttpServletRequest request) {
        return Parameters.number(request, "event", 0);
    }

    /** Nothing in particular is asked for. */
    boolean empty() {
        return callId.isEmpty() && icid.isEmpty() && identity.isEmpty() && any.isEmpty();
    }

    /** What belongs together, oldest first. */
    List<TraceEvent> events(Trace trace) {
        if (any.isEmpty()) {
            return trace.joined(new TraceQuery(callId, icid, identity, since, LIMIT));
        }
        List<TraceQuery> guesses = new ArrayList<>();
        if (!any.startsWith("sip:") && !any.startsWith("tel:")) {
            guesses.add(TraceQuery.callId(any));
            guesses.add(TraceQuery.icid(any));
        }
        guesses.add(TraceQuery.identity(canonical(any)));
        guesses.add(TraceQuery.identity(canonical("sip:" + any)));
        return guesses.stream().map(guess -> trace.joined(guess.since(since))).filter(found -> !found.isEmpty())
                .findFirst().orElse(List.of());
    }

    LadderView ladder(Trace trace) {
        return Ladders.of(events(trace), what(), query());
    }

    /** What it is about, for people. */
    String what() {
        return List.of(identity, callId, icid, any).stream().filter(s -> !s.isEmpty()).findFirst().orElse("");
    }

    private String query() {
        String name = !identity.isEmpty() ? "identity" : !callId.isEmpty() ? "call-id" : !icid.isEmpty() ? "icid" : "q";
        return name + "=" + URLEncoder.encode(what(), StandardCharsets.UTF_8);
    }

    // what is no URI is looked for as it is, and not found
    private static String canonical(String identity) {
        try {
            return identity.isEmpty() ? "" : PublicIdentity.parse(identity).uri();
        } catch (IllegalArgumentException e) {
            return identity;
        }
    }
}
