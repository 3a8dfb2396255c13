package org.calliope.ims.bench.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of even load, written {@code name:SECONDSxRATE}.
 *
 * @param seconds 1 and more
 * @param rate    operations offered a second
 */
record Phase(String name, int seconds, double rate) {

    /** What is offered in the phases of this name is in no table. */
    static final String WARM = "warm";
    /** Of what is offered in the phases of this name each operation has a line of its own. */
    static final String EACH = "each";
    private static final Pattern FORM = Pattern.compile("([a-z-]+):(\\d{1,5})x(\\d{1,6}(?:\\.\\d+)?)");

    /** @throws IllegalArgumentException when the text has another form */
    static Phase parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(2)) == 0) {
            throw new IllegalArgumentException("a phase is name:SECONDSxRATE, as in before:20x1500, not " + text);
        }
        return new Phase(m.group(1), Integer.parseInt(m.group(2)), Double.parseDouble(m.group(3)));
    }

    boolean counts() {
        return !WARM.equals(name);
    }
}
