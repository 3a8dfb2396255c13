package org.calliope.ims.trace;

import java.util.Locale;
import java.util.Set;

/**
 * Takes out of a SIP message what would help somebody to impersonate its sender. Written by hand because regular
 * expressions recurse on long hostile headers. Bodies are looked at too: one may hold a whole REGISTER (message/sip).
 */
final class Secrets {

    /** The headers of RFC 3261 22 and RFC 8760 that can carry secrets. */
    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization", "authentication-info",
            "proxy-authentication-info", "www-authenticate", "proxy-authenticate");
    /** Digest answers, and the keys and tokens of AKA (RFC 3310, TS 24.229 7.2A.1). */
    private static final Set<String> PARAMETERS = Set.of("response", "rspauth", "ck", "ik", "auts", "password");
    private static final String MASK = "***";
    private static final String BASIC = "basic";

    private final String text;
    private final StringBuilder masked;
    private int at;

    private Secrets(String text) {
        this.text = text;
        this.masked = new StringBuilder(text.length());
    }

    static String mask(String message) {
        Secrets secrets = new Secrets(message);
        while (secrets.at < message.length()) {
            secrets.header();
        }
        return secrets.masked.toString();
    }

    private void header() {
        int end = endOfHeader();
        int colon = text.indexOf(':', at);
        if (colon < 0 || colon >= end
                || !HEADERS.contains(text.substring(at, colon).strip().toLowerCase(Locale.ROOT))) {
            masked.append(text, at, end);
            at = end;
            return;
        }
        while (at < end) {
            if (Character.isLetter(text.charAt(at))) {
                word(end);
            } else if (text.charAt(at) == '"') {
                copyTo(endOfValue(at, end));
            } else {
                masked.append(text.charAt(at++));
            }
        }
    }

    /** A header goes on in the next line when that starts with white space, RFC 3261 7.3.1. */
    private int endOfHeader() {
        int newline = text.indexOf('\n', at);
        while (newline >= 0 && newline + 1 < text.length() && isBlank(text.charAt(newline + 1))) {
            newline = text.indexOf('\n', newline + 1);
        }
        return newline < 0 ? text.length() : newline + 1;
    }

    private void word(int end) {
        int start = at;
        int after = at;
        while (after < end && (Character.isLetterOrDigit(text.charAt(after)) || text.charAt(after) == '-')) {
            after++;
        }
        String word = text.substring(start, after).toLowerCase(Locale.ROOT);
        int next = skipSpace(after, end);
        if (next < end && text.charAt(next) == '=') {
            int value = skipSpace(next + 1, end);
            copyTo(value);
            int endOfValue = endOfValue(value, end);
            if (PARAMETERS.contains(word)) {
                masked.append('"').append(MASK).append('"');
                at = endOfValue;
            } else {
                copyTo(endOfValue);
            }
        } else {
            copyTo(next);
            if (word.equals(BASIC)) {
                masked.append(MASK);
                at = endOfValue(next, end);
            }
        }
    }

    private int endOfValue(int start, int end) {
        int i = start;
        if (i < end && text.charAt(i) == '"') {
            for (i++; i < end && text.charAt(i) != '"'; i++) {
                if (text.charAt(i) == '\\') {
                    i++;
                }
            }
            return Math.min(i + 1, end);
        }
        while (i < end && text.charAt(i) != ',' && text.charAt(i) != ';' && !isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int skipSpace(int start, int end) {
        int i = start;
        while (i < end && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private void copyTo(int end) {
        masked.append(text, at, end);
        at = end;
    }

    private static boolean isSpace(char c) {
        return isBlank(c) || c == '\r' || c == '\n';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
