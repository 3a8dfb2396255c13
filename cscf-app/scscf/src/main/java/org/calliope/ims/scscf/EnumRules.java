package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.Ere;

/**
 * ENUM: what is asked about a telephone number, and which SIP URI the NAPTR records name. RFC 6116 3, RFC 3402 3.2,
 * RFC 3764. What can not be used is passed over: records come from wherever DNS leads to. Pure.
 */
final class EnumRules {

    /** More records than anybody has; those of the lowest order and preference are looked at. */
    private static final int MOST_RECORDS = 32;
    /** RFC 6116 3.4.2: the flag of a record that is the last step. Others lead to further questions, which nobody uses. */
    private static final String TERMINAL = "u";
    private static final int PARTS = 3;
    private static final int LONGEST_URI = 512;
    /** RFC 3261 19.1.1: a Request-URI has no headers, so there is no question mark; nor may a record write into messages. */
    private static final Pattern REQUEST_URI = Pattern.compile("(?i:sips?):[!-~&&[^<>\"?]]{1," + LONGEST_URI + "}");

    private EnumRules() {
    }

    /**
     * RFC 6116 3.2.
     *
     * @param number a global one with its plus sign
     * @param suffix {@code e164.arpa}
     */
    static String domain(String number, String suffix) {
        StringBuilder domain = new StringBuilder();
        for (int i = number.length() - 1; i > 0; i--) {
            domain.append(number.charAt(i)).append('.');
        }
        return domain.append(suffix).toString();
    }

    /**
     * @param number a global one with its plus sign: the Application Unique String (RFC 6116 3.1)
     * @return the SIP URI of the first record that gives one
     */
    static Optional<String> uri(String number, List<Naptr> records) {
        return records.stream().sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
                .limit(MOST_RECORDS).filter(EnumRules::isForSip).flatMap(record -> applied(record.regexp(), number).stream())
                .filter(EnumRules::isRequestUri).findFirst();
    }

    // RFC 6116 3.4.3: E2U and one enumservice or more, in any case; RFC 3764 4: sip stands for sips too
    private static boolean isForSip(Naptr record) {
        List<String> service = List.of(record.service().toLowerCase(Locale.ROOT).split("\\+"));
        return record.flags().equalsIgnoreCase(TERMINAL) && service.size() > 1 && service.get(0).equals("e2u")
                && service.subList(1, service.size()).contains("sip");
    }

    /** The substitution expression of RFC 3402 3.2: delimiter, ERE, delimiter, replacement, delimiter, flags. */
    private static Optional<String> applied(String regexp, String number) {
        List<String> parts = parts(regexp);
        if (parts.size() != PARTS || !(parts.get(2).isEmpty() || parts.get(2).equalsIgnoreCase("i"))) {
            return Optional.empty();
        }
        try {
            Ere.check(parts.get(0), "number");
        } catch (IllegalArgumentException unusable) {
            return Optional.empty();
        }
        Ere ere = parts.get(2).isEmpty() ? Ere.of(parts.get(0)) : Ere.ignoringCase(parts.get(0));
        return replaced(parts.get(1), ere.groups(number));
    }

    private static List<String> parts(String regexp) {
        List<String> parts = new ArrayList<>();
        // RFC 3402 3.2: neither a digit nor a flag nor the escape delimits
        if (regexp.isEmpty() || Character.isLetterOrDigit(regexp.charAt(0)) || regexp.charAt(0) == '\\') {
            return parts;
        }
        char delimiter = regexp.charAt(0);
        StringBuilder part = new StringBuilder();
        for (int i = 1; i < regexp.length(); i++) {
            char c = regexp.charAt(i);
            if (c == '\\' && i + 1 < regexp.length()) {
                char escaped = regexp.charAt(++i);
                part.append(escaped == delimiter ? "" : "\\").append(escaped);
            } else if (c == delimiter) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** @param groups empty when the expression was not found */
    private static Optional<String> replaced(String replacement, List<String> groups) {
        StringBuilder uri = new StringBuilder();
        for (int i = 0; i < replacement.length() && !groups.isEmpty(); i++) {
            char c = replacement.charAt(i);
            if (c != '\\') {
                uri.append(c);
                continue;
            }
            int group = ++i < replacement.length() ? replacement.charAt(i) - '0' : 0;
            if (group < 1 || group >= groups.size()) {
                return Optional.empty();
            }
            uri.append(groups.get(group));
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(uri.toString());
    }

    private static boolean isRequestUri(String uri) {
        try {
            return REQUEST_URI.matcher(uri).matches() && !PublicIdentity.parse(uri).user().isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
