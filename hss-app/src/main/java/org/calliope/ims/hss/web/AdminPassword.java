package org.calliope.ims.hss.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

import org.calliope.ims.hss.store.OwnerOnly;

/**
 * Who may change subscribers: HTTP Basic (RFC 7617) as {@code admin} with the password in
 * {@code data/admin-password}, made at the first start for its owner's eyes only. Immutable.
 */
public final class AdminPassword {

    private static final String FILE = "admin-password";
    private static final String SCHEME = "Basic ";
    private static final int BYTES = 18;

    private final byte[] expected;

    private AdminPassword(String password) {
        this.expected = digest(("admin:" + password).getBytes(StandardCharsets.UTF_8));
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
            return new AdminPassword(password);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make " + file, e);
        }
    }

    /** @param authorization the Authorization header, null when there is none; takes the same time whatever is wrong */
    boolean proves(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given;
        try {
            given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return MessageDigest.isEqual(expected, digest(given));
    }

    private static byte[] digest(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
