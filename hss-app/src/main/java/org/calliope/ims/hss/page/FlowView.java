package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceEvent;

/**
 * A call, a registration or another exchange with one Call-ID, as the list of the latest shows it.
 *
 * @param key     for the browser to find the link again after a refresh
 * @param method  of the request that began it
 * @param who     whom it concerns: {@code alice → bob}
 * @param outcome last final answer to that request: {@code 200 OK}; "" before
 * @param mood    {@code good}, {@code bad} or {@code open}: a word for the style sheet
 * @param link    address of its ladder
 */
public record FlowView(String key, String time, String method, String who, String outcome, String mood, int messages,
                       String link) {

    private static final int SUCCESS = 200;
    private static final int REDIRECTION = 300;

    private static final class Flow {
        private final SipEvent first;
        private final String method;
        private String outcome = "";
        private int status;
        private int messages;

        Flow(SipEvent first) {
            this.first = first;
            this.method = Messages.method(first);
        }

        void add(SipEvent event) {
            messages++;
            int code = Messages.status(event.startLine());
            if (code >= SUCCESS && Messages.method(event).equals(method)) {
                status = code;
                outcome = event.startLine().substring("SIP/2.0 ".length());
            }
        }

        FlowView view() {
            String mood = Messages.refusal(status) ? "bad" : status == 0 || status >= REDIRECTION ? "open" : "good";
            String callId = first.join().callId();
            return new FlowView("f" + Links.key(callId), Times.clock(first.at()), method, who(),
                    outcome, mood, messages, Links.callId(callId));
        }

        private String who() {
            String text = first.text().masked();
            String from = Messages.user(text, "From", "f");
            String to = Messages.user(text, "To", "t");
            if (to.isEmpty()) {
                return first.join().registration().isEmpty() ? Messages.target(first.startLine())
                        : first.join().registration();
            }
            return from.isEmpty() || from.equals(to) ? to : from + " → " + to;
        }
    }

    /** The exchanges that began last, newest first. */
    public static List<FlowView> of(List<TraceEvent> events, int limit) {
        Map<String, Flow> flows = new LinkedHashMap<>();
        for (TraceEvent event : events) {
            if (event instanceof SipEvent sip && !sip.join().callId().isEmpty()) {
                flows.computeIfAbsent(sip.join().callId(), id -> new Flow(sip)).add(sip);
            }
        }
        return new ArrayList<>(flows.values()).stream()
                .sorted(Comparator.comparingLong((Flow f) -> f.first.sequence()).reversed())
                .limit(limit).map(Flow::view).toList();
    }
}
