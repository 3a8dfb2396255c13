package org.calliope.ims.testkit.ladder;

import java.util.Arrays;
import java.util.List;

/** Life lines and the arrows between them, one line of text an arrow. */
final class Canvas {
    private static final int WIDEST_GAP = 26;
    private static final int NARROWEST_GAP = 8;
    private static final String RED = "\u001b[31m";
    private static final String CYAN = "\u001b[36m";
    private static final String BOLD = "\u001b[1m";
    private static final String OFF = "\u001b[0m";

    private final Style style;
    private final int gutter;
    private final int margin;
    private final int gap;
    private final List<String> titles;

    Canvas(Style style, int gutter, int margin, List<String> titles) {
        this.style = style;
        this.gutter = gutter;
        this.margin = margin;
        this.titles = titles;
        int room = style.columns() - gutter - 2 * margin - 1;
        int gaps = Math.max(1, titles.size() - 1);
        this.gap = Math.max(NARROWEST_GAP, Math.min(WIDEST_GAP, room / gaps));
    }

    private int x(int column) {
        return margin + column * gap;
    }

    private char pick(char unicode, char ascii) {
        return style.unicode() ? unicode : ascii;
    }

    private char[] lifelines() {
        char[] line = new char[x(titles.size() - 1) + 1];
        Arrays.fill(line, ' ');
        for (int i = 0; i < titles.size(); i++) {
            line[x(i)] = pick('│', '|');
        }
        return line;
    }

    /** The names over their columns and the first piece of the life lines. */
    String header() {
        StringBuilder names = new StringBuilder(" ".repeat(gutter));
        for (int i = 0; i < titles.size(); i++) {
            String title = shorten(titles.get(i), gap - 1);
            int start = Math.max(names.length() + (i == 0 ? 0 : 1), gutter + x(i) - title.length() / 2);
            names.append(" ".repeat(Math.max(0, start - names.length()))).append(title);
        }
        return paint(names.toString(), BOLD) + "\n" + footer();
    }

    String footer() {
        return " ".repeat(gutter) + new String(lifelines()) + "\n";
    }

    /** An arrow with the first label that fits; the last one is cut when none does. */
    String arrow(int from, int to, List<String> labels, boolean diameter, boolean refusal) {
        char[] line = lifelines();
        if (from < 0 || to < 0 || from == to) {
            int at = Math.max(0, Math.max(from, to));
            return plainLabel(line, at, labels) + "\n";
        }
        int low = x(Math.min(from, to));
        int high = x(Math.max(from, to));
        for (int i = low + 1; i < high; i++) {
            boolean crossing = line[i] != ' ';
            line[i] = diameter ? crossing ? pick('╪', '#') : pick('═', '=') : crossing ? pick('┼', '+') : pick('─', '-');
        }
        int head = to > from ? high - 1 : low + 1;
        line[head] = to > from ? pick('▶', '>') : pick('◀', '<');
        label(line, from, to, labels);
        String colour = refusal ? RED : diameter ? CYAN : "";
        String drawn = new String(line);
        return drawn.substring(0, low + 1) + paint(drawn.substring(low + 1, high), colour) + drawn.substring(high) + "\n";
    }

    /** In the gap beside the sender when it fits there, so that crossed life lines stay visible; else in the middle. */
    private void label(char[] line, int from, int to, List<String> labels) {
        int low = x(Math.min(from, to));
        int high = x(Math.max(from, to));
        boolean beside = labels.get(labels.size() - 1).length() <= gap - 5;
        int left = beside && to < from ? high - gap : low;
        int room = (beside ? gap : high - low) - 1;
        String label = " " + fitting(labels, room - 4) + " ";
        label.getChars(0, label.length(), line, left + 1 + (room - label.length()) / 2);
    }

    /** An element that talks to itself, or somebody the trace does not name. */
    private String plainLabel(char[] line, int column, List<String> labels) {
        int start = x(column) + 2;
        int next = column + 1 < titles.size() ? x(column + 1) : start + WIDEST_GAP;
        String label = fitting(labels, next - start - 1);
        char[] wide = Arrays.copyOf(line, Math.max(line.length, start + label.length()));
        Arrays.fill(wide, line.length, wide.length, ' ');
        label.getChars(0, label.length(), wide, start);
        return new String(wide);
    }

    private String fitting(List<String> labels, int room) {
        return labels.stream().filter(label -> label.length() <= room).findFirst()
                .orElseGet(() -> shorten(labels.get(labels.size() - 1), room));
    }

    private String shorten(String text, int room) {
        return text.length() <= room ? text : text.substring(0, Math.max(0, room - 1)) + pick('…', '~');
    }

    private String paint(String text, String colour) {
        return style.colour() && !colour.isEmpty() ? colour + text + OFF : text;
    }
}
