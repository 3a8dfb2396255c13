package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a form sent, or what it is to show: texts by the names of its fields. Immutable. */
public final class Values {

    /** Name of the last field of every form: a body that lost its end is not taken for a whole one. */
    public static final String END = "end";

    private static final int LONGEST = 70_000;

    private final Map<String, List<String>> texts;

    private Values(Map<String, List<String>> texts) {
        this.texts = texts;
    }

    /** Of what a request sent. */
    public static Values of(Map<String, String[]> parameters) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        parameters.forEach((name, sent) -> texts.put(name, Stream.of(sent).map(Values::bounded).toList()));
        return new Values(texts);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** Nothing at all. */
    public static Values none() {
        return new Values(Map.of());
    }

    /** The same with another text in a field. */
    public Values with(String name, String text) {
        return with(name, List.of(text));
    }

    /** The same with other texts in a field. */
    public Values with(String name, List<String> all) {
        Map<String, List<String>> more = new LinkedHashMap<>(texts);
        more.put(name, List.copyOf(all));
        return new Values(more);
    }

    /** The same with or without a tick. */
    public Values with(String name, boolean ticked) {
        return with(name, ticked ? List.of("on") : List.of());
    }

    /** The text of a field without what surrounds it; "" when there is none. */
    public String text(String name) {
        return raw(name).strip();
    }

    /** The text of a field as it was typed; "" when there is none. */
    public String raw(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** Every text of that name. */
    public List<String> all(String name) {
        return texts.getOrDefault(name, List.of());
    }

    /** Whether a box is ticked. */
    public boolean ticked(String name) {
        return !all(name).isEmpty();
    }

    /** The words of a field: what blanks, commas and line ends separate. */
    public List<String> words(String name) {
        return Stream.of(text(name).split("[\\s,]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** The lines of a field that are not empty. */
    public List<String> lines(String name) {
        return text(name).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /**
     * A whole number of 0 and more.
     *
     * @throws IllegalArgumentException when it is none
     */
    public int number(String name) {
        return number(name, text(name));
    }

    /** As {@link #number(String)}, of a text that came from the field. */
    static int number(String name, String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " must be a whole number, 0 or more");
        }
        return Integer.parseInt(text);
    }

    /** A count that a form carries along, 0 to the most there may be. */
    public int count(String name, int most) {
        String text = text(name);
        return text.matches("\\d{1,4}") ? Math.min(most, Integer.parseInt(text)) : 0;
    }

    /**
     * Rows of two fields each; rows that are empty do not count.
     *
     * @return first and second text of each row
     */
    public List<List<String>> rows(String first, String second) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.max(all(first).size(), all(second).size()); i++) {
            List<String> row = List.of(at(first, i), at(second, i));
            if (!row.get(0).isEmpty() || !row.get(1).isEmpty()) {
                rows.add(row);
            }
        }
        return Collections.unmodifiableList(rows);
    }

    private String at(String name, int place) {
        List<String> all = all(name);
        return place < all.size() ? all.get(place).strip() : "";
    }

    /** The names of the fields that could be of one of our forms. */
    public List<String> names() {
        return texts.keySet().stream().filter(name -> name.matches("[A-Za-z0-9.-]{1,60}")).toList();
    }

    /** Whether the form came whole. */
    public boolean whole() {
        return ticked(END);
    }

    @Override
    public String toString() {
        return "Values" + texts.keySet(); // without the texts, for one may be a password
    }
}
