package org.calliope.ims.ifc;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.IntStream;

/**
 * An extended regular expression (IEEE 1003.1 chapter 9, TS 29.228 Annex F, RFC 3402 3.2), looked for in what others send.
 * The engine takes time linear in both, whatever they are; one that somebody else has written is {@link #check checked}
 * first. Any thread.
 */
public final class Ere {

    private static final int LONGEST = 1024;
    /** Instructions of the compiled expression; with the bound on values it bounds the time of one look. */
    private static final int LARGEST = 2000;
    /** The engine writes repetitions out before it can tell the size, nested ones multiplied; above this it is not asked. */
    private static final long LONGEST_WRITTEN_OUT = 200_000;
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(?:[0-9]{1,4},)?([0-9]{1,4}),?}");
    /** Characters of a value that are looked at. */
    private static final int FARTHEST = 8192;
    private static final String SPECIAL = "\\^$.[]|()*+?{}";

    private final String literal;
    private final Pattern pattern;

    private Ere(String expression, int flags) {
        boolean plain = flags == 0 && isPlain(expression);
        literal = plain ? expression : "";
        pattern = plain ? null : Pattern.compile(expression, flags);
    }

    /** @throws com.google.re2j.PatternSyntaxException when it is none; {@link #check} says so in words */
    public static Ere of(String expression) {
        return new Ere(expression, 0);
    }

    /** For names, which have no case. */
    public static Ere ignoringCase(String expression) {
        return new Ere(expression, Pattern.CASE_INSENSITIVE);
    }

    /** @throws IllegalArgumentException when it is no expression or takes too much to look for; the message says which */
    public static void check(String expression, String what) {
        if (expression.isEmpty() || expression.length() > LONGEST
                || expression.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("the expression for the " + what + " is not 1 to " + LONGEST
                    + " characters without control characters");
        }
        try {
            if (mayBeWrittenOut(expression) && Pattern.compile(expression).programSize() <= LARGEST) {
                return;
            }
        } catch (PatternSyntaxException bad) {
            throw new IllegalArgumentException("the expression for the " + what + " is no extended regular expression: "
                    + bad.getDescription());
        }
        throw new IllegalArgumentException("the expression for the " + what + " repeats too much to be looked for");
    }

    /** Takes all repetitions for nested, which needs no parser and is never too little. */
    private static boolean mayBeWrittenOut(String expression) {
        long length = expression.length();
        Matcher repetitions = REPETITION.matcher(expression);
        while (repetitions.find() && length <= LONGEST_WRITTEN_OUT) {
            length *= Math.max(1, Integer.parseInt(repetitions.group(1)));
        }
        return length <= LONGEST_WRITTEN_OUT;
    }

    /** Whether nothing in it has a special meaning. */
    static boolean isPlain(String expression) {
        return expression.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /**
     * @return what the expression and each of its subexpressions match where it is found first, "" for a subexpression that
     *         matches nothing; empty when it is not found
     */
    public List<String> groups(String value) {
        if (pattern == null) {
            return value.contains(literal) ? List.of(literal) : List.of();
        }
        com.google.re2j.Matcher found = pattern.matcher(value);
        return !found.find() ? List.of() : IntStream.rangeClosed(0, found.groupCount())
                .mapToObj(group -> found.group(group) == null ? "" : found.group(group)).toList();
    }

    boolean isFoundIn(String value) {
        String looked = value.length() > FARTHEST ? value.substring(0, FARTHEST) : value;
        return pattern == null ? looked.contains(literal) : pattern.matcher(looked).find();
    }

    boolean isWhole(String value) {
        return pattern == null ? value.equals(literal) : pattern.matches(value);
    }
}
