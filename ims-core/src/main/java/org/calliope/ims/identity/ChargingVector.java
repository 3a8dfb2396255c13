package org.calliope.ims.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The P-Charging-Vector header (RFC 7315 4.6 and 5.6, TS 24.229 7.2A.5). Immutable; "" is an absent value.
 *
 * @param icid        icid-value, never empty
 * @param generatedAt icid-generated-at, a host
 * @param origIoi     orig-ioi, the originating network
 * @param termIoi     term-ioi, the terminating network
 * @param others      every other parameter as it came, "" or starting with ';', so that it can be passed on
 */
public record ChargingVector(String icid, String generatedAt, String origIoi, String termIoi, String others) {

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    public ChargingVector {
        if (icid.isBlank()) {
            throw new IllegalArgumentException("P-Charging-Vector without icid-value");
        }
    }

    public ChargingVector(String icid, String generatedAt, String origIoi, String termIoi) {
        this(icid, generatedAt, origIoi, termIoi, "");
    }

    /** A new vector of this node of a network, as the P-CSCF makes it for an initial request (TS 24.229 5.2.2.1, 5.2.7.2). */
    public static ChargingVector create(Icids icids, String host, String network) {
        return new ChargingVector(icids.next(), host, Ioi.TYPE_1.of(network), "");
    }

    /** @throws IllegalArgumentException when there is no icid-value or a quote is left open */
    public static ChargingVector parse(String header) {
        String icid = "";
        String generatedAt = "";
        String origIoi = "";
        String termIoi = "";
        StringBuilder others = new StringBuilder();
        for (String parameter : split(header)) {
            int equals = parameter.indexOf('=');
            String name = (equals < 0 ? parameter : parameter.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : unquote(parameter.substring(equals + 1).strip());
            switch (name) {
                case "icid-value" -> icid = value;
                case "icid-generated-at" -> generatedAt = value;
                case "orig-ioi" -> origIoi = value;
                case "term-ioi" -> termIoi = value;
                case "" -> { }
                default -> others.append(';').append(parameter.strip());
            }
        }
        return new ChargingVector(icid, generatedAt, origIoi, termIoi, others.toString());
    }

    public ChargingVector withOrigIoi(String network) {
        return new ChargingVector(icid, generatedAt, network, termIoi, others);
    }

    public ChargingVector withTermIoi(String network) {
        return new ChargingVector(icid, generatedAt, origIoi, network, others);
    }

    /** @return the header value */
    public String format() {
        StringBuilder header = new StringBuilder(96).append("icid-value=");
        quoted(icid, header);
        if (!generatedAt.isEmpty()) {
            header.append(";icid-generated-at=").append(generatedAt);
        }
        if (!origIoi.isEmpty()) {
            quoted(origIoi, header.append(";orig-ioi="));
        }
        if (!termIoi.isEmpty()) {
            quoted(termIoi, header.append(";term-ioi="));
        }
        return header.append(others).toString();
    }

    @Override
    public String toString() {
        return format();
    }

    private static List<String> split(String header) {
        List<String> parameters = new ArrayList<>();
        boolean inQuotes = false;
        int start = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (inQuotes && c == '\\') {
                i++;
            } else if (c == '"') {
                inQuotes = !inQuotes;
            } else if (c == ';' && !inQuotes) {
                parameters.add(header.substring(start, i));
                start = i + 1;
            }
        }
        if (inQuotes) {
            throw new IllegalArgumentException("P-Charging-Vector with an open quote");
        }
        parameters.add(header.substring(start));
        return parameters;
    }

    private static String unquote(String value) {
        if (value.length() < 2 || value.charAt(0) != '"') {
            return value;
        }
        return ESCAPED.matcher(value.substring(1, value.length() - 1)).replaceAll("$1");
    }

    private static void quoted(String value, StringBuilder header) {
        header.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
