package org.calliope.ims.hss.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** What every document checks of its fields; a refusal says which field and why. */
final class Text {

    /** Characters of a name at most; also what the database's columns hold. */
    static final int LONGEST_NAME = 255;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}@._+:\\- ]*");
    private static final Pattern SERVER = Pattern.compile("sips?:[^\\s<>\"@]*@?[A-Za-z0-9.\\-\\[\\]:]+(;[^\\s<>\"]*)?");
    private static final Pattern DIAMETER = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.\\-]*[A-Za-z0-9])?");
    private static final Pattern DIAMETER_URI = Pattern.compile("aaas?://[A-Za-z0-9.\\-\\[\\]:]+(;[A-Za-z0-9=;.\\-]*)?");

    private Text() { }

    /** A name that people choose and that stands in addresses of the REST interface. */
    static String name(String field, String value) {
        String text = plain(field, value, LONGEST_NAME);
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(field
                    + " must begin with a letter or digit and go on with letters, digits, blanks and @ . _ + : -");
        }
        return text;
    }

    /** Any text without control characters; null counts as "". */
    static String plain(String field, String value, int longest) {
        String text = Objects.requireNonNullElse(value, "").strip();
        if (text.length() > longest) {
            throw new IllegalArgumentException(field + " is longer than " + longest + " characters");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r')) {
            throw new IllegalArgumentException(field + " has a control character in it");
        }
        return text;
    }

    /** A SIP URI of a server. */
    static String server(String field, String value) {
        return matching(field, value, SERVER, "a SIP URI such as sip:as.ims.example:5070");
    }

    /** A Diameter identity (RFC 6733 4.3.1), or "". */
    static String diameterHost(String field, String value) {
        String text = Objects.requireNonNullElse(value, "").strip();
        return text.isEmpty() ? "" : matching(field, text, DIAMETER, "a Diameter identity such as as.ims.example");
    }

    /** A Diameter URI (RFC 6733 4.3.1), or "". */
    static String diameterUri(String field, String value) {
        String text = Objects.requireNonNullElse(value, "").strip();
        return text.isEmpty() ? "" : matching(field, text, DIAMETER_URI,
                "a Diameter URI such as aaa://ccf.ims.example:3868;transport=tcp");
    }

    private static String matching(String field, String value, Pattern pattern, String what) {
        String text = plain(field, value, LONGEST_NAME);
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " must be " + what);
        }
        return text;
    }

    /** A list of at most so many; null counts as none. */
    static <T> List<T> list(String field, List<T> values, int most) {
        List<T> all = values == null ? List.of() : List.copyOf(values);
        if (all.size() > most) {
            throw new IllegalArgumentException(field + " has more than " + most + " entries");
        }
        return all;
    }
}
