package org.calliope.ims.hss.cx;

import org.calliope.ims.diameter.Asker;
import org.calliope.ims.diameter.SupportedFeatures;
import org.calliope.ims.hss.store.Serving;
import org.calliope.ims.hss.store.Situation;

/** The S-CSCF that asks, as the HSS stores it with the assignment: RTR and PPR go to it (TS 29.228 6.1.3, 6.2). */
final class Assigner {

    /** The one Feature-List-ID of Cx (TS 29.229 7.1.1). */
    static final long FEATURE_LIST = 1;

    private static final long VENDOR_3GPP = 10415;

    private Assigner() {
    }

    /** With what it says it supports; an SAR says it newly each time. */
    static Serving of(String serverName, Asker asker) {
        return new Serving(serverName, asker.originHost(), asker.originRealm(), asker.features().stream()
                .filter(list -> list.vendor() == VENDOR_3GPP && list.list() == FEATURE_LIST)
                .mapToLong(SupportedFeatures::bits).findFirst().orElse(0));
    }

    /** Of a MAR, for which no feature is defined: what the same S-CSCF said before still holds. */
    static Serving authenticating(String serverName, Asker asker, Situation seen) {
        return new Serving(serverName, asker.originHost(), asker.originRealm(),
                seen.server().filter(known -> known.name().equals(serverName)).map(Serving::features).orElse(0L));
    }

    /** Whether this S-CSCF, and not another, is assigned. */
    static boolean isElsewhere(Situation seen, String serverName) {
        return seen.serverName().isPresent() && !seen.serverName().get().equals(serverName);
    }
}
