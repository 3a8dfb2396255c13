package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.sip.Headers;

/**
 * Which of the called user's contacts a caller wants or does not want, by Accept-Contact and Reject-Contact, and how they
 * are to be tried, by Request-Disposition (RFC 3841). The implicit preferences of 7.2.2, for contacts that know the method,
 * count too. A contact that says nothing of its features is taken by every caller (7.2.4). Immutable. Pure.
 */
final class CallerPreferences {

    /** None; of all contacts each will do. */
    static final CallerPreferences NONE = new CallerPreferences(List.of(), List.of(), Set.of());

    /** RFC 3840 9: feature tags of the base set, which have no "+" before them. */
    private static final Set<String> BASE = Set.of("audio", "automata", "class", "duplex", "data", "control", "mobility",
            "description", "events", "priority", "methods", "schemes", "application", "video", "language", "type", "isfocus",
            "actor", "text", "extensions");
    private static final String REQUIRE = "require";
    private static final String EXPLICIT = "explicit";
    private static final String METHODS = "methods";
    /** More of them are no caller's preferences but an attack. */
    private static final int MOST = 20;

    private final List<Predicate> accepted;
    private final List<Predicate> rejected;
    private final Set<String> directives;

    /**
     * A set of feature tags, each with the values of which one must hold.
     *
     * @param require  a contact that does not match is out
     * @param explicit a contact that does not name each of the tags does not match
     */
    private record Predicate(Map<String, Set<String>> features, boolean require, boolean explicit) {
    }

    private CallerPreferences(List<Predicate> accepted, List<Predicate> rejected, Set<String> directives) {
        this.accepted = accepted;
        this.rejected = rejected;
        this.directives = directives;
    }

    static CallerPreferences of(SipServletRequest request) {
        return of(request.getMethod(), MessageValues.all(request, Headers.ACCEPT_CONTACT),
                MessageValues.all(request, Headers.REJECT_CONTACT), MessageValues.all(request, Headers.REQUEST_DISPOSITION));
    }

    /** @param accept values of the header, and so on */
    static CallerPreferences of(String method, List<String> accept, List<String> reject, List<String> disposition) {
        List<Predicate> accepted = predicates(accept);
        List<Predicate> rejected = predicates(reject);
        boolean methods = accepted.stream().anyMatch(predicate -> predicate.features().containsKey(METHODS));
        if (!methods) { // 7.2.2
            accepted.add(new Predicate(Map.of(METHODS, Set.of(method.toLowerCase(Locale.ROOT))), true, false));
        }
        return new CallerPreferences(accepted, rejected, Set.copyOf(disposition.stream().limit(MOST)
                .map(directive -> directive.strip().toLowerCase(Locale.ROOT)).toList()));
    }

    private static List<Predicate> predicates(List<String> values) {
        List<Predicate> predicates = new ArrayList<>();
        for (String value : values.subList(0, Math.min(values.size(), MOST))) {
            List<String> parts = Identities.split(value, ';');
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String part : parts.subList(Math.min(1, parts.size()), Math.min(parts.size(), MOST))) {
                int equals = part.indexOf('=');
                parameters.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
            Map<String, Set<String>> features = features(parameters);
            if (!features.isEmpty()) {
                predicates.add(new Predicate(features, parameters.containsKey(REQUIRE), parameters.containsKey(EXPLICIT)));
            }
        }
        return predicates;
    }

    /** RFC 3840 9: what of the parameters are features; a tag without value is TRUE, several values are any of them. */
    private static Map<String, Set<String>> features(Map<String, String> parameters) {
        Map<String, Set<String>> features = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            String tag = name.strip().toLowerCase(Locale.ROOT);
            if (tag.startsWith("+") || BASE.contains(tag)) {
                features.put(tag, values(value.strip()));
            }
        });
        return features;
    }

    private static Set<String> values(String text) {
        if (text.isEmpty()) {
            return Set.of("true");
        }
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String value = quoted ? text.substring(1, text.length() - 1) : text;
        return value.startsWith("<") ? Set.of(value) // a string is compared as it stands
                : Set.copyOf(List.of(value.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*")));
    }

    /**
     * RFC 3841 7.2.4.
     *
     * @return how well the contact suits the caller, 0.0 to 1.0; nothing when it is out
     */
    OptionalDouble score(Binding contact) {
        Map<String, Set<String>> features = features(contact.details().parameters());
        if (features.isEmpty() || accepted.isEmpty() && rejected.isEmpty()) {
            return OptionalDouble.of(1);
        }
        if (rejected.stream().anyMatch(predicate -> shared(predicate, features) == predicate.features().size()
                && agrees(predicate, features))) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (Predicate predicate : accepted) {
            boolean agrees = agrees(predicate, features);
            double score = agrees ? (double) shared(predicate, features) / predicate.features().size() : 0;
            boolean matches = agrees && (!predicate.explicit() || score == 1);
            if (!matches && predicate.require()) {
                return OptionalDouble.empty();
            }
            sum += matches ? score : 0;
        }
        return OptionalDouble.of(sum / accepted.size());
    }

    private static long shared(Predicate predicate, Map<String, Set<String>> features) {
        return predicate.features().keySet().stream().filter(features::containsKey).count();
    }

    /** RFC 2533: what both name has a value in common. */
    private static boolean agrees(Predicate predicate, Map<String, Set<String>> features) {
        return predicate.features().entrySet().stream().allMatch(wanted -> {
            Set<String> there = features.get(wanted.getKey());
            return there == null || wanted.getValue().stream().anyMatch(value -> value.startsWith("!")
                    ? !there.equals(Set.of(value.substring(1)))
                    : there.contains(value) || there.stream().anyMatch(one -> one.startsWith("!") && !one.substring(1).equals(value)));
        });
    }

    /** Request-Disposition, 9.1: whether to ring at once, one after the other, or by what the contacts say. */
    boolean parallel(boolean otherwise) {
        return !directives.contains("sequential") && (directives.contains("parallel") || otherwise);
    }

    /** Request-Disposition, 9.1: only the best contact is to be tried. */
    boolean single() {
        return directives.contains("no-fork");
    }
}
