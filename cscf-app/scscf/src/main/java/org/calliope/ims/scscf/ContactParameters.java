package org.calliope.ims.scscf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.calliope.ims.element.Identities;

/**
 * The parameters of a Contact value that mean nothing to the registrar: kept as they stand for who subscribes to the
 * registration (TS 24.229 5.4.2.1.2), within reason. Pure.
 */
final class ContactParameters {

    /** Names of those that the registrar reads itself. */
    private static final Set<String> OWN = Set.of("expires", "q", "+sip.instance", "reg-id");
    private static final int MOST = 20;
    private static final int LONGEST = 255;

    private ContactParameters() {
    }

    /** @param value a value of the header. @return names and values in order; "" for one without value */
    static Map<String, String> of(String value) {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<String> parts = Identities.split(value, ';');
        // RFC 3261 20.10: behind the address, which has none of its own without brackets
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip();
            boolean kept = !name.isEmpty() && parameter.length() <= LONGEST && parameters.size() < MOST
                    && !OWN.contains(name.toLowerCase(Locale.ROOT));
            if (kept) {
                parameters.put(name, equals < 0 ? "" : parameter.substring(equals + 1).strip());
            }
        }
        return parameters;
    }
}
