package org.calliope.ims.hss.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;

/**
 * The form of a kind of document, described once.
 *
 * @param sample a document nothing is wrong with: each field is checked within it, so that what is wrong with one does
 *               not hide what is wrong with another
 * @param show   what the form holds for a document
 * @param read   the document a form holds; throws {@link IllegalArgumentException} when there is something wrong
 */
public record DocumentForm<T extends Named>(Kind<T> kind, List<Field> fields, T sample, Function<T, Values> show,
                                            Function<Values, T> read) {

    /** Where a problem stands that is of no field in particular. */
    public static final String WHOLE = "";

    /**
     * What is wrong, by the name of the field, in the words of the document's own check.
     *
     * @param typing leave alone what is still empty
     * @param exists whether there is a document of that kind and name
     */
    public Map<String, String> problems(Values values, Texts texts, boolean typing,
            BiPredicate<Kind<?>, String> exists) {
        Map<String, String> problems = new LinkedHashMap<>();
        Values good = show.apply(sample);
        for (Field field : fields) {
            if (typing && field.empty(values)) {
                continue;
            }
            try {
                read.apply(field.taking(good, values));
                field.refers().ifPresent(kindOf -> field.referred(values).stream()
                        .filter(name -> !exists.test(kindOf, name)).findFirst().ifPresent(name ->
                                problems.put(field.name(), texts.of("form.refers.unknown", name))));
            } catch (IllegalArgumentException e) {
                problems.put(field.name(), Problems.beside(field.name(), e));
            }
        }
        if (problems.isEmpty() && !typing) {
            checkWhole(values, problems);
        }
        return problems;
    }

    private void checkWhole(Values values, Map<String, String> problems) {
        try {
            read.apply(values);
        } catch (IllegalArgumentException e) {
            problems.put(WHOLE, e.getMessage());
        }
    }

    /** What the form holds for a document that is not made yet. */
    public Values fresh() {
        Values fresh = show.apply(sample);
        for (Field field : fields) {
            boolean chosen = field.type() == Field.Type.CHOICE || field.type() == Field.Type.NUMBER;
            fresh = chosen ? fresh : field.taking(fresh, Values.none());
        }
        return fresh;
    }
}
