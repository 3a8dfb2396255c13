package org.calliope.ims.container.message;

import java.util.Map;

/** The compact names of headers: RFC 3261 7.3.3 and the RFCs that have added to it. */
final class HeaderNames {

    private static final Map<Character, String> COMPACT = Map.ofEntries(Map.entry('a', "Accept-Contact"),
        Map.entry('b', "Referred-By"), Map.entry('c', "Content-Type"), Map.entry('d', "Request-Disposition"),
        Map.entry('e', "Content-Encoding"), Map.entry('f', "From"), Map.entry('i', "Call-ID"), Map.entry('j', "Reject-Contact"),
        Map.entry('k', "Supported"), Map.entry('l', "Content-Length"), Map.entry('m', "Contact"), Map.entry('o', "Event"),
        Map.entry('r', "Refer-To"), Map.entry('s', "Subject"), Map.entry('t', "To"), Map.entry('u', "Allow-Events"),
        Map.entry('v', "Via"), Map.entry('x', "Session-Expires"));

    private HeaderNames() { }

    static String full(String name) {
        return name != null && name.length() == 1
            ? COMPACT.getOrDefault(Character.toLowerCase(name.charAt(0)), name) : name;
    }
}
