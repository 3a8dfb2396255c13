package org.calliope.ims.hss.model;

import java.util.List;

/**
 * What the S-CSCF of a subscription must and should be able to do, and which ones are preferred
 * (TS 29.228 6.7, TS 29.229 6.3.4).
 *
 * @param name        unique
 * @param mandatory   capabilities that it must have, 0..32 numbers of 0 to 2^32-1
 * @param optional    capabilities that it should have
 * @param serverNames SIP URIs of S-CSCFs to try first, in this order, 0..20
 */
public record CapabilitySet(String name, List<Long> mandatory, List<Long> optional, List<String> serverNames)
        implements Named {

    static final int MOST = 32;
    private static final int MOST_SERVERS = 20;
    private static final long LARGEST = (1L << 32) - 1;

    /** Checks each field. */
    public CapabilitySet {
        name = Text.name("name", name);
        mandatory = capabilities("mandatory", mandatory);
        optional = capabilities("optional", optional);
        serverNames = Text.list("serverNames", serverNames, MOST_SERVERS).stream()
                .map(uri -> Text.server("serverNames", uri)).toList();
    }

    static List<Long> capabilities(String field, List<Long> values) {
        List<Long> all = Text.list(field, values, MOST);
        if (all.stream().anyMatch(number -> number < 0 || number > LARGEST)) {
            throw new IllegalArgumentException(field + " must be numbers of 0 to " + LARGEST);
        }
        return all;
    }
}
