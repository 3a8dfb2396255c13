package org.calliope.ims.gruu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.calliope.ims.node.OwnerOnly;

/** What GRUUs are made with: all S-CSCFs that may serve a user have the same one. Immutable; shows itself nowhere. */
public final class GruuSecret {

    private static final String FILE = "gruu-secret";
    private static final int BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final byte[] value;

    private GruuSecret(byte[] value) {
        this.value = value;
    }

    public static GruuSecret random() {
        byte[] value = new byte[BYTES];
        new SecureRandom().nextBytes(value);
        return new GruuSecret(value);
    }

    /**
     * @param hex 64 hex digits
     * @throws IllegalArgumentException when they are none; the message does not show them
     */
    public static GruuSecret of(String hex) {
        try {
            byte[] value = HexFormat.of().parseHex(hex.strip());
            if (value.length == BYTES) {
                return new GruuSecret(value);
            }
        } catch (IllegalArgumentException e) {
            throw none();
        }
        throw none();
    }

    /**
     * The folder's secret, or a new one: {@code gruu-secret}, for its owner's eyes only. Nodes whose S-CSCFs and I-CSCFs
     * serve the same users have the same file.
     *
     * @throws IllegalStateException when the file holds none
     */
    public static GruuSecret in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                OwnerOnly.replace(file, random().hex() + "\n");
            }
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage() + "; delete it to have one made", e);
        }
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("a secret for GRUUs is " + 2 * BYTES + " hex digits");
    }

    /** @return 64 hex digits for {@link #of}, to be kept where secrets are */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** @return 32 bytes for this purpose, from which neither the secret nor those for another one can be found */
    byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(value, MAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    @Override
    public String toString() {
        return "GruuSecret";
    }
}
