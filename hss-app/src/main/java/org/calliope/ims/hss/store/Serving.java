package org.calliope.ims.hss.store;

/**
 * The S-CSCF that serves a subscription.
 *
 * @param name     its SIP URI
 * @param host     its Diameter identity, to which RTR and PPR go (TS 29.228 6.2); "" when it is not known
 * @param realm    the realm of that
 * @param features Feature-List 1 that it says it supports, 32 bits (TS 29.229 7.1.1)
 */
public record Serving(String name, String host, String realm, long features) {

    private static final int SHARED_SETS = 0;
    private static final int ALIASES = 1;

    /** Of which only the name is known. */
    public static Serving named(String name) {
        return new Serving(name, "", "", 0);
    }

    /** SiFC: it knows shared sets of filter criteria by their numbers. */
    public boolean knowsSharedSets() {
        return has(SHARED_SETS);
    }

    /** AliasInd: it knows what an alias group is. */
    public boolean knowsAliases() {
        return has(ALIASES);
    }

    private boolean has(int bit) {
        return (features >>> bit & 1) == 1;
    }
}
