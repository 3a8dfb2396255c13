package org.calliope.ims.bgcf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;

/**
 * How a gateway wants to have numbers: what they begin with here, and there. Of several beginnings the longest counts; a number that
 * has none of them stays. Immutable.
 */
final class NumberRules {

    private static final Pattern RULE = Pattern.compile("(\\+|\\+?[0-9]{1,20})(?:\\s+(\\+|\\+?[0-9*#]{1,20}))?");

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String here, String there) {
    }

    /**
     * @param key   of conf/bgcf.properties
     * @param value {@code +49 0, + 00, 115}: what stands alone is taken away
     * @throws ConfigException naming the key
     */
    NumberRules(String key, String value) {
        for (String item : value.split(",", -1)) {
            Matcher rule = RULE.matcher(item.strip());
            if (!rule.matches()) {
                throw new ConfigException(BgcfSettings.FILE, key, "'" + item.strip() + "' is not what numbers begin with here and"
                        + " at the gateway, such as +49 0");
            }
            rules.add(new Rule(rule.group(1), rule.group(2) == null ? "" : rule.group(2)));
        }
        rules.sort(Comparator.comparing(rule -> -rule.here().length()));
    }

    /** @param number with or without plus sign, without visual separators */
    String apply(String number) {
        return rules.stream().filter(rule -> number.startsWith(rule.here())).findFirst()
                .map(rule -> rule.there() + number.substring(rule.here().length())).filter(there -> !there.isEmpty()).orElse(number);
    }
}
