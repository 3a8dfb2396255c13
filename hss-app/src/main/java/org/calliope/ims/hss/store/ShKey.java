package org.calliope.ims.hss.store;

import org.calliope.ims.sh.DataReference;

/**
 * One piece of data of a user: with the user, the access key of TS 29.328 table 7.6.1.
 *
 * @param detail     Service-Indication, DSAI-Tag or name of the Identity-Set, as the reference needs it; else ""
 * @param serverName Server-Name, for filter criteria and DSAI; else ""
 */
public record ShKey(DataReference reference, String detail, String serverName) {

    @Override
    public String toString() {
        return (reference + " " + detail + " " + serverName).strip().replace("  ", " ");
    }
}
