package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A layered graph measured out for SVG: each layer a column, what belongs together joined by curves.
 *
 * @param width  in pixels, as all lengths
 * @param hidden nodes of a layer that are left out because there are too many
 */
public record IdentityPicture(int width, int height, List<Column> columns, List<Box> boxes, List<Curve> curves,
                              int hidden) {

    static final int MOST_IN_COLUMN = 60;
    private static final int BOX_WIDTH = 164;
    private static final int BOX_HEIGHT = 36;
    private static final int ROW = 46;
    private static final int GAP = 22;
    private static final int MARGIN = 8;
    private static final int HEAD = 34;
    private static final int LETTERS = 21;
    private static final int STROKE = 2;

    /** A layer's head; {@code key} of its text. */
    public record Column(int x, String key) {
    }

    /**
     * A node.
     *
     * @param mood a word for the style sheet: {@code good}, {@code open}, {@code none}, {@code barred} or {@code plain}
     * @param link address of its page, "" for none
     */
    public record Box(int x, int y, String label, String below, String full, String mood, String link) {
        /** Its width. */
        public int width() {
            return BOX_WIDTH;
        }

        /** Its height. */
        public int height() {
            return BOX_HEIGHT;
        }
    }

    /** What joins two boxes: the path of SVG. */
    public record Curve(String path) {
    }

    /** Gathers nodes and what joins them, layer by layer. */
    static final class Builder {

        private record Node(String label, String below, String mood, String link) {
        }

        private record Ends(int layer, String from, int toLayer, String to) {
        }

        private final List<String> heads;
        private final List<Map<String, Node>> layers = new ArrayList<>();
        private final Set<Ends> ends = new LinkedHashSet<>();

        /** @param heads text keys of the layers */
        Builder(List<String> heads) {
            this.heads = heads;
            heads.forEach(head -> layers.add(new LinkedHashMap<>()));
        }

        /** Adds a node, once for each name in a layer. */
        Builder node(int layer, String name, String label, String below, String mood, String link) {
            layers.get(layer).putIfAbsent(name, new Node(label, below, mood, link));
            return this;
        }

        /** Joins two nodes of layers that follow each other, not necessarily at once. */
        Builder join(int layer, String from, int toLayer, String to) {
            ends.add(new Ends(layer, from, toLayer, to));
            return this;
        }

        IdentityPicture build() {
            int tallest = layers.stream().mapToInt(Map::size).map(size -> Math.min(size, MOST_IN_COLUMN)).max()
                    .orElse(0);
            List<Column> columns = new ArrayList<>();
            Map<String, Box> placed = new LinkedHashMap<>();
            int x = MARGIN;
            int hidden = 0;
            for (int layer = 0; layer < layers.size(); layer++) {
                Map<String, Node> nodes = layers.get(layer);
                if (nodes.isEmpty()) {
                    continue;
                }
                columns.add(new Column(x + BOX_WIDTH / 2, heads.get(layer)));
                int shown = Math.min(nodes.size(), MOST_IN_COLUMN);
                hidden += nodes.size() - shown;
                int y = HEAD + (tallest - shown) * ROW / 2;
                for (Map.Entry<String, Node> node : nodes.entrySet().stream().limit(shown).toList()) {
                    placed.put(layer + " " + node.getKey(), box(x, y, node.getKey(), node.getValue()));
                    y += ROW;
                }
                x += BOX_WIDTH + GAP;
            }
            return new IdentityPicture(x - GAP + MARGIN, HEAD + tallest * ROW + MARGIN, columns,
                    List.copyOf(placed.values()), curves(placed), hidden);
        }

        private static Box box(int x, int y, String name, Node node) {
            return new Box(x, y, shortened(node.label), shortened(node.below), name, node.mood, node.link);
        }

        private List<Curve> curves(Map<String, Box> placed) {
            List<Curve> curves = new ArrayList<>();
            for (Ends joined : ends) {
                Box from = placed.get(joined.layer + " " + joined.from);
                Box to = placed.get(joined.toLayer + " " + joined.to);
                if (from != null && to != null) {
                    curves.add(curve(from, to));
                }
            }
            return curves;
        }

        private static Curve curve(Box from, Box to) {
            int x1 = from.x + BOX_WIDTH;
            int y1 = from.y + BOX_HEIGHT / 2;
            int x2 = to.x - STROKE;
            int y2 = to.y + BOX_HEIGHT / 2;
            int middle = (x1 + x2) / 2;
            return new Curve(String.format(Locale.ROOT, "M%d %dC%d %d %d %d %d %d", x1, y1, middle, y1, middle, y2, x2,
                    y2));
        }

        private static String shortened(String text) {
            return text.length() <= LETTERS ? text : text.substring(0, LETTERS - 1) + "…";
        }
    }
}
