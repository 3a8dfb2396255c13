package org.calliope.ims.hss.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.calliope.ims.hss.store.ConsoleUser;
import org.calliope.ims.hss.store.ConsoleUsers;
import org.calliope.ims.hss.store.LastAdministrator;

/** What administrators do to users. Each change ends the sessions it concerns. Any thread; blocks on SQL and hashing. */
public final class Users {

    /** User and token names: what can be read in a log and typed anywhere. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Users and tokens a page shows. */
    static final int SHOWN = 500;

    private final ConsoleUsers users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AccessLog log;
    private final InstantSource clock;

    Users(ConsoleUsers users, Passwords passwords, Sessions sessions, AccessLog log, InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
    }

    /** The first five hundred by name. */
    public List<ConsoleUser> list() {
        return users.list(SHOWN);
    }

    /** Makes {@code admin} with a one-time password when nobody was ever added. */
    boolean makeFirst(String password) {
        return users.none() && users.add(new ConsoleUser("admin", passwords.hash(password), Role.ADMINISTRATOR, true,
                false, clock.instant(), Optional.empty()));
    }

    /**
     * Adds a user.
     *
     * @return the one-time password, which is kept nowhere
     * @throws Refused when the name cannot be, or is taken
     */
    public String add(String name, Role role, Signed by, String address) {
        if (!NAME.matcher(name).matches()) {
            throw new Refused("users.name.wrong");
        }
        String password = Secrets.oneTimePassword();
        if (!users.add(new ConsoleUser(name, passwords.hash(password), role, true, false, clock.instant(),
                Optional.empty()))) {
            throw new Refused("users.name.taken", name);
        }
        tell(AccessEvent.Kind.USER_ADDED, by, name, address, role.word());
        return password;
    }

    /** Gives a user another role. */
    public void role(String name, Role role, Signed by, String address) {
        change(name, user -> user.as(role));
        tell(AccessEvent.Kind.ROLE_CHANGED, by, name, address, role.word());
    }

    /** Shuts a user out, or lets them in again. */
    public void disable(String name, boolean out, Signed by, String address) {
        change(name, user -> user.disabled(out));
        tell(out ? AccessEvent.Kind.USER_DISABLED : AccessEvent.Kind.USER_ENABLED, by, name, address, "");
    }

    /**
     * Takes the user's password away.
     *
     * @return the one-time password, which is kept nowhere
     */
    public String reset(String name, Signed by, String address) {
        String password = Secrets.oneTimePassword();
        String hash = passwords.hash(password);
        change(name, user -> user.password(hash, true));
        tell(AccessEvent.Kind.PASSWORD_RESET, by, name, address, "");
        return password;
    }

    private void change(String name, UnaryOperator<ConsoleUser> change) {
        try {
            users.change(name, change).orElseThrow(() -> new Refused("users.unknown"));
        } catch (LastAdministrator e) {
            throw new Refused("users.last");
        }
        sessions.endAll(name);
    }

    private void tell(AccessEvent.Kind kind, Signed by, String about, String address, String detail) {
        log.tell(new AccessEvent(kind, by.name(), about, address, detail));
    }
}
