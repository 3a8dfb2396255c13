package org.calliope.ims.container.sip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Makes of texts a token (RFC 3261 25.1) that nobody else can read, or make: AES-GCM with a key that lives as long as this
 * object does. Any thread.
 */
final class Seal {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BITS = 256;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /** Longest token that is looked at, and longest texts that are in one. */
    private static final int LONGEST = 65_535;
    /** Separates the texts; none of them has a line end. */
    private static final String SEPARATOR = "\n";

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;

    Seal() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BITS);
            key = generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** @param texts one at least, without line ends */
    String close(List<String> texts) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(deflated(String.join(SEPARATOR, texts)));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("nothing can be sealed", e);
        }
    }

    /** @return the texts; nothing when this object has not sealed them */
    Optional<List<String>> open(String token) {
        try {
            byte[] whole = Base64.getUrlDecoder().decode(token.length() > LONGEST ? "" : token);
            if (whole.length <= NONCE) {
                return Optional.empty();
            }
            byte[] texts = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE)).doFinal(whole, NONCE, whole.length - NONCE);
            return Optional.of(List.of(inflated(texts).split(SEPARATOR, -1)));
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return Optional.empty(); // forged, cut or of another server
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    // routes and Vias are much alike, and a message may have to fit into a packet
    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String inflated(byte[] bytes) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }
}
