package org.calliope.ims.container.message;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/** Accept-Language, RFC 3261 20.3. */
final class Languages {

    private Languages() { }

    /** @return the languages of these header values, the one liked best first; what can not be read is left out */
    static List<Locale> of(Iterator<String> values) {
        List<LanguageRange> ranges = new ArrayList<>();
        while (values.hasNext()) {
            String value = values.next();
            try {
                for (String one : value.split(",")) {
                    ranges.add(range(one));
                }
            } catch (IllegalArgumentException notALanguage) {
                continue;
            }
        }
        ranges.sort(Comparator.comparingDouble(LanguageRange::getWeight).reversed());
        return ranges.stream().map(range -> Locale.forLanguageTag(range.getRange())).toList();
    }

    private static LanguageRange range(String text) {
        String[] parts = text.strip().split("\\s*;\\s*");
        double weight = 1;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("q=")) {
                weight = Double.parseDouble(parts[i].substring(2));
            }
        }
        return new LanguageRange(parts[0], weight);
    }
}
