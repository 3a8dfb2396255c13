package org.calliope.ims.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The little of a SIP message that a load generator looks at, as text. Header names in the server's own spelling. */
final class SipText {

    private static final String RESPONSE = "SIP/2.0 ";

    private SipText() { }

    static boolean isResponse(String message) {
        return message.startsWith(RESPONSE);
    }

    /** @return 0 when there is none */
    static int status(String response) {
        int at = RESPONSE.length();
        return response.length() >= at + 3 && response.substring(at, at + 3).chars().allMatch(c -> c >= '0' && c <= '9')
            ? Integer.parseInt(response, at, at + 3, 10) : 0;
    }

    static String method(String request) {
        int end = request.indexOf(' ');
        return end < 0 ? "" : request.substring(0, end);
    }

    /** @return the Request-URI, empty when the first line has none */
    static String requestUri(String request) {
        int begin = request.indexOf(' ') + 1;
        int end = request.indexOf(' ', begin);
        return end < 0 ? "" : request.substring(begin, end);
    }

    /** @return the first value, empty when there is none */
    static String header(String message, String name) {
        int at = find(message, name, 0);
        return at < 0 ? "" : value(message, name, at);
    }

    /** @return the lines of all headers of this name, each with its line end, in their order */
    static String lines(String message, String name) {
        StringBuilder lines = new StringBuilder();
        for (int at = find(message, name, 0); at >= 0; at = find(message, name, at + 2)) {
            lines.append(name).append(": ").append(value(message, name, at)).append("\r\n");
        }
        return lines.toString();
    }

    /** The route of a dialog's caller: the Record-Route of the response, last first (RFC 3261 12.1.2). */
    static String routes(String response) {
        List<String> routes = new ArrayList<>();
        for (int at = find(response, "Record-Route", 0); at >= 0; at = find(response, "Record-Route", at + 2)) {
            for (String route : value(response, "Record-Route", at).split(",(?=\\s*<)")) {
                routes.add("Route: " + route.strip() + "\r\n");
            }
        }
        Collections.reverse(routes);
        return String.join("", routes);
    }

    /** @return the URI in angle brackets, or the whole value */
    static String uri(String address) {
        int begin = address.indexOf('<');
        int end = address.indexOf('>', begin);
        return begin < 0 || end < 0 ? address : address.substring(begin + 1, end);
    }

    private static int find(String message, String name, int from) {
        for (int at = message.indexOf("\r\n", from); at >= 0; at = message.indexOf("\r\n", at + 2)) {
            int colon = at + 2 + name.length();
            if (message.startsWith(name, at + 2) && colon < message.length() && message.charAt(colon) == ':') {
                return at;
            }
        }
        return -1;
    }

    private static String value(String message, String name, int at) {
        int begin = at + 3 + name.length();
        int end = message.indexOf("\r\n", begin);
        return message.substring(begin, end < 0 ? message.length() : end).strip();
    }
}
