package org.calliope.ims.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;

/**
 * A wildcarded identity: an extended regular expression between two exclamation marks stands for part of a URI
 * (TS 23.003 13.4A, 13.5). The engine takes time linear in what it looks at, whatever the expression. Immutable.
 */
public final class Wildcard {

    private static final java.util.regex.Pattern FORM =
            java.util.regex.Pattern.compile("((?:sip|sips|tel):[^!<>\\s]*)!([^!<>\\p{Cntrl}]+)!([^!<>\\s]*)");
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(?:[0-9]{1,4},)?([0-9]{1,4}),?}");
    private static final int LONGEST_PATTERN = 100;
    private static final long LONGEST_WRITTEN_OUT = 20_000;
    private static final int LONGEST_IDENTITY = 1_024;
    private static final int ASCII = 128;
    private static final String PLAIN = "-_.~*'()&=+$,;?/";
    /** They come by name with every profile and request; to compile one takes longer than to look at an identity. */
    private static final LoadingCache<String, Wildcard> COMPILED =
            Caffeine.newBuilder().maximumSize(10_000).build(Wildcard::compiled);

    private final String text;
    private final String before;
    private final String expression;
    private final String after;
    private final Pattern pattern;

    private Wildcard(String text, Matcher parts) {
        this.text = text;
        this.before = parts.group(1);
        this.expression = parts.group(2);
        this.after = parts.group(3);
        this.pattern = pattern(text, expression);
        standing();
    }

    /**
     * Compiled once, however often it is asked for.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static Wildcard of(String text) {
        return COMPILED.get(text);
    }

    /**
     * Reads a {@code name-addr} ({@code <sip:room-!.*!@ims.example>}) or a bare URI.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static Wildcard parse(String text) {
        return of(NameAddr.uri(text));
    }

    private static Wildcard compiled(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > LONGEST_IDENTITY || !parts.matches()) {
            throw new IllegalArgumentException("identity '" + text + "' is no wildcarded identity: it must have a"
                    + " regular expression between two exclamation marks, as sip:room-!.*!@ims.example");
        }
        return new Wildcard(text, parts);
    }

    /** Whether a distinct identity looks like one. */
    public static boolean looksSo(String text) {
        return text.indexOf('!') >= 0 && FORM.matcher(text).matches();
    }

    private static Pattern pattern(String text, String expression) {
        if (expression.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException("the expression in '" + text + "' is longer than " + LONGEST_PATTERN);
        }
        long writtenOut = expression.length();
        Matcher repetitions = REPETITION.matcher(expression);
        while (repetitions.find()) {
            writtenOut *= Math.max(1, Integer.parseInt(repetitions.group(1)));
        }
        if (writtenOut > LONGEST_WRITTEN_OUT) {
            throw new IllegalArgumentException("the expression in '" + text + "' repeats too much to be looked for");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the expression in '" + text + "' is none: " + e.getDescription(), e);
        }
    }

    /** As provisioned. */
    public String text() {
        return text;
    }

    /** Characters outside the expression: the more, the more specific. */
    public int literals() {
        return before.length() + after.length();
    }

    /** Whether this canonical identity is one of those it stands for. */
    public boolean matches(String identity) {
        return identity.length() >= literals() && identity.length() <= LONGEST_IDENTITY && identity.startsWith(before)
                && identity.endsWith(after)
                && pattern.matches(identity.substring(before.length(), identity.length() - after.length()));
    }

    /**
     * An identity for where one must stand and nobody named a distinct one, as within a profile: the pattern with what a
     * URI cannot have escaped; where even that is none, as in a tel URI, what stands before the expression.
     */
    public PublicIdentity standing() {
        try {
            return new PublicIdentity(uri());
        } catch (IllegalArgumentException noUri) {
            return new PublicIdentity(before + "0" + after);
        }
    }

    private String uri() {
        StringBuilder uri = new StringBuilder(before).append('!');
        expression.chars().forEach(c -> {
            if (c < ASCII && Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                uri.append((char) c);
            } else {
                uri.append("%%%02X".formatted(c & 0xff));
            }
        });
        return uri.append('!').append(after).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Wildcard wildcard && wildcard.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
