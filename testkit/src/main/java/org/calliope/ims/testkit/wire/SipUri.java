package org.calliope.ims.testkit.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A SIP URI, read just far enough to find where it leads (RFC 3261 19.1).
 *
 * @param user the user part as written, "" when there is none
 * @param port -1 when the URI names none
 */
public record SipUri(String scheme, String user, String host, int port, Map<String, String> parameters) {

    /** Reads {@code sip:}, {@code sips:} and, with the number as user, {@code tel:} URIs. */
    public static SipUri parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new MalformedMessage("no scheme in URI \"" + text + "\"");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        int question = rest.indexOf('?');
        if (question >= 0) {
            rest = rest.substring(0, question);
        }
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        List<String> parts = Lists.split(rest.substring(at + 1), ';');
        if (parts.isEmpty()) {
            throw new MalformedMessage("no host in URI \"" + text + "\"");
        }
        Map<String, String> parameters = Lists.parameters(parts.subList(1, parts.size()));
        if (scheme.equals("tel")) {
            return new SipUri(scheme, parts.get(0), "", -1, parameters);
        }
        String hostPort = parts.get(0);
        int portColon = hostPort.indexOf(':', Math.max(0, hostPort.indexOf(']')));
        String host = portColon < 0 ? hostPort : hostPort.substring(0, portColon);
        return new SipUri(scheme, user, host, portColon < 0 ? -1 : port(hostPort.substring(portColon + 1), text), parameters);
    }

    static int port(String digits, String where) {
        try {
            return Integer.parseInt(digits.trim());
        } catch (NumberFormatException e) {
            throw new MalformedMessage("port \"" + digits + "\" in \"" + where + "\"");
        }
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Whether the URI marks a loose router (RFC 3261 19.1.1). */
    public boolean loose() {
        return parameters.containsKey("lr");
    }

    /** The port a request to this URI goes to when it is an address (RFC 3263 4.2). */
    public int portOrDefault() {
        return port >= 0 ? port : 5060;
    }
}
