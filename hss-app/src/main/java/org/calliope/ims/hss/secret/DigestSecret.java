package org.calliope.ims.hss.secret;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.digest.Digest;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * What SIP Digest needs to know of a password, which is not kept: H(A1) of RFC 7616 3.4.2 in lower-case hex, "" for
 * one that is not known. {@link #toString} hides them.
 *
 * @param realm          the realm they were made with, 1..255 octets
 * @param ha1            by MD5 over the private identity, 32 digits; always known
 * @param plainHa1       by MD5 over the private identity's user part alone, which is the digest user name of a
 *                       softphone that knows no IMS
 * @param ha1Sha256      by SHA-256 over the private identity, 64 digits
 * @param plainHa1Sha256 by SHA-256 over its user part
 */
public record DigestSecret(String realm, String ha1, String plainHa1, String ha1Sha256, String plainHa1Sha256) {

    private static final int LONGEST = 255;
    private static final int MD5_DIGITS = 32;
    private static final int SHA_256_DIGITS = 64;

    /** @throws IllegalArgumentException says what is wrong, without showing it */
    public DigestSecret {
        if (realm.isEmpty() || realm.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || realm.chars().anyMatch(c -> c < ' ' || c == 127 || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("the realm is not 1 to " + LONGEST
                    + " octets without quotes, backslashes and control characters");
        }
        if (ha1.isEmpty()) {
            throw new IllegalArgumentException("HA1 is missing");
        }
        check(ha1, MD5_DIGITS);
        check(plainHa1, MD5_DIGITS);
        check(ha1Sha256, SHA_256_DIGITS);
        check(plainHa1Sha256, SHA_256_DIGITS);
    }

    private static void check(String ha1, int digits) {
        if (!ha1.isEmpty() && (ha1.length() != digits || !hex(ha1))) {
            throw new IllegalArgumentException("HA1 is not " + digits + " hex digits");
        }
    }

    static boolean hex(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    static DigestSecret ofPassword(PrivateIdentity impi, String realm, String password) {
        if (password.isEmpty() || password.length() > LONGEST) {
            throw new IllegalArgumentException("the password is not 1 to " + LONGEST + " characters");
        }
        int at = impi.value().lastIndexOf('@');
        String user = at < 0 ? impi.value() : impi.value().substring(0, at);
        return new DigestSecret(realm, Digest.ha1(impi.value(), realm, password), Digest.ha1(user, realm, password),
                Digest.ha1(Digest.SHA_256, impi.value(), realm, password),
                Digest.ha1(Digest.SHA_256, user, realm, password));
    }

    static DigestSecret ofHa1(String realm, String ha1) {
        return new DigestSecret(realm, ha1.toLowerCase(Locale.ROOT), "", "", "");
    }

    /**
     * H(A1) over the private identity.
     *
     * @param algorithm "MD5" or "SHA-256"
     * @return empty when it is not known
     */
    public Optional<String> ha1(String algorithm) {
        return known(algorithm, ha1, ha1Sha256);
    }

    /**
     * H(A1) over the private identity's user part.
     *
     * @param algorithm "MD5" or "SHA-256"
     * @return empty when it is not known
     */
    public Optional<String> plainHa1(String algorithm) {
        return known(algorithm, plainHa1, plainHa1Sha256);
    }

    private static Optional<String> known(String algorithm, String md5, String sha256) {
        return Optional.of(algorithm.equals(Digest.MD5) ? md5 : algorithm.equals(Digest.SHA_256) ? sha256 : "")
                .filter(hash -> !hash.isEmpty());
    }

    @Override
    public String toString() {
        return "DigestSecret[realm " + realm + "]";
    }
}
