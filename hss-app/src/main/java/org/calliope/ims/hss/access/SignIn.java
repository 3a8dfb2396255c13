package org.calliope.ims.hss.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.calliope.ims.hss.store.ConsoleUser;
import org.calliope.ims.hss.store.ConsoleUsers;
import org.calliope.ims.node.Guesses;

/**
 * Signs people in and out. Neither answer nor time tells whether it was the name or the password that is wrong;
 * whoever guesses, by name or by address, is not listened to for a while. Any thread; blocks on SQL and hashing.
 */
public final class SignIn {

    /**
     * What came of it.
     *
     * @param session the new session; empty when there is none
     * @param pause   how long nobody listens; zero when somebody did and it was wrong
     */
    public record Result(Optional<Session> session, Duration pause) {
    }

    private final ConsoleUsers users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Guesses guesses;
    private final AccessLog log;
    private final InstantSource clock;

    SignIn(ConsoleUsers users, Passwords passwords, Sessions sessions, AccessLog log, InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.guesses = new Guesses(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
        this.log = log;
        this.clock = clock;
    }

    /** A new session for the right name and password; {@link Busy} when too many try. */
    public Result in(String name, String password, String address) {
        String known = Users.NAME.matcher(name).matches() ? name : "";
        Duration pause = longest(guesses.pause("user " + known), guesses.pause("address " + address));
        if (!pause.isZero()) {
            return new Result(Optional.empty(), pause);
        }
        Optional<ConsoleUser> user = known.isEmpty() ? Optional.empty() : users.find(known);
        boolean right = passwords.matches(password, user.map(ConsoleUser::passwordHash));
        if (!right || user.get().disabled()) {
            guesses.add("user " + known);
            guesses.add("address " + address);
            tell(AccessEvent.Kind.SIGN_IN_REFUSED, known, address, right ? "disabled" : "wrong name or password");
            return new Result(Optional.empty(), Duration.ZERO);
        }
        Optional<Session> session = users.change(known, u -> u.signedIn(clock.instant())).flatMap(this::begin);
        tell(session.isPresent() ? AccessEvent.Kind.SIGNED_IN : AccessEvent.Kind.SIGN_IN_REFUSED, known, address, "");
        return new Result(session, Duration.ZERO);
    }

    // who changes a user ends the sessions after it, so a session that began meanwhile is looked at once more
    private Optional<Session> begin(ConsoleUser user) {
        Session session = sessions.begin(user);
        if (users.find(user.name()).filter(now -> !now.disabled() && now.role() == user.role()
                && now.passwordHash().equals(user.passwordHash())).isEmpty()) {
            sessions.end(session);
            return Optional.empty();
        }
        return Optional.of(session);
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Ends a session, when the user leaves or signs in anew. */
    public void out(Session session, String address) {
        sessions.end(session);
        tell(AccessEvent.Kind.SIGNED_OUT, session.name(), address, "");
    }

    /**
     * Changes a user's own password; all their sessions end, and a new one begins.
     *
     * @throws Refused with what is wrong, as a key of the texts
     */
    public Session changePassword(Session session, String old, String wanted, String again, String address) {
        String name = session.name();
        if (!guesses.pause("user " + name).isZero()) {
            throw refused("account.pause", name, address);
        }
        Optional<String> hash = users.find(name).filter(u -> !u.disabled()).map(ConsoleUser::passwordHash);
        if (!passwords.matches(old, hash)) {
            guesses.add("user " + name);
            throw refused("account.wrong", name, address);
        }
        if (!wanted.equals(again)) {
            throw new Refused("account.differ");
        }
        Passwords.objection(name, wanted).ifPresent(objection -> {
            throw new Refused(objection, Passwords.SHORTEST, Passwords.LONGEST);
        });
        if (wanted.equals(old)) {
            throw new Refused("account.same");
        }
        String changed = passwords.hash(wanted);
        Optional<ConsoleUser> user = users.change(name, u -> u.password(changed, false));
        sessions.endAll(name);
        tell(AccessEvent.Kind.PASSWORD_CHANGED, name, address, "");
        return user.flatMap(this::begin).orElseThrow(() -> new Refused("account.wrong"));
    }

    private Refused refused(String why, String name, String address) {
        tell(AccessEvent.Kind.PASSWORD_CHANGE_REFUSED, name, address, "");
        return new Refused(why);
    }

    private void tell(AccessEvent.Kind kind, String name, String address, String detail) {
        log.tell(new AccessEvent(kind, name, "", address, detail));
    }
}
