package org.calliope.ims.hss.check;

import java.util.List;

import org.calliope.ims.hss.page.Texts;

/**
 * What is odd about a subscriber and what to change; never with a secret in it.
 *
 * @param grave  it keeps somebody from registering or from being served
 * @param key    of the text
 * @param values put into the text
 * @param clause that says so, "" where experience does
 */
public record Advice(boolean grave, String key, List<String> values, String clause) {

    static Advice grave(String key, String clause, String... values) {
        return new Advice(true, key, List.of(values), clause);
    }

    static Advice odd(String key, String clause, String... values) {
        return new Advice(false, key, List.of(values), clause);
    }

    /** In the reader's language. */
    public String words(Texts texts) {
        return texts.of(key, values.toArray());
    }
}
