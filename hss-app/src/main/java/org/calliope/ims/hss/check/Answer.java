package org.calliope.ims.hss.check;

import java.util.List;

import org.calliope.ims.hss.page.Texts;

/**
 * What is answered at one step of a registration.
 *
 * @param step   {@code UAR}, {@code MAR}, {@code SAR} or {@code iFC}
 * @param about  identity or profile
 * @param good   it goes on
 * @param result name of the result code, or a sentence of a filter criterion
 * @param key    of the text that says more, "" for none
 */
public record Answer(String step, String about, boolean good, String result, String key, List<String> values,
                     String clause) {

    /** In the reader's language. */
    public String words(Texts texts) {
        return key.isEmpty() ? "" : texts.of(key, values.toArray());
    }
}
