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

    /** Every data reference of Sh, and numbers of none that are allowed nevertheless. */
    public List<Box> references() {
        List<String> ticked = values.all(field.name());
        List<Box> boxes = new ArrayList<>();
        for (DataReference reference : DataReference.values()) {
            String code = Integer.toString(reference.code());
            boxes.add(new Box(code, reference.name().replace('_', ' '), ticked.contains(code)));
        }
        ticked.stream().filter(code -> boxes.stream().noneMatch(box -> box.value().equals(code)))
                .forEach(code -> boxes.add(new Box(code, code, true)));
        return boxes;
    }
}
