package org.calliope.ims.hss.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.store.ApiToken;
import org.calliope.ims.hss.store.ApiTokens;

/** The tokens of the REST API (RFC 6750), each with a role and an end. Any thread; blocks on SQL. */
public final class Tokens {

    /** Days a token may last. */
    public static final int MOST_DAYS = 366;

    private static final String PREFIX = "cal_";
    /** Prefix and 256 bits in base64url. */
    private static final int LENGTH = PREFIX.length() + 43;
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final ApiTokens tokens;
    private final AccessLog log;
    private final InstantSource clock;

    Tokens(ApiTokens tokens, AccessLog log, InstantSource clock) {
        this.tokens = tokens;
        this.log = log;
        this.clock = clock;
    }

    /** The first five hundred by name. */
    public List<ApiToken> list() {
        return tokens.list(Users.SHOWN);
    }

    /** Whether it is worth anything yet. */
    public boolean expired(ApiToken token) {
        return !clock.instant().isBefore(token.expires());
    }

    /**
     * Makes a token.
     *
     * @param days how long it is worth something, 1..366
     * @return the token, of which only a digest is kept
     * @throws Refused when name or days cannot be, or the name is taken
     */
    public String create(String name, Role role, long days, Signed by, String address) {
        if (!Users.NAME.matcher(name).matches()) {
            throw new Refused("users.name.wrong");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new Refused("tokens.days.wrong", MOST_DAYS);
        }
        String secret = PREFIX + Secrets.random();
        Instant now = clock.instant();
        if (!tokens.add(new ApiToken(name, role, now, now.plus(Duration.ofDays(days)), Optional.empty()),
                Secrets.sha256(secret))) {
            throw new Refused("tokens.name.taken", name);
        }
        log.tell(new AccessEvent(AccessEvent.Kind.TOKEN_CREATED, by.name(), name, address, role.word()));
        return secret;
    }

    /** Ends a token now. */
    public void revoke(String name, Signed by, String address) {
        if (!tokens.remove(name)) {
            throw new Refused("tokens.unknown");
        }
        log.tell(new AccessEvent(AccessEvent.Kind.TOKEN_REVOKED, by.name(), name, address, ""));
    }

    /** Whose token it is, when it is one and has not expired. */
    Optional<Signed> check(String secret) {
        if (secret.length() != LENGTH || !secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Optional<ApiToken> found = tokens.find(Secrets.sha256(secret)).filter(token -> !expired(token));
        found.ifPresent(this::note);
        return found.map(token -> new Signed(token.name(), token.role(), Signed.How.TOKEN));
    }

    // now and then: a script that asks a thousand times a second must not write as often
    private void note(ApiToken token) {
        Instant now = clock.instant();
        if (token.lastUsed().map(last -> last.plus(NOTED).isBefore(now)).orElse(true)) {
            tokens.used(token.name(), now);
        }
    }
}
