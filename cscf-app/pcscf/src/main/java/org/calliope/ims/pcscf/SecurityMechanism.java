package org.calliope.ims.pcscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.calliope.ims.element.Refusals;

/**
 * One sec-mechanism of RFC 3329 2.2. Immutable.
 *
 * @param name       lower case
 * @param parameters by name in lower case, values without quotes; without {@code d-ver}, which is made anew each time
 */
record SecurityMechanism(String name, Map<String, String> parameters) {

    static final String TLS = "tls";
    static final String DIGEST = "digest";

    private static final int MOST = 16;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9.!%*_+`'~-]{1,32}");
    private static final Pattern VALUE = Pattern.compile("\"[^\"\\\\]{0,128}\"|[A-Za-z0-9.!%*_+`'~-]{1,128}");
    private static final String DIGEST_VERIFY = "d-ver";

    /**
     * A mechanism that this network has, as the setting names it. ipsec-3gpp is none: its security associations live
     * in the operating system's IPsec, which a servlet has no hand in.
     */
    static SecurityMechanism offered(String name) {
        return switch (name) {
            case TLS -> new SecurityMechanism(TLS, Map.of());
            case DIGEST -> new SecurityMechanism(DIGEST, Map.of("d-alg", "MD5", "d-qop", "auth"));
            default -> throw new IllegalArgumentException("'" + name + "' is no security mechanism that can be offered:"
                    + " tls and digest can");
        };
    }

    /**
     * @param header its name, for the refusal
     * @param values mechanisms
     */
    static List<SecurityMechanism> parse(String header, List<String> values) {
        if (values.size() > MOST) {
            throw Refusals.malformed(header, "more than " + MOST + " mechanisms");
        }
        List<SecurityMechanism> mechanisms = new ArrayList<>();
        for (String value : values) {
            mechanisms.add(parse(header, value));
        }
        return mechanisms;
    }

    private static SecurityMechanism parse(String header, String value) {
        String[] parts = value.split(";", -1);
        Map<String, String> parameters = new TreeMap<>();
        // the SIP core writes a semicolon after a mechanism without parameters
        int count = parts[parts.length - 1].isBlank() && parts.length == 2 ? 1 : parts.length;
        for (int i = 1; i < count; i++) {
            String[] pair = parts[i].split("=", 2);
            String name = token(header, pair[0]);
            String text = pair.length < 2 ? "" : pair[1].strip();
            if (pair.length == 2 && !VALUE.matcher(text).matches()) {
                throw Refusals.malformed(header, "the value of " + name);
            }
            if (parameters.put(name, text.replace("\"", "")) != null) {
                throw Refusals.malformed(header, name + " stands twice");
            }
        }
        parameters.remove(DIGEST_VERIFY);
        return new SecurityMechanism(token(header, parts[0]), parameters);
    }

    private static String token(String header, String text) {
        String token = text.strip();
        if (!TOKEN.matcher(token).matches()) {
            throw Refusals.malformed(header, "not a list of mechanisms and parameters");
        }
        return token.toLowerCase(Locale.ROOT);
    }

    SecurityMechanism with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new SecurityMechanism(name, more);
    }

    /** @return as it stands in a header */
    String format() {
        StringBuilder text = new StringBuilder(name);
        parameters.forEach((parameter, value) -> text.append(';').append(parameter).append('=').append(value));
        return text.toString();
    }
}
