package org.calliope.ims.testkit.ladder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decisions as lines of text beneath an arrow, folded at the width of the drawing. */
final class Notes {
    private static final String RED = "\u001b[31m";
    private static final String FAINT = "\u001b[2m";
    private static final String OFF = "\u001b[0m";

    private final Style style;
    private final int indent;
    private final boolean details;

    /** @param details whether all decisions are written out; a refusal always is */
    Notes(Style style, int indent, boolean details) {
        this.style = style;
        this.indent = indent;
        this.details = details;
    }

    String decision(Step.Decision decision) {
        StringBuilder sentence = new StringBuilder(decision.element()).append(' ').append(decision.rule()).append(": ")
                .append(outcome(decision));
        if (!decision.reason().isEmpty()) {
            sentence.append(", ").append(decision.reason());
        }
        String clause = decision.clause().isEmpty() ? "" : " [" + decision.clause() + "]";
        boolean whole = details || decision.refused();
        sentence.append(whole ? "" : clause);
        if (!decision.values().isEmpty()) {
            sentence.append(" (").append(decision.values().entrySet().stream()
                    .map(v -> v.getKey() + " = " + v.getValue()).collect(Collectors.joining(", "))).append(')');
        }
        sentence.append(whole ? clause : "");
        String mark = decision.refused() ? style.unicode() ? "✗ " : "x " : style.unicode() ? "• " : "* ";
        String colour = decision.refused() ? RED : FAINT;
        List<String> lines = whole ? fold(sentence.toString()) : List.of(cut(sentence.toString()));
        return lines.stream().map(line -> paint(line, colour))
                .collect(Collectors.joining("\n" + " ".repeat(indent + 4), " ".repeat(indent + 2) + paint(mark, colour), "\n"));
    }

    private static String outcome(Step.Decision decision) {
        String word = decision.outcome().toLowerCase(Locale.ROOT);
        return decision.status() > 0 ? word + " with " + decision.status() : word;
    }

    private String cut(String sentence) {
        int room = style.columns() - indent - 4;
        return sentence.length() <= room ? sentence : sentence.substring(0, room - 1) + (style.unicode() ? '…' : '~');
    }

    private List<String> fold(String sentence) {
        int room = style.columns() - indent - 4;
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private String paint(String text, String colour) {
        return style.colour() ? colour + text + OFF : text;
    }
}
