package org.calliope.ims.hss.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceEvent;

/**
 * One event in full.
 *
 * @param kind  {@code SIP}, {@code Diameter} or {@code Decision}
 * @param title start line, command or rule
 * @param facts name and value, in the order to show
 * @param text  the message, "" when there is none
 * @param workbench address where its filter criteria can be tried, "" for what is no request
 */
public record EventView(String kind, String title, Map<String, String> facts, String text, String workbench) {

    /** Of whatever kind. */
    public static EventView of(TraceEvent event) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (event instanceof SipEvent sip) {
            facts.put("From", sip.from());
            facts.put("To", sip.to());
            facts.put("Transport", sip.transport());
            String text = sip.text().masked();
            return finish("SIP", sip.startLine(), facts, event,
                    text.isEmpty() ? "The text of this message was not kept." : text);
        }
        if (event instanceof DiameterEvent diameter) {
            facts.put("From", diameter.from());
            facts.put("To", diameter.to());
            if (!diameter.result().isEmpty()) {
                facts.put("Result", diameter.result());
            }
            return finish("Diameter", diameter.command(), facts, event, String.join("\n", diameter.avps()));
        }
        Decision decision = (Decision) event;
        facts.put("Element", decision.element().label());
        facts.put("Outcome", outcome(decision));
        if (!decision.reason().isEmpty()) {
            facts.put("Reason", decision.reason());
        }
        facts.put("Clause", decision.clause());
        facts.putAll(decision.values());
        return finish("Decision", decision.rule(), facts, event, "");
    }

    static String outcome(Decision decision) {
        String word = decision.outcome().name().toLowerCase(Locale.ROOT);
        return decision.status() == 0 ? word : word + " with " + decision.status();
    }

    private static EventView finish(String kind, String title, Map<String, String> facts, TraceEvent event,
                                    String text) {
        facts.put("Time", Times.clock(event.at()) + "." + "%03d".formatted(event.at().toEpochMilli() % 1000));
        Join join = event.join();
        for (List<String> known : List.of(List.of("Call-ID", join.callId()), List.of("ICID", join.icid()),
                List.of("Diameter session", join.diameterSession()))) {
            if (!known.get(1).isEmpty()) {
                facts.put(known.get(0), known.get(1));
            }
        }
        return new EventView(kind, title, facts, text,
                event instanceof SipEvent && !title.startsWith("SIP/2.0") ? "/workbench?event=" + event.sequence() : "");
    }
}
