package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.calliope.ims.hss.form.Field;
import org.calliope.ims.hss.form.Problems;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.sh.DataReference;

/**
 * A field of a document's form, filled in.
 *
 * @param problem     what is wrong, "" for nothing
 * @param suggestions names that may be typed
 */
public record FieldView(Field field, Values values, String problem, List<String> suggestions) {

    private static final int ROOM = 3;

    /** A box to tick. */
    public record Box(String value, String label, boolean ticked) {
    }

    /** What it holds. */
    public String value() {
        return values.text(field.name());
    }

    /** Name of the element of its problem. */
    public String id() {
        return Problems.id(field.name());
    }

    /** Whether it is ticked. */
    public boolean ticked() {
        return values.ticked(field.name());
    }

    /** Priority and criterion, with room for more. */
    public List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>(values.rows(field.priorities(), field.name()));
        Stream.generate(() -> List.of("", "")).limit(ROOM).forEach(rows::add);
        return rows;
    }

    /** The data references that are offered, and what was sent beside them, which the document refuses. */
    public List<Box> references() {
        List<String> ticked = values.all(field.name());
        return Stream.concat(field.choices().stream(), ticked.stream()).distinct()
                .map(code -> new Box(code, label(code), ticked.contains(code))).toList();
    }

    private static String label(String code) {
        return Stream.of(DataReference.values()).filter(reference -> code.equals(Integer.toString(reference.code())))
                .findFirst().map(reference -> reference.name().replace('_', ' ')).orElse(code);
    }
}
