package org.calliope.ims.testkit.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A name-addr or addr-spec with its header parameters: the value of From, To, Contact, Route and their like
 * (RFC 3261 20.10).
 *
 * @param uri        the URI as written, without angle brackets
 * @param parameters those behind the angle brackets; without brackets everything behind the first semicolon
 */
public record Address(String displayName, String uri, Map<String, String> parameters) {

    public static Address parse(String value) {
        int open = bracket(value);
        if (open < 0) {
            List<String> parts = Lists.split(value, ';');
            if (parts.isEmpty()) {
                throw new MalformedMessage("empty address");
            }
            return new Address("", parts.get(0), Lists.parameters(parts.subList(1, parts.size())));
        }
        int close = value.indexOf('>', open);
        if (close < 0) {
            throw new MalformedMessage("unclosed < in \"" + value + "\"");
        }
        return new Address(Lists.unquote(value.substring(0, open).trim()), value.substring(open + 1, close).trim(),
                Lists.parameters(Lists.split(value.substring(close + 1), ';')));
    }

    /** The first angle bracket outside a quoted display name. */
    private static int bracket(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '<' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    public SipUri sipUri() {
        return SipUri.parse(uri);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The tag of a From or To, "" when there is none yet. */
    public String tag() {
        return parameters.getOrDefault("tag", "");
    }
}
