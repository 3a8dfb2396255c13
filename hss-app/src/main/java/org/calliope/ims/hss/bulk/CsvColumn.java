package org.calliope.ims.hss.bulk;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns of a table of subscribers; a file has those it needs, in any order. */
enum CsvColumn {
    NAME, PRIVATE_IDENTITY, PASSWORD, HA1, REALM, K, OP, OPC, AMF, SCHEME, SECRET, SQN, PUBLIC_IDENTITIES,
    DISPLAY_NAME, SERVICE_PROFILE, BARRED, CAPABILITY_SET, CHARGING_SET, VISITED_NETWORKS, NOTE;

    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By what a heading says; {@code Private Identity} and {@code private-identity} count too. */
    static CsvColumn of(String heading) throws UnreadableImport {
        String name = heading.strip().toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        for (CsvColumn column : values()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw new UnreadableImport("the first line names the columns, and none is called '" + shortened(heading)
                + "'; known are " + Arrays.stream(values()).map(CsvColumn::header).collect(Collectors.joining(", ")));
    }

    private static String shortened(String heading) {
        String plain = heading.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 40 ? plain : plain.substring(0, 40) + "...";
    }
}
