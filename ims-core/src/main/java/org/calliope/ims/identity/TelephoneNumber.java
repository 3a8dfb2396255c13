package org.calliope.ims.identity;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A telephone number that a Request-URI names: a tel URI (RFC 3966), or the same within a SIP URI with
 * {@code user=phone} (RFC 3261 19.1.6) when it is a global one. Immutable.
 *
 * @param number     digits without visual separators, after a plus sign when it is a global number
 * @param parameters of the number by their names in lower case; "" for one without value
 */
public record TelephoneNumber(String number, Map<String, String> parameters) {

    private static final Pattern GLOBAL = Pattern.compile("\\+[0-9.()-]*[0-9][0-9.()-]*(;.*)?", Pattern.DOTALL);
    private static final Pattern USER_PHONE = Pattern.compile("[;](?i:user=phone)(?![^;?])");
    private static final String SEPARATORS = "[-.()]";

    public TelephoneNumber {
        parameters = Map.copyOf(parameters);
    }

    /**
     * @param uri that {@link PublicIdentity} takes
     * @return nothing when it names no telephone number
     */
    public static Optional<TelephoneNumber> of(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        if (lower.startsWith("tel:")) {
            return Optional.of(subscriber(uri.substring("tel:".length())));
        }
        int at = uri.indexOf('@');
        int colon = uri.indexOf(':');
        if (!lower.startsWith("sip") || at < colon || !USER_PHONE.matcher(uri.substring(at + 1)).find()) {
            return Optional.empty();
        }
        String user = uri.substring(colon + 1, at);
        return GLOBAL.matcher(user).matches() ? Optional.of(subscriber(user)) : Optional.empty();
    }

    private static TelephoneNumber subscriber(String text) {
        String[] parts = text.split(";");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), equals < 0 ? "" : parts[i].substring(equals + 1));
        }
        return new TelephoneNumber(parts[0].replaceAll(SEPARATORS, "").toLowerCase(Locale.ROOT), parameters);
    }

    /** @return whether it is unambiguous in the whole world (RFC 3966 5.1.4) */
    public boolean global() {
        return number.startsWith("+");
    }

    /** @return where a local number counts, "" for a global one (RFC 3966 5.1.5) */
    public String context() {
        return global() ? "" : parameters.getOrDefault("phone-context", "").toLowerCase(Locale.ROOT);
    }

    /** @return whether it was looked up already whether the number has moved to another network (RFC 4694 5.3) */
    public boolean dipped() {
        return parameters.containsKey("npdi");
    }

    /** @return the number by which a number that has moved is routed (RFC 4694 5.1), without visual separators */
    public Optional<String> routingNumber() {
        return Optional.ofNullable(parameters.get("rn")).map(rn -> rn.replaceAll(SEPARATORS, "").toLowerCase(Locale.ROOT))
                .filter(rn -> !rn.isEmpty());
    }

    /** @return {@code group@context} of the trunk group that the call is to leave by (RFC 4904 5), in lower case */
    public Optional<String> trunkGroup() {
        String group = parameters.get("tgrp");
        String context = parameters.get("trunk-context");
        return group == null || context == null ? Optional.empty() : Optional.of((group + '@' + context).toLowerCase(Locale.ROOT));
    }

    /** @return the tel URI with all parameters that the number has */
    public String telUri() {
        StringBuilder uri = new StringBuilder("tel:").append(number);
        parameters.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each ->
                uri.append(';').append(each.getKey()).append(each.getValue().isEmpty() ? "" : '=' + each.getValue()));
        return uri.toString();
    }
}
