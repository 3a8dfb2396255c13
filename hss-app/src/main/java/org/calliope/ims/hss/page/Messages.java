package org.calliope.ims.hss.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.calliope.ims.trace.SipEvent;

/** What a view reads out of a SIP message as it was recorded; lenient, because the message may be anybody's. */
final class Messages {

    private static final Pattern URI = Pattern.compile("(?i)(sips?|tel):([^@>;\\s]+)(?:@([^>;\\s]+))?");
    private static final int REFUSALS = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION = 407;
    private static final int STATUS_AT = "SIP/2.0 ".length();
    private static final int STATUS_END = STATUS_AT + 3;

    private Messages() {
    }

    /** The status code of a status line, 0 for a request line. */
    static int status(String startLine) {
        if (!startLine.startsWith("SIP/2.0 ") || startLine.length() < STATUS_END) {
            return 0;
        }
        try {
            return Integer.parseInt(startLine.substring(STATUS_AT, STATUS_END));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether the status says no; a challenge says "prove it" and is part of every registration. */
    static boolean refusal(int status) {
        return status >= REFUSALS && status != UNAUTHORIZED && status != PROXY_AUTHENTICATION;
    }

    /** The method of the transaction the message belongs to. */
    static String method(SipEvent event) {
        int space = event.cseq().lastIndexOf(' ');
        if (space >= 0) {
            return event.cseq().substring(space + 1);
        }
        int end = event.startLine().indexOf(' ');
        return end < 0 ? event.startLine() : event.startLine().substring(0, end);
    }

    /** The Request-URI of a request line. */
    static String target(String startLine) {
        String[] parts = startLine.split(" ");
        return parts.length < 2 ? startLine : parts[1];
    }

    /** The user of an address header, or its whole number or host where it has no user; "" without such a header. */
    static String user(String text, String name, String compact) {
        Matcher header = Pattern.compile("(?im)^(?:" + name + "|" + compact + ")\\s*:(.*)$").matcher(text);
        if (!header.find()) {
            return "";
        }
        Matcher uri = URI.matcher(header.group(1));
        return uri.find() ? uri.group(2) : "";
    }
}
