package org.calliope.ims.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** The canonicalisation behind {@link PublicIdentity}. */
final class CanonicalUri {

    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.?|\\[[0-9a-f:.]+]");
    private static final Pattern NUMBER = Pattern.compile("\\+[0-9]+|[0-9a-f*#]+");
    /** RFC 3261 25.1: what may stand in a user part without escaping, besides letters and digits. */
    private static final String USER_MARKS = "-_.!~*'()&=+$,;?/";
    private static final int LOWEST_PORT = 1;
    private static final int HIGHEST_PORT = 65_535;

    private CanonicalUri() {
    }

    static String of(String uri) {
        if (plain(uri)) {
            return uri;
        }
        int colon = uri.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no URI scheme in '" + shown(uri) + "'");
        }
        String scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        return switch (scheme) {
            case "sip" -> sip("sip:", "5060", rest);
            case "sips" -> sip("sips:", "5061", rest);
            case "tel" -> tel(rest);
            default -> throw new IllegalArgumentException("URI scheme '" + shown(scheme) + "' is no public identity");
        };
    }

    /** Whether it is canonical as it stands, as nearly all are: user and host, of letters and the like. */
    private static boolean plain(String uri) {
        int user = "sip:".length();
        int at = uri.indexOf('@');
        int last = uri.length() - 1;
        if (at <= user || at == last || !uri.startsWith("sip:") || !label(uri.charAt(at + 1)) || !label(uri.charAt(last))) {
            return false;
        }
        for (int i = user; i <= last; i++) {
            char c = uri.charAt(i);
            if (i < at ? !plain(c) : i > at && !label(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean label(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    // RFC 3261 10.3 step 5: parameters go, escapes are resolved; 19.1.4: the host ignores case, the user does not
    private static String sip(String scheme, String defaultPort, String rest) {
        int at = rest.indexOf('@');
        String hostPort = rest.substring(at + 1);
        hostPort = hostPort.substring(0, firstOf(hostPort, ';', '?')).toLowerCase(Locale.ROOT);
        int port = hostPort.indexOf(':', hostPort.indexOf(']') + 1);
        String host = port < 0 ? hostPort : hostPort.substring(0, port);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("bad host '" + shown(host) + "'");
        }
        StringBuilder canonical = new StringBuilder(scheme.length() + rest.length()).append(scheme);
        if (at >= 0) {
            user(rest.substring(0, at), canonical);
            canonical.append('@');
        }
        canonical.append(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
        if (port >= 0) {
            port(hostPort.substring(port + 1), defaultPort, canonical);
        }
        return canonical.toString();
    }

    private static void port(String digits, String defaultPort, StringBuilder canonical) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("bad port '" + shown(digits) + "'");
        }
        int port = Integer.parseInt(digits);
        if (port < LOWEST_PORT || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("bad port '" + digits + "'");
        }
        if (port != Integer.parseInt(defaultPort)) {
            canonical.append(':').append(port);
        }
    }

    private static void user(String user, StringBuilder canonical) {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("empty user part");
        }
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c == '%') {
                escape(user, i, canonical);
                i += 2;
            } else if (plain(c)) {
                canonical.append(c);
            } else if (c == ':') {
                throw new IllegalArgumentException("a public identity has no password");
            } else {
                throw new IllegalArgumentException("bad character in user part '" + shown(user) + "'");
            }
        }
    }

    private static void escape(String user, int at, StringBuilder canonical) {
        int high = at + 2 < user.length() ? Character.digit(user.charAt(at + 1), 16) : -1;
        int low = at + 2 < user.length() ? Character.digit(user.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("bad escape in user part '" + shown(user) + "'");
        }
        char c = (char) (high << 4 | low);
        if (plain(c)) {
            canonical.append(c);
        } else {
            canonical.append('%').append(user.substring(at + 1, at + 3).toUpperCase(Locale.ROOT));
        }
    }

    private static boolean plain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || USER_MARKS.indexOf(c) >= 0;
    }

    // RFC 3966 5.1.1: visual separators do not count; 5.1.5: a local number is only a number with its context
    private static String tel(String rest) {
        String[] parts = rest.toLowerCase(Locale.ROOT).split(";");
        String number = parts[0].replaceAll("[-.()]", "");
        if (!NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("bad telephone number '" + shown(parts[0]) + "'");
        }
        if (number.startsWith("+")) {
            return "tel:" + number;
        }
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].startsWith("phone-context=")) {
                return "tel:" + number + ';' + context(parts[i]);
            }
        }
        throw new IllegalArgumentException("local telephone number '" + number + "' without phone-context");
    }

    private static String context(String parameter) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        String context = value.startsWith("+") ? value.replaceAll("[-.()]", "") : value;
        if (!context.matches("\\+[0-9]+") && !HOST.matcher(context).matches()) {
            throw new IllegalArgumentException("bad phone-context '" + shown(value) + "'");
        }
        return "phone-context=" + context;
    }

    private static int firstOf(String text, char one, char other) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == one || text.charAt(i) == other) {
                return i;
            }
        }
        return text.length();
    }

    /** Foreign text in a message: short and without control characters. */
    private static String shown(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
