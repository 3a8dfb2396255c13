package org.calliope.ims.hss.access;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Hashes and checks passwords with Argon2id (RFC 9106), 19 MiB and two passes, which is 30 to 50 ms: half the
 * processors at a time, so that a flood of sign-ins leaves the rest to SIP, and a bounded queue before them. Any
 * thread; blocks.
 */
final class Passwords {

    /** NIST SP 800-63B 5.1.1.2 asks for eight and more; and for a length rather than for kinds of characters. */
    static final int SHORTEST = 10;
    /** Characters; a pass phrase fits. */
    static final int LONGEST = 128;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;
    private static final int WAITING = 16;
    /** Nobody's hash, all zeros, at the same cost: compared with where there is no user, so that it takes as long. */
    static final String NOBODYS = "$argon2id$v=19$m=" + KIBIBYTES + ",t=" + PASSES + ",p=" + LANES + "$"
            + "A".repeat(22) + "$" + "A".repeat(43);

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES);
    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    private final Semaphore places = new Semaphore(WAITING);

    /** The hash with its salt and parameters, about 100 characters; {@link Busy} when too many wait. */
    String hash(String password) {
        return bounded(() -> argon2.encode(password));
    }

    /** Whether it is the one hashed; takes as long without a hash. {@link Busy} when too many wait. */
    boolean matches(String password, Optional<String> hash) {
        // whatever is longer is nobody's password
        String bounded = password.length() > LONGEST ? "" : password;
        boolean right = bounded(() -> argon2.matches(bounded, hash.orElse(NOBODYS)));
        return right && hash.isPresent() && !bounded.isEmpty();
    }

    private <T> T bounded(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new Busy();
        }
        try {
            processors.acquireUninterruptibly();
            try {
                return work.get();
            } finally {
                processors.release();
            }
        } finally {
            places.release();
        }
    }

    /** What is wrong with a new password, as a key of the texts; empty when nothing is. */
    static Optional<String> objection(String name, String password) {
        if (password.codePointCount(0, password.length()) < SHORTEST) {
            return Optional.of("password.short");
        }
        if (password.length() > LONGEST) {
            return Optional.of("password.long");
        }
        boolean named = password.toLowerCase(Locale.ROOT).replace(name, "").isBlank();
        return named ? Optional.of("password.name") : Optional.empty();
    }
}
