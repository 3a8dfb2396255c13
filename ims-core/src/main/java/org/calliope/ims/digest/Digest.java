package org.calliope.ims.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The arithmetic of Digest authentication, RFC 7616 3.4.1 to 3.4.6 (RFC 2617 and RFC 8760 for SIP). Pure functions. */
public final class Digest {

    public static final String MD5 = "MD5";
    public static final String SHA_256 = "SHA-256";
    /** AKA instead of a password, RFC 3310; see {@code org.calliope.ims.aka}. */
    public static final String AKAV1_MD5 = "AKAv1-MD5";
    /** The same with a password that depends on the session keys too, RFC 4169. */
    public static final String AKAV2_MD5 = "AKAv2-MD5";
    public static final String QOP_AUTH = "auth";

    private Digest() {
    }

    /** @return H(user:realm:password) by MD5, lower-case hex */
    public static String ha1(String user, String realm, String password) {
        return ha1(MD5, user, realm, password);
    }

    /**
     * @param algorithm "MD5" or "SHA-256"
     * @throws IllegalArgumentException when the algorithm is another
     */
    public static String ha1(String algorithm, String user, String realm, String password) {
        return ha1(algorithm, user, realm, bytes(password));
    }

    /**
     * @param algorithm "AKAv1-MD5" or "AKAv2-MD5" too
     * @param password  octets of any value: a RES may hold zeros (RFC 3310 3.3)
     * @throws IllegalArgumentException when the algorithm is another
     */
    public static String ha1(String algorithm, String user, String realm, byte[] password) {
        MessageDigest digest = digest(algorithm);
        digest.update(bytes(user + ':' + realm + ':'));
        return HexFormat.of().formatHex(digest.digest(password));
    }

    /**
     * The request-digest that these credentials should carry; their own response is not looked at. Without qop it is
     * the form of RFC 2069.
     *
     * @throws IllegalArgumentException when algorithm or qop is one that this server does not offer
     */
    public static String response(String ha1, String method, Credentials credentials) {
        return digest(ha1, method + ':' + credentials.uri(), credentials);
    }

    /** @return the rspauth of Authentication-Info, RFC 7616 3.5 */
    public static String rspauth(String ha1, Credentials credentials) {
        return digest(ha1, ':' + credentials.uri(), credentials);
    }

    /** @return whether the credentials prove the secret; takes the same time whatever is wrong with the response */
    public static boolean verify(String ha1, String method, Credentials credentials) {
        return same(response(ha1, method, credentials), credentials.response());
    }

    /** A client's complete answer. */
    public static Credentials answer(String password, String method, Credentials credentials) {
        String ha1 = ha1(credentials.algorithm(), credentials.username(), credentials.realm(), password);
        return credentials.withResponse(response(ha1, method, credentials));
    }

    /** @return whether two digests in hex are equal, in constant time; case does not count */
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected.toLowerCase(Locale.ROOT)), bytes(given.toLowerCase(Locale.ROOT)));
    }

    private static String digest(String ha1, String a2, Credentials credentials) {
        String ha2 = hash(credentials.algorithm(), a2);
        if (credentials.qop().isEmpty()) {
            return hash(credentials.algorithm(), ha1 + ':' + credentials.nonce() + ':' + ha2);
        }
        if (!credentials.qop().equalsIgnoreCase(QOP_AUTH)) {
            throw new IllegalArgumentException("qop '" + credentials.qop() + "' is not offered");
        }
        return hash(credentials.algorithm(), String.join(":", ha1, credentials.nonce(), credentials.nc(),
                credentials.cnonce(), credentials.qop(), ha2));
    }

    /**
     * @param algorithm as of {@link #ha1(String, String, String, String)}
     * @return H(text), lower-case hex
     */
    public static String hash(String algorithm, String text) {
        return HexFormat.of().formatHex(digest(algorithm).digest(bytes(text)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(jcaName(algorithm));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    // RFC 7616 3.3: MD5 when the parameter is absent; names ignore case. RFC 3310 3.1: AKA changes only the password
    private static String jcaName(String algorithm) {
        if (algorithm.isEmpty() || algorithm.equalsIgnoreCase(MD5) || algorithm.equalsIgnoreCase(AKAV1_MD5)
                || algorithm.equalsIgnoreCase(AKAV2_MD5)) {
            return MD5;
        }
        if (algorithm.equalsIgnoreCase(SHA_256)) {
            return SHA_256;
        }
        throw new IllegalArgumentException("digest algorithm '" + algorithm + "' is not offered");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
