package org.calliope.ims.testkit.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a trace as text: participants as columns, SIP as single and Diameter as double arrows, the decisions as notes
 * beneath the message that led to them, with the clause; refusals with their reason and values. Immutable.
 */
public final class Ladder {
    private static final int GUTTER = 10;
    private static final int MARGIN = 5;

    private final List<Step> steps;
    private final Map<String, String> names;
    private final boolean details;

    private Ladder(List<Step> steps, Map<String, String> names, boolean details) {
        this.steps = List.copyOf(steps);
        this.names = Map.copyOf(names);
        this.details = details;
    }

    public static Ladder of(List<Step> steps) {
        return new Ladder(steps, Map.of(), false);
    }

    /** A ladder of what {@code GET /api/trace} answered. */
    public static Ladder ofJson(String json) {
        return of(TraceReader.read(json));
    }

    /** Writes a name over the column of a telephone, which the trace knows as host:port. */
    public Ladder named(String hostPort, String name) {
        Map<String, String> more = new LinkedHashMap<>(names);
        more.put(hostPort, name);
        return new Ladder(steps, more, details);
    }

    /** Writes every decision out with all that it looked at; otherwise only refusals, and of the others one line. */
    public Ladder detailed() {
        return new Ladder(steps, names, true);
    }

    public List<Step> steps() {
        return steps;
    }

    /** The drawing, lines ended by a line feed; one sentence when there is nothing to draw. */
    public String draw(Style style) {
        Participants participants = new Participants(steps, names);
        if (participants.count() == 0) {
            return "The trace holds nothing of this.\n";
        }
        Canvas canvas = new Canvas(style, GUTTER, MARGIN, participants.titles());
        Notes notes = new Notes(style, GUTTER, details);
        StringBuilder text = new StringBuilder(canvas.header());
        Instant start = steps.stream().map(Step::at).min(Instant::compareTo).orElse(Instant.EPOCH);
        for (Step step : steps) {
            if (step instanceof Step.Decision decision) {
                text.append(notes.decision(decision));
            } else {
                text.append(time(start, step.at())).append(arrow(canvas, participants, step));
            }
        }
        return text.append(canvas.footer()).toString();
    }

    private static String time(Instant start, Instant at) {
        double millis = Duration.between(start, at).toNanos() / 1e6;
        return String.format(Locale.ROOT, "%" + (GUTTER - 4) + ".1f ms ", millis);
    }

    private static String arrow(Canvas canvas, Participants participants, Step step) {
        if (step instanceof Step.Sip sip) {
            return canvas.arrow(participants.column(sip.from()), participants.column(sip.to()), labels(sip), false,
                    sip.startLine().matches("SIP/2.0 [3-6].*"));
        }
        Step.Diameter diameter = (Step.Diameter) step;
        boolean failed = diameter.result().contains("ERROR") || diameter.result().contains("UNABLE");
        return canvas.arrow(participants.column(diameter.from()), participants.column(diameter.to()), labels(diameter),
                true, failed);
    }

    /** From the most telling to the shortest: the drawing takes the first that fits. */
    static List<String> labels(Step.Sip sip) {
        String[] words = sip.startLine().split(" ", 3);
        if (!sip.startLine().startsWith("SIP/")) {
            return List.of(words[0]);
        }
        String status = words.length > 1 ? words[1] : sip.startLine();
        String phrase = words.length > 2 ? " " + words[2] : "";
        String method = sip.cseq().substring(sip.cseq().lastIndexOf(' ') + 1);
        return List.of(status + phrase + " (" + method + ")", status + phrase, status + " (" + method + ")", status);
    }

    static List<String> labels(Step.Diameter diameter) {
        if (diameter.result().isEmpty()) {
            return List.of(diameter.command());
        }
        String code = diameter.result().replaceAll(".*\\((\\d+)\\).*", "$1");
        String name = diameter.result().replaceFirst("\\s*\\(.*", "").replaceFirst("^DIAMETER_(ERROR_)?", "");
        List<String> labels = new ArrayList<>();
        labels.add(diameter.command() + " " + code + " " + name);
        labels.add(diameter.command() + " " + code);
        labels.add(diameter.command());
        return labels.stream().distinct().collect(Collectors.toUnmodifiableList());
    }
}
