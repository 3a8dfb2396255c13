package org.calliope.ims.hss.store;

import java.nio.charset.StandardCharsets;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * What a private identity is authenticated by.
 *
 * @param scheme   the scheme provisioned for it
 * @param realm    the realm H(A1) was made with
 * @param ha1      H(A1) of RFC 7616 3.4.2 with MD5 over the private identity, 32 lower-case hex digits; never printed
 * @param plainHa1 the same over the private identity's user part alone, which is the digest user name of a softphone
 *                 that knows no IMS; never printed
 */
public record Secret(AuthScheme scheme, String realm, String ha1, String plainHa1) {

    /** Makes both from a password, which is not kept. */
    public static Secret ofPassword(PrivateIdentity impi, String realm, String password) {
        int at = impi.value().lastIndexOf('@');
        String user = at < 0 ? impi.value() : impi.value().substring(0, at);
        return new Secret(AuthScheme.SIP_DIGEST, realm, Digest.ha1(impi.value(), realm, password),
                Digest.ha1(user, realm, password));
    }

    /** As it is kept. */
    public Sealed kept() {
        return new Sealed(String.join("\n", scheme.name(), realm, ha1, plainHa1).getBytes(StandardCharsets.UTF_8));
    }

    static Secret read(byte[] kept) {
        String[] parts = new String(kept, StandardCharsets.UTF_8).split("\n", -1);
        return new Secret(AuthScheme.valueOf(parts[0]), parts[1], parts[2], parts[3]);
    }

    @Override
    public String toString() {
        return "Secret[" + scheme + ", realm " + realm + "]";
    }
}
