package org.calliope.ims.hss.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.store.ApiTokens;
import org.calliope.ims.hss.store.ConsoleUsers;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.node.AdminPassword;
import org.calliope.ims.node.Guesses;
import org.calliope.ims.node.Visitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use the console and its REST API: proves who sends a request, and has the users, tokens and sessions. Any
 * thread.
 */
public final class Access {

    /** Name of the cookie that holds a session's id. */
    public static final String COOKIE = "calliope-session";

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String SIGNED = "org.calliope.ims.hss.access.signed";
    private static final String SESSION = "org.calliope.ims.hss.access.session";
    private static final String BEARER = "Bearer ";

    /**
     * What a request proved.
     *
     * @param signed who sends it; empty when nobody knows
     * @param wrong  it came with something that proves nothing
     * @param pause  how long nobody listens to that address; zero when somebody does
     */
    public record Proof(Optional<Signed> signed, boolean wrong, Duration pause) {

        private static Proof of(Signed signed) {
            return new Proof(Optional.of(signed), false, Duration.ZERO);
        }

        private static final Proof NOTHING = new Proof(Optional.empty(), false, Duration.ZERO);
        private static final Proof WRONG = new Proof(Optional.empty(), true, Duration.ZERO);
    }

    private final AdminPassword owner;
    private final boolean openOnLoopback;
    private final AccessLog log;
    private final Sessions sessions;
    private final SignIn signIn;
    private final Users users;
    private final Tokens tokens;
    private final Guesses badTokens;

    private Access(Database database, AdminPassword owner, boolean openOnLoopback, AccessLog log,
            InstantSource clock) {
        this.owner = owner;
        this.openOnLoopback = openOnLoopback;
        this.log = log;
        this.sessions = new Sessions(clock);
        ConsoleUsers stored = new ConsoleUsers(database);
        Passwords passwords = new Passwords();
        this.signIn = new SignIn(stored, passwords, sessions, log, clock);
        this.users = new Users(stored, passwords, sessions, log, clock);
        this.tokens = new Tokens(new ApiTokens(database), log, clock);
        this.badTokens = new Guesses(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /**
     * Over an open database; when it has no user, makes {@code admin} with the owner's password as the one-time one.
     *
     * @param owner          whose password opens everything over Basic
     * @param openOnLoopback whether reading needs nobody to sign in on this machine
     * @param clock          the system's, or a test's own
     */
    public static Access open(Database database, AdminPassword owner, boolean openOnLoopback, AccessLog log,
            InstantSource clock) {
        Access access = new Access(database, owner, openOnLoopback, log, clock);
        if (access.users.makeFirst(owner.password())) {
            LOG.info("made the console's first user, admin, who is an administrator; the one-time password is in "
                    + "data/admin-password, and has to be changed at the first sign-in");
        }
        return access;
    }

    /** Who sends the request, for whatever comes after the guard; empty where nobody has to be anybody. */
    public static Optional<Signed> of(HttpServletRequest request) {
        return Optional.ofNullable((Signed) request.getAttribute(SIGNED));
    }

    /** The browser session the request belongs to; empty when it proves itself otherwise or not at all. */
    public static Optional<Session> session(HttpServletRequest request) {
        return Optional.ofNullable((Session) request.getAttribute(SESSION));
    }

    /**
     * Finds out who sends a request, and notes it there for {@link #of}.
     *
     * @param uses whether somebody is at work, rather than a page fetching anew by itself
     */
    public Proof prove(HttpServletRequest request, Visitor visitor, boolean uses) {
        String authorization = request.getHeader("Authorization");
        Proof proof = authorization == null ? bySession(request, visitor, uses)
                : authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? byToken(authorization.substring(BEARER.length()).strip(), visitor.address())
                : byOwner(authorization, visitor.address());
        proof.signed().ifPresent(signed -> request.setAttribute(SIGNED, signed));
        return proof;
    }

    private Proof bySession(HttpServletRequest request, Visitor visitor, boolean uses) {
        Optional<Session> session = cookie(request, COOKIE).flatMap(id -> sessions.find(id, uses));
        if (session.isPresent()) {
            request.setAttribute(SESSION, session.get());
            return Proof.of(session.get().signed());
        }
        return openOnLoopback && visitor.reads() && visitor.local() ? Proof.of(Signed.AT_THIS_MACHINE) : Proof.NOTHING;
    }

    private Proof byToken(String secret, String address) {
        Duration pause = badTokens.pause(address);
        if (!pause.isZero()) {
            return new Proof(Optional.empty(), true, pause);
        }
        Optional<Signed> signed = tokens.check(secret);
        if (signed.isEmpty()) {
            badTokens.add(address);
            log.tell(new AccessEvent(AccessEvent.Kind.TOKEN_REFUSED, "", "", address, "unknown or expired token"));
        }
        return signed.map(Proof::of).orElse(Proof.WRONG);
    }

    private Proof byOwner(String authorization, String address) {
        AdminPassword.Proof proof = owner.check(authorization, address);
        if (proof == AdminPassword.Proof.PROVEN) {
            return Proof.of(new Signed("admin", Role.ADMINISTRATOR, Signed.How.OWNER));
        }
        if (proof == AdminPassword.Proof.THROTTLED) {
            return new Proof(Optional.empty(), true, AdminPassword.PAUSE);
        }
        log.tell(new AccessEvent(AccessEvent.Kind.OWNER_REFUSED, "", "", address, "wrong user or password"));
        return Proof.WRONG;
    }

    /** The value of a cookie; empty when there is none. */
    public static Optional<String> cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /** Signing in, out, and changing one's password. */
    public SignIn signIn() {
        return signIn;
    }

    /** Who may sign in. */
    public Users users() {
        return users;
    }

    /** The tokens of the REST API. */
    public Tokens tokens() {
        return tokens;
    }
}
