package org.calliope.ims.identity;

/** A {@code name-addr} of RFC 3261 25.1. */
final class NameAddr {

    private NameAddr() {
    }

    /**
     * @param text {@code "Alice" <sip:alice@ims.example>} or a bare URI
     * @throws IllegalArgumentException when the address has no end
     */
    static String uri(String text) {
        String uri = text.strip();
        int open = uri.indexOf('<', uri.startsWith("\"") ? endOfQuote(uri) : 0);
        if (open < 0) {
            return uri;
        }
        int close = uri.indexOf('>', open);
        if (close < 0) {
            throw new IllegalArgumentException("address has no closing '>'");
        }
        return uri.substring(open + 1, close).strip();
    }

    private static int endOfQuote(String text) {
        int i = 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
