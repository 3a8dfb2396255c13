package org.calliope.ims.sip;

import java.util.Map;

/** The compact forms of header names, as registered with IANA (RFC 3261 7.3.3 and what came after it). */
public final class CompactHeaders {

    private static final Map<Character, String> LONG = Map.ofEntries(
            Map.entry('a', Headers.ACCEPT_CONTACT), Map.entry('b', "Referred-By"),
            Map.entry('c', Headers.CONTENT_TYPE), Map.entry('d', "Request-Disposition"),
            Map.entry('e', "Content-Encoding"), Map.entry('f', Headers.FROM), Map.entry('i', Headers.CALL_ID),
            Map.entry('j', "Reject-Contact"), Map.entry('k', Headers.SUPPORTED), Map.entry('l', "Content-Length"),
            Map.entry('m', Headers.CONTACT), Map.entry('n', "Identity-Info"), Map.entry('o', Headers.EVENT),
            Map.entry('r', Headers.REFER_TO), Map.entry('s', "Subject"), Map.entry('t', Headers.TO),
            Map.entry('u', Headers.ALLOW_EVENTS), Map.entry('v', Headers.VIA), Map.entry('x', Headers.SESSION_EXPIRES),
            Map.entry('y', "Identity"));

    private CompactHeaders() {
    }

    /** @return the long form of a compact name, any other name as it is */
    public static String longForm(String name) {
        return name.length() == 1 ? LONG.getOrDefault(Character.toLowerCase(name.charAt(0)), name) : name;
    }
}
