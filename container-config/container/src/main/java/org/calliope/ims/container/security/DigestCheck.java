package org.calliope.ims.container.security;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;

/** Digest authentication of an application's callers: RFC 3261 22, RFC 7616 with SHA-256 before MD5 (RFC 8760 2.3). Any thread. */
final class DigestCheck {

    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
    private static final int COUNT_DIGITS = 8;
    private static final int HEX = 16;
    /** Compared with what comes for a user nobody knows, so that it takes as long as for one who is known. */
    private static final String NO_SECRET = "00000000000000000000000000000000";

    private final UserStore users;
    private final String realm;
    private final NonceBook nonces = new NonceBook(NONCE_LIFETIME, System::currentTimeMillis);

    DigestCheck(UserStore users, String realm) {
        this.users = users;
        this.realm = realm;
    }

    /**
     * @param user  who has proven a password
     * @param stale the password was right, but the nonce is over: the client tries again without asking its user
     */
    record Result(Optional<User> user, boolean stale) {
        private static final Result UNKNOWN = new Result(Optional.empty(), false);
        private static final Result STALE = new Result(Optional.empty(), true);
    }

    /** @return header values of a challenge, the preferred one first */
    List<String> challenges(boolean stale) {
        String nonce = nonces.issue();
        return List.of(Digest.SHA_256, Digest.MD5).stream()
            .map(algorithm -> new Challenge(realm, nonce, "", algorithm, Digest.QOP_AUTH).headerValue(stale)).toList();
    }

    /** @param headers values of Authorization or Proxy-Authorization; those of other realms and schemes do not count */
    Result check(String method, Iterator<String> headers) {
        Result result = Result.UNKNOWN;
        while (headers.hasNext() && result.user().isEmpty()) {
            Result next = check(method, headers.next());
            result = next == Result.UNKNOWN ? result : next;
        }
        return result;
    }

    private Result check(String method, String header) {
        Credentials credentials;
        try {
            credentials = Credentials.parse(header);
        } catch (IllegalArgumentException otherScheme) {
            return Result.UNKNOWN;
        }
        // the digest-uri is not compared: a proxy on the way may have changed the Request-URI (RFC 3261 22.4)
        long count = count(credentials.nc());
        boolean asAsked = credentials.realm().equals(realm) && credentials.qop().equalsIgnoreCase(Digest.QOP_AUTH)
            && !credentials.cnonce().isEmpty() && count > 0 && nonces.issued(credentials.nonce());
        return asAsked ? verify(method, credentials, count) : Result.UNKNOWN;
    }

    private Result verify(String method, Credentials credentials, long count) {
        Optional<User> user = users.find(realm, credentials.username());
        String algorithm = credentials.algorithm().isEmpty() ? Digest.MD5 : credentials.algorithm();
        Optional<String> secret = user.flatMap(u -> u.ha1(algorithm));
        try {
            if (!Digest.verify(secret.orElse(NO_SECRET), method, credentials) || secret.isEmpty()) {
                return Result.UNKNOWN;
            }
        } catch (IllegalArgumentException notOffered) {
            return Result.UNKNOWN;
        }
        return nonces.take(credentials.nonce(), count) ? new Result(user, false) : Result.STALE;
    }

    private static long count(String nc) {
        boolean hex = nc.length() == COUNT_DIGITS && nc.chars().allMatch(c -> Character.digit(c, HEX) >= 0);
        return hex ? Long.parseLong(nc, HEX) : 0;
    }
}
