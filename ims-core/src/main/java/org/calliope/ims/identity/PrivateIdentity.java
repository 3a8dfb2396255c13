package org.calliope.ims.identity;

import java.util.Objects;

/**
 * A private user identity (IMPI), a network access identifier as of TS 23.003 13.3. Immutable.
 *
 * @param value {@code user@realm}; the realm is missing only when a peer sent it so
 */
public record PrivateIdentity(String value) {

    private static final int LONGEST = 255; // RFC 4282 2.2: longer ones need not be supported

    public PrivateIdentity {
        Objects.requireNonNull(value, "value");
        if (value.isBlank() || value.length() > LONGEST || !printable(value)) {
            throw new IllegalArgumentException("no private identity: blank, too long or with control characters");
        }
    }

    private static boolean printable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) == 127) {
                return false;
            }
        }
        return true;
    }

    /**
     * The private identity of a UE that has none: the public identity without its scheme
     * (TS 23.003 13.3 form, TS 24.229 5.1.1.1A).
     *
     * @throws IllegalArgumentException when the public identity has no user and host, as a tel URI
     */
    public static PrivateIdentity derive(PublicIdentity identity) {
        if (identity.user().isEmpty() || identity.host().isEmpty()) {
            throw new IllegalArgumentException("no private identity can be derived from " + identity);
        }
        return new PrivateIdentity(identity.user() + '@' + identity.host());
    }

    /** The digest user name of a plain softphone, which often has no realm: then the home domain is added. */
    public static PrivateIdentity of(String userName, String domain) {
        return new PrivateIdentity(userName.indexOf('@') < 0 ? userName + '@' + domain : userName);
    }

    /** @return what follows the last {@code @}, empty when there is none */
    public String realm() {
        int at = value.lastIndexOf('@');
        return at < 0 ? "" : value.substring(at + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
