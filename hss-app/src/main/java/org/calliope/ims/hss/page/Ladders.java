package org.calliope.ims.hss.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.calliope.ims.hss.page.LadderView.Column;
import org.calliope.ims.hss.page.LadderView.Row;
import org.calliope.ims.node.Role;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.TraceEvent;

/** Measures out a ladder: where each participant stands and what is written on each arrow. */
public final class Ladders {

    /** Events drawn at most: more than anybody reads, few enough for a browser. */
    static final int LIMIT = 400;

    private static final int TIMES = 76;
    private static final int GAP = 150;
    private static final int FIRST_ROW = 28;
    private static final int ARROW_HEIGHT = 38;
    private static final int NOTE_HEIGHT = 52;
    private static final int NOTE_WIDTH = 320;
    private static final int PADDING = 4;
    private static final double LETTER = 7.2;
    private static final double SMALL_LETTER = 6.2;
    private static final int NOTE_MARGINS = 24;
    private static final List<String> ELEMENTS = List.of(Role.PCSCF.label(), Role.ICSCF.label(), Role.SCSCF.label(),
            Role.BGCF.label(), Role.ECSCF.label(), Role.HSS.label());

    private Ladders() {
    }

    /**
     * Of events that belong together, oldest first.
     *
     * @param query the part of the address after the question mark
     */
    public static LadderView of(List<TraceEvent> all, String what, String query) {
        String title = FlowView.of(all, 1).stream().findFirst().map(f -> f.method() + " " + f.who()).orElse("");
        List<TraceEvent> events = all.size() <= LIMIT ? all : all.subList(all.size() - LIMIT, all.size());
        Map<String, Column> columns = columns(events);
        List<Row> rows = new ArrayList<>();
        int y = FIRST_ROW;
        for (TraceEvent event : events) {
            Row row = row(event, columns, y, events.get(0).at());
            rows.add(row);
            y += row.note() ? NOTE_HEIGHT : ARROW_HEIGHT;
        }
        int width = TIMES + Math.max(1, columns.size()) * GAP;
        return new LadderView(title, what, "/trace?" + query, "/fragments/ladder?" + query, width, y,
                List.copyOf(columns.values()), rows, all.size() - events.size());
    }

    // who began on the left, then the elements in the order of a request's way, then the others as they come
    private static Map<String, Column> columns(List<TraceEvent> events) {
        Set<String> seen = new LinkedHashSet<>();
        for (TraceEvent event : events) {
            if (event instanceof SipEvent sip) {
                seen.add(sip.from());
                seen.add(sip.to());
            } else if (event instanceof DiameterEvent diameter) {
                seen.add(diameter.from());
                seen.add(diameter.to());
            } else if (event instanceof Decision decision) {
                seen.add(decision.element().label());
            }
        }
        Map<String, String> names = names(events);
        String caller = seen.stream().filter(p -> !ELEMENTS.contains(p)).findFirst().orElse("");
        List<String> order = new ArrayList<>(seen);
        order.sort(Comparator.comparingInt(p -> p.equals(caller) ? -1
                : ELEMENTS.contains(p) ? ELEMENTS.indexOf(p) : ELEMENTS.size()));
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String participant : order) {
            int x = TIMES + GAP / 2 + columns.size() * GAP;
            String name = names.getOrDefault(participant, "");
            columns.put(participant, name.isEmpty() ? new Column(x, participant, "")
                    : new Column(x, name, participant));
        }
        return columns;
    }

    // a phone is named after whom it calls as, or whom it is called as
    private static Map<String, String> names(List<TraceEvent> events) {
        Map<String, String> names = new LinkedHashMap<>();
        for (TraceEvent event : events) {
            if (event instanceof SipEvent sip && Messages.status(sip.startLine()) == 0) {
                boolean leaving = !ELEMENTS.contains(sip.from());
                String phone = leaving ? sip.from() : sip.to();
                if (!ELEMENTS.contains(phone) && !names.containsKey(phone)) {
                    String text = sip.text().masked();
                    names.put(phone, leaving ? Messages.user(text, "From", "f") : Messages.user(text, "To", "t"));
                }
            }
        }
        return names;
    }

    private static Row row(TraceEvent event, Map<String, Column> columns, int y, Instant begin) {
        String time = time(Duration.between(begin, event.at()));
        if (event instanceof SipEvent sip) {
            int status = Messages.status(sip.startLine());
            String label = status == 0 ? request(sip.startLine()) : sip.startLine().substring("SIP/2.0 ".length());
            return arrow(event, status == 0 ? "request" : "response", Messages.refusal(status) ? "bad" : "none",
                    columns.get(sip.from()).x(), columns.get(sip.to()).x(), y, label,
                    sip.startLine() + ", " + sip.from() + " to " + sip.to(), time);
        }
        if (event instanceof DiameterEvent diameter) {
            boolean bad = !diameter.result().isEmpty() && !diameter.result().contains("(2");
            String result = diameter.result().isEmpty() ? ""
                    : " " + diameter.result().replace("DIAMETER_", "").replaceAll(" \\(.*", "");
            return arrow(event, "diameter", bad ? "bad" : "none", columns.get(diameter.from()).x(),
                    columns.get(diameter.to()).x(), y, diameter.command() + result,
                    diameter.command() + " " + diameter.result() + ", " + diameter.from() + " to " + diameter.to(),
                    time);
        }
        return note((Decision) event, columns, y, time);
    }

    private static Row arrow(TraceEvent event, String kind, String mood, int from, int to, int y, String label,
            String full, String time) {
        // an element that sends to itself still gets something to click
        int end = from == to ? to + GAP / 2 : to;
        return new Row(event.sequence(), kind, mood, y, from, end, fit(label, Math.abs(end - from)), "", "",
                full, time);
    }

    private static Row note(Decision decision, Map<String, Column> columns, int y, String time) {
        int x = columns.get(decision.element().label()).x();
        int right = TIMES + columns.size() * GAP;
        int left = Math.max(TIMES, Math.min(x - NOTE_WIDTH / 2, right - NOTE_WIDTH));
        String mood = switch (decision.outcome()) {
            case REFUSED -> "bad";
            case ACCEPTED -> "good";
            case CHOSEN, NOTED -> "none";
        };
        String what = decision.reason().isEmpty() ? values(decision) : decision.reason();
        String title = switch (decision.outcome()) {
            case REFUSED -> "✕ " + decision.rule() + (decision.status() == 0 ? "" : " · " + decision.status());
            case ACCEPTED -> "✓ " + decision.rule();
            case CHOSEN, NOTED -> decision.rule();
        };
        int room = NOTE_WIDTH - (int) (decision.clause().length() * SMALL_LETTER) - NOTE_MARGINS;
        return new Row(decision.sequence(), "note", mood, y, left, left + NOTE_WIDTH, fit(title, room),
                cut(what, (int) ((NOTE_WIDTH - NOTE_MARGINS) / SMALL_LETTER)), decision.clause(),
                decision.element().label() + ": " + decision.rule() + " " + EventView.outcome(decision) + "; " + what + "; " + decision.clause(), time);
    }

    private static String values(Decision decision) {
        // whom it is about, the whole ladder tells
        return decision.values().entrySet().stream()
                .filter(v -> !v.getKey().startsWith("private identit") && !v.getKey().startsWith("public identit"))
                .map(v -> v.getKey() + " " + v.getValue()).collect(Collectors.joining(", "));
    }

    private static String request(String startLine) {
        return startLine.replaceFirst(" SIP/2.0$", "").replaceFirst(" sips?:", " ");
    }

    private static String fit(String text, int width) {
        return cut(text, (int) ((width - PADDING) / LETTER));
    }

    private static String cut(String text, int letters) {
        return text.length() <= letters ? text : text.substring(0, Math.max(1, letters - 1)) + "…";
    }

    private static String time(Duration since) {
        long millis = since.toMillis();
        return millis < 10_000 ? "+" + millis + " ms" : "+" + since.toSeconds() + " s";
    }
}
