package org.calliope.ims.container.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.Nonces;

/**
 * Nonces of digest challenges: nobody can guess or make one (RFC 7616 5.2), each has a lifetime, and none is taken
 * twice with the same count (3.4.4, nc). A challenge costs no memory; a nonce that was used well is remembered until it
 * is over. Any thread.
 */
final class NonceBook {

    private static final int TIME = 16;
    private static final int RANDOM = 32;
    private static final int KEY_BYTES = 32;
    private static final String MAC = "HmacSHA256";
    private static final int MOST_USED = 100_000;
    /** Counts below the highest that may still come, as requests overtake each other. */
    private static final int WINDOW = 64;

    private final Nonces nonces = new Nonces();
    private final SecretKeySpec key;
    private final long lifetime;
    private final LongSupplier millis;
    private final Map<String, Counts> used = new LinkedHashMap<>();
    private long notBefore;

    NonceBook(Duration lifetime, LongSupplier millis) {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, MAC);
        this.lifetime = lifetime.toMillis();
        this.millis = millis;
    }

    String issue() {
        String body = HexFormat.of().toHexDigits(millis.getAsLong()) + nonces.next();
        return body + mac(body);
    }

    /** @return whether this book has issued it, however long ago */
    boolean issued(String nonce) {
        int body = TIME + RANDOM;
        return nonce.length() > body && Digest.same(mac(nonce.substring(0, body)), nonce.substring(body));
    }

    /**
     * To be asked once the digest was found right.
     *
     * @param nonce one that was issued
     * @return whether it is in time and its count new; if not, the client must take another nonce
     */
    synchronized boolean take(String nonce, long count) {
        long now = millis.getAsLong();
        long issued = issuedAt(nonce);
        forget(now - lifetime);
        if (issued + lifetime < now || issued < notBefore) {
            return false;
        }
        if (used.size() >= MOST_USED && !used.containsKey(nonce)) {
            // forgetting a nonce must not let it be used again
            String oldest = used.keySet().iterator().next();
            notBefore = Math.max(notBefore, issuedAt(oldest) + 1);
            used.remove(oldest);
        }
        return used.computeIfAbsent(nonce, n -> new Counts()).take(count);
    }

    /** They stand in the order of their first use, which is nearly that of their making. */
    private void forget(long madeBefore) {
        Iterator<String> all = used.keySet().iterator();
        while (all.hasNext() && issuedAt(all.next()) < madeBefore) {
            all.remove();
        }
    }

    private static long issuedAt(String nonce) {
        return HexFormat.fromHexDigitsToLong(nonce, 0, TIME);
    }

    private String mac(String body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)), 0, KEY_BYTES / 2);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    /** The counts that were taken: the highest, and a bit for each of those just below. */
    private static final class Counts {
        private long highest;
        private long seen;

        boolean take(long count) {
            if (count > highest) {
                seen = count - highest >= WINDOW ? 1 : seen << (count - highest) | 1;
                highest = count;
                return true;
            }
            long bit = highest - count >= WINDOW ? 0 : 1L << (highest - count);
            boolean fresh = bit != 0 && (seen & bit) == 0;
            seen |= bit;
            return fresh;
        }
    }
}
