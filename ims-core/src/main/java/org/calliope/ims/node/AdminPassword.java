package org.calliope.ims.node;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;

/**
 * Who may change things over HTTP: Basic (RFC 7617) as {@code admin} with the password in {@code data/admin-password},
 * made at the first start for its owner's eyes only. Whoever guesses is not listened to for a while. Any thread.
 */
public final class AdminPassword {

    /** What an Authorization header is worth. */
    public enum Proof {
        PROVEN, MISSING, WRONG,
        /** Too many wrong ones came from there: not even looked at (RFC 6585 4, 429). */
        THROTTLED
    }

    /** Wrong passwords from one address in {@link #PAUSE}. */
    public static final int MAX_WRONG = Guesses.MAX_WRONG;
    /** How long an address that guesses is not listened to. */
    public static final Duration PAUSE = Guesses.PAUSE;

    private static final String FILE = "admin-password";
    private static final String SCHEME = "Basic ";
    private static final int BYTES = 18;

    private final String password;
    private final byte[] expected;
    private final Guesses wrong;

    AdminPassword(String password, Ticker clock) {
        this.password = password;
        this.expected = digest(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        this.wrong = new Guesses(clock);
    }

    /** Reads the folder's password, or makes one. */
    public static AdminPassword in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (OwnerOnly.create(file)) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            }
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IllegalStateException(file + " is empty; delete it to have a password made");
            }
            return new AdminPassword(password, Ticker.systemTicker());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make " + file, e);
        }
    }

    /**
     * Takes the same time whatever is wrong with the password.
     *
     * @param authorization the Authorization header, null when there is none
     * @param address       where the request comes from
     */
    public Proof check(String authorization, String address) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Proof.MISSING;
        }
        if (!wrong.pause(address).isZero()) {
            return Proof.THROTTLED;
        }
        if (proves(authorization.substring(SCHEME.length()))) {
            return Proof.PROVEN;
        }
        wrong.add(address);
        return Proof.WRONG;
    }

    /** The password itself, for the one user of the console that is made from it; for no log and no page. */
    public String password() {
        return password;
    }

    private boolean proves(String credentials) {
        try {
            return MessageDigest.isEqual(expected, digest(Base64.getDecoder().decode(credentials.strip())));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] digest(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
