package org.calliope.ims.hss.page;

import java.util.List;

/**
 * A ladder, measured out: participants as columns, events as rows; lengths are SVG user units.
 *
 * @param title   {@code INVITE alice → bob}, "" when there is no SIP in it
 * @param what    the identity, Call-ID or ICID that joins it
 * @param self    address of the page, for links to its events
 * @param refresh address of the fragment that redraws it
 * @param hidden  events that were left out because there are too many
 */
public record LadderView(String title, String what, String self, String refresh, int width, int height, List<Column> columns,
                         List<Row> rows, int hidden) {

    /**
     * A participant's line of life.
     *
     * @param label name
     * @param below its address, "" for an element
     */
    public record Column(int x, String label, String below) {
    }

    /**
     * An arrow or a note.
     *
     * @param sequence of the event
     * @param kind     {@code request}, {@code response}, {@code diameter} or {@code note}
     * @param mood     {@code good}, {@code bad} or {@code none}
     * @param from     where it begins; for a note its left edge
     * @param to       where it ends; for a note its right edge
     * @param label    what stands on it
     * @param small    second line of a note, "" for none
     * @param clause   of a note, "" for none
     * @param full     all of it, for a tooltip and a screen reader
     * @param time     since the first event
     */
    public record Row(long sequence, String kind, String mood, int y, int from, int to, String label, String small,
                      String clause, String full, String time) {

        /** Where the words are centred. */
        public int middle() {
            return (from + to) / 2;
        }

        /** Whether it is an event of one participant. */
        public boolean note() {
            return kind.equals("note");
        }

        /** The arrow head, a triangle at the end. */
        public String head() {
            int back = to > from ? -HEAD : HEAD;
            return to + "," + y + " " + (to + back) + "," + (y - HEAD / 2) + " " + (to + back) + "," + (y + HEAD / 2);
        }

        /** Left edge of the area to click. */
        public int left() {
            return Math.min(from, to);
        }

        /** Width of the area to click. */
        public int span() {
            return Math.abs(to - from);
        }
    }

    private static final int HEAD = 8;

    /** Nothing was recorded under that name. */
    public boolean empty() {
        return rows.isEmpty();
    }
}
