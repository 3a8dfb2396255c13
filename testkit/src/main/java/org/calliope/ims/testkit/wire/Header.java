package org.calliope.ims.testkit.wire;

import java.util.Map;

/** One header line, its name as it was written and its value without surrounding blanks. */
public record Header(String name, String value) {
    /** RFC 3261 7.3.3 and the extensions that registered a compact form. */
    private static final Map<String, String> COMPACT = Map.ofEntries(
            Map.entry("a", "Accept-Contact"), Map.entry("b", "Referred-By"), Map.entry("c", "Content-Type"),
            Map.entry("d", "Request-Disposition"), Map.entry("e", "Content-Encoding"), Map.entry("f", "From"),
            Map.entry("i", "Call-ID"), Map.entry("j", "Reject-Contact"), Map.entry("k", "Supported"),
            Map.entry("l", "Content-Length"), Map.entry("m", "Contact"), Map.entry("o", "Event"),
            Map.entry("r", "Refer-To"), Map.entry("s", "Subject"), Map.entry("t", "To"),
            Map.entry("u", "Allow-Events"), Map.entry("v", "Via"), Map.entry("x", "Session-Expires"));

    /** Whether this line is the named header, in its long or compact form. */
    public boolean is(String wanted) {
        return name.equalsIgnoreCase(wanted)
                || name.length() == 1 && wanted.equalsIgnoreCase(COMPACT.get(name.toLowerCase(java.util.Locale.ROOT)));
    }
}
