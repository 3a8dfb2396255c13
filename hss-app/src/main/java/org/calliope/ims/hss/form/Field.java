package org.calliope.ims.hss.form;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.store.Kind;

/**
 * A field of a form.
 *
 * @param name    as the document calls it
 * @param word    its label is the text {@code field.<word>}, what the standard says of it {@code help.<word>}
 * @param refers  the kind of documents whose names it takes
 * @param choices what a {@link Type#CHOICE} or {@link Type#REFERENCES} offers
 */
public record Field(Type type, String name, String word, Optional<Kind<?>> refers, List<String> choices) {

    /** How a field is filled in. */
    public enum Type {
        TEXT, NUMBER, AREA,
        /** A list of words. */
        WORDS, TICK, CHOICE,
        /** Data references of Sh, by name. */
        REFERENCES,
        /** Filter criteria with their priorities. */
        USES
    }

    static Field of(Type type, String name, String word) {
        return new Field(type, name, word, Optional.empty(), List.of());
    }

    static Field referring(Type type, String name, String word, Kind<?> kind) {
        return new Field(type, name, word, Optional.of(kind), List.of());
    }

    static Field choice(String name, String word, Enum<?>... choices) {
        return new Field(Type.CHOICE, name, word, Optional.empty(), Stream.of(choices).map(Enum::name).toList());
    }

    /** Of the data references that TS 29.328 table 7.6.1 has the operation for. */
    static Field references(String name, String word, ShOperation operation) {
        return new Field(Type.REFERENCES, name, word, Optional.empty(),
                DataAccess.with(operation).stream().map(Object::toString).toList());
    }

    /** Key of its label. */
    public String label() {
        return "field." + word;
    }

    /** Key of what it is for. */
    public String help() {
        return "help." + word;
    }

    /** Key of the label of a choice. */
    public static String choice(String choice) {
        return "choice." + choice.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Name of the inputs that hold the priorities of {@link Type#USES}. */
    public String priorities() {
        return name + ".priority";
    }

    /** The names of other documents that were typed. */
    List<String> referred(Values values) {
        return switch (type) {
            case USES -> values.rows(priorities(), name).stream().map(row -> row.get(1)).toList();
            case AREA -> values.lines(name);
            default -> Stream.of(values.text(name)).filter(text -> !text.isEmpty()).toList();
        };
    }

    /** Whether nothing was filled in. */
    boolean empty(Values values) {
        return values.all(name).stream().allMatch(String::isBlank)
                && values.all(priorities()).stream().allMatch(String::isBlank);
    }

    /** These values, but for this field, which is as in the others. */
    Values taking(Values of, Values others) {
        return of.with(name, others.all(name)).with(priorities(), others.all(priorities()));
    }
}
