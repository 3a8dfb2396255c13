package org.calliope.ims.aka;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;

/** Digest whose nonce is an AKA challenge and whose password is the SIM's answer, RFC 3310 and RFC 4169. Pure functions. */
public final class AkaDigest {

    private static final String PRF = "HmacMD5";
    private static final byte[] PRF_LABEL = "http-digest-akav2-password".getBytes(StandardCharsets.US_ASCII);

    private AkaDigest() {
    }

    /** @return whether it is a digest algorithm of these: "AKAv1-MD5" or "AKAv2-MD5", upper and lower case alike */
    public static boolean offered(String algorithm) {
        return algorithm.equalsIgnoreCase(Digest.AKAV1_MD5) || algorithm.equalsIgnoreCase(Digest.AKAV2_MD5);
    }

    /**
     * RFC 3310 3.2: nonce-value = base64 of RAND || AUTN || server data.
     *
     * @param serverData what the server wants back, or nothing
     */
    public static String nonce(AuthenticationVector vector, byte[] serverData) {
        return Base64.getEncoder().encodeToString(Octets.concat(vector.rand(), vector.autn(), serverData));
    }

    /** @throws IllegalArgumentException when the nonce holds no RAND and AUTN */
    public static byte[] rand(String nonce) {
        return Arrays.copyOf(challenge(nonce), Milenage.BLOCK);
    }

    /** @throws IllegalArgumentException when the nonce holds no RAND and AUTN */
    public static byte[] autn(String nonce) {
        return Arrays.copyOfRange(challenge(nonce), Milenage.BLOCK, Milenage.BLOCK + AuthenticationVector.AUTN);
    }

    /** H(A1) with what this vector expects; {@link Digest} does the rest, on the server's side and the client's. */
    public static String ha1(String algorithm, String user, String realm, AuthenticationVector vector) {
        return Digest.ha1(algorithm, user, realm,
                password(algorithm, vector.xres(), vector.ik(), vector.ck()));
    }

    /**
     * Whether these credentials answer the challenge of this vector. That they speak of its nonce, and by the algorithm
     * that was asked for, is the caller's to see.
     */
    public static boolean verify(AuthenticationVector vector, String method, Credentials credentials) {
        return Digest.verify(ha1(credentials.algorithm(), credentials.username(), credentials.realm(), vector), method,
                credentials);
    }

    /**
     * RFC 3310 3.3: the password is RES. RFC 4169 3: it is base64 of PRF(RES || IK || CK, "http-digest-akav2-password"),
     * where PRF is HMAC-MD5.
     *
     * @throws IllegalArgumentException when the algorithm is another
     */
    static byte[] password(String algorithm, byte[] res, byte[] ik, byte[] ck) {
        if (algorithm.equalsIgnoreCase(Digest.AKAV1_MD5)) {
            return res;
        }
        if (algorithm.equalsIgnoreCase(Digest.AKAV2_MD5)) {
            return Base64.getEncoder().encode(prf(Octets.concat(res, ik, ck)));
        }
        throw new IllegalArgumentException("digest algorithm '" + algorithm + "' is none of AKA");
    }

    private static byte[] prf(byte[] key) {
        try {
            Mac mac = Mac.getInstance(PRF);
            mac.init(new SecretKeySpec(key, PRF));
            return mac.doFinal(PRF_LABEL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + PRF, e);
        }
    }

    private static byte[] challenge(String nonce) {
        byte[] value = base64(nonce, "nonce");
        if (value.length < Milenage.BLOCK + AuthenticationVector.AUTN) {
            throw new IllegalArgumentException("the nonce holds no RAND and AUTN");
        }
        return value;
    }

    static byte[] base64(String text, String name) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // the decoder's own message would show a piece of it
            throw new IllegalArgumentException(name + " is no base64");
        }
    }
}
