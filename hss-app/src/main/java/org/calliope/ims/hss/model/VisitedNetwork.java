package org.calliope.ims.hss.model;

import java.util.regex.Pattern;

/**
 * A network that subscribers may register from, as its P-CSCFs name it (Visited-Network-Identifier, TS 29.229 6.3.1).
 *
 * @param name        its domain name
 * @param description for people, up to 200 characters
 */
public record VisitedNetwork(String name, String description) implements Named {

    private static final Pattern NETWORK = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.\\-]*[A-Za-z0-9])?");
    private static final int LONGEST_DESCRIPTION = 200;

    /** Checks each field. */
    public VisitedNetwork {
        name = network(name);
        description = Text.plain("description", description, LONGEST_DESCRIPTION);
    }

    static String network(String name) {
        String text = Text.plain("network", name, Text.LONGEST_NAME);
        if (!NETWORK.matcher(text).matches()) {
            throw new IllegalArgumentException("network '" + text + "' must be a domain name such as ims.example");
        }
        return text;
    }
}
