package org.calliope.ims.hss.secret;

import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * What a private identity is authenticated by: a password, a SIM, or both, since a subscriber may have a softphone
 * beside the phone. Immutable. It leaves this process only sealed; {@link #toString} hides the secrets.
 *
 * @param digest    what is known of the password
 * @param aka       what is shared with the SIM
 * @param preferred the scheme when the S-CSCF leaves it to the HSS (TS 29.228 6.3.1), one that these can serve
 */
public record Credentials(Optional<DigestSecret> digest, Optional<AkaSecret> aka, AuthScheme preferred) {

    /** @throws IllegalArgumentException when there is no secret for the preferred scheme */
    public Credentials {
        if (!serves(digest.isPresent(), aka.isPresent(), preferred)) {
            throw new IllegalArgumentException("there is no secret for the preferred scheme, " + preferred.wireName());
        }
    }

    /**
     * From a password, which is not kept.
     *
     * @param password 1..255 characters
     * @throws IllegalArgumentException says what is wrong, without showing it
     */
    public static Credentials ofPassword(PrivateIdentity impi, String realm, String password) {
        return new Credentials(Optional.of(DigestSecret.ofPassword(impi, realm, password)), Optional.empty(),
                AuthScheme.SIP_DIGEST);
    }

    /**
     * From another HSS, which does not know the password either. They serve MD5 and the private identity alone.
     *
     * @param ha1 H(A1) by MD5 over the private identity, 32 hex digits
     * @throws IllegalArgumentException says what is wrong, without showing it
     */
    public static Credentials ofHa1(String realm, String ha1) {
        return new Credentials(Optional.of(DigestSecret.ofHa1(realm, ha1)), Optional.empty(), AuthScheme.SIP_DIGEST);
    }

    /**
     * From the data of a SIM. They prefer AKAv1; see {@link #preferring}.
     *
     * @param k       32 hex digits
     * @param opOrOpc 32 hex digits
     * @param isOp    it is OP, of which only OPc is kept
     * @param amf     4 hex digits
     * @throws IllegalArgumentException says what is wrong, without showing it
     */
    public static Credentials ofAka(String k, String opOrOpc, boolean isOp, String amf) {
        return new Credentials(Optional.empty(), Optional.of(AkaSecret.of(k, opOrOpc, isOp, amf)),
                AuthScheme.DIGEST_AKAV1_MD5);
    }

    /** @return these, and of the other's what they have not; the preferred scheme stays */
    public Credentials and(Credentials other) {
        return new Credentials(digest.or(other::digest), aka.or(other::aka), preferred);
    }

    /** @throws IllegalArgumentException when there is no secret for it */
    public Credentials preferring(AuthScheme scheme) {
        return new Credentials(digest, aka, scheme);
    }

    /** @return whether there is a secret for the scheme */
    public boolean serve(AuthScheme scheme) {
        return serves(digest.isPresent(), aka.isPresent(), scheme);
    }

    private static boolean serves(boolean digest, boolean aka, AuthScheme scheme) {
        return switch (scheme) {
            case SIP_DIGEST -> digest;
            case DIGEST_AKAV1_MD5, DIGEST_AKAV2_MD5 -> aka;
            case NASS_BUNDLED, GIBA, UNKNOWN -> false;
        };
    }

    /** @return what the database keeps */
    public byte[] seal(Vault vault, String owner) {
        return vault.seal(owner, CredentialsFormat.write(this));
    }

    /** @throws SecretUnreadable when it does not open, or holds something else */
    public static Credentials open(Vault vault, String owner, byte[] blob) {
        byte[] content = vault.open(owner, blob);
        try {
            return CredentialsFormat.read(content);
        } catch (IllegalArgumentException e) {
            throw new SecretUnreadable(owner, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + digest.map(secret -> "password of realm " + secret.realm() + ", ").orElse("")
                + (aka.isPresent() ? "SIM, " : "") + preferred.wireName() + "]";
    }
}
