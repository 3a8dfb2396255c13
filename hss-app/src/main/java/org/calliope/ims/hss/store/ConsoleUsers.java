package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;

/** Who may sign in at the console; there is always an administrator among them. Safe for any thread; blocks on SQL. */
public final class ConsoleUsers {

    private static final String BY_NAME = "from ConsoleUser u where u.name = :name";

    private final Database database;

    /** Over an open database. */
    public ConsoleUsers(Database database) {
        this.database = database;
    }

    /** Whether nobody was ever added. */
    public boolean none() {
        return database.query(connection ->
                Columns.all(connection, Columns::number, "select id from console_user limit 1")).isEmpty();
    }

    /** The user of that name. */
    public Optional<ConsoleUser> find(String name) {
        return database.read(session -> session.createSelectionQuery(BY_NAME, ConsoleUserEntity.class)
                .setParameter("name", name).uniqueResultOptional().map(ConsoleUserEntity::user));
    }

    /** The first by name, so many at most. */
    public List<ConsoleUser> list(int limit) {
        return database.read(session -> session.createSelectionQuery("from ConsoleUser u order by u.name",
                ConsoleUserEntity.class).setMaxResults(limit).getResultList()).stream()
                .map(ConsoleUserEntity::user).toList();
    }

    /**
     * Adds a user, and has it on disk when it returns.
     *
     * @return false when there is one of that name
     */
    public boolean add(ConsoleUser user) {
        if (find(user.name()).isPresent()) {
            return false;
        }
        try {
            database.change(session -> session.insert(ConsoleUserEntity.of(user)));
        } catch (ConstraintViolationException e) {
            return false; // two at once: the table's unique key decides
        }
        database.sync();
        return true;
    }

    /**
     * Changes a user, and has it on disk when it returns.
     *
     * @param change may change everything but name and time of creation
     * @return the user as it is now; empty when there is none of that name
     * @throws LastAdministrator when nobody would be left who may administrate
     */
    public Optional<ConsoleUser> change(String name, UnaryOperator<ConsoleUser> change) {
        Optional<ConsoleUser> changed = database.write(session -> change(session, name, change));
        changed.ifPresent(unused -> database.sync());
        return changed;
    }

    private static Optional<ConsoleUser> change(StatelessSession session, String name,
            UnaryOperator<ConsoleUser> change) {
        // locked together and in one order, or two who take the role from each other both see the other keep it
        List<ConsoleUserEntity> concerned = session.createSelectionQuery(
                "from ConsoleUser u where u.name = :name or u.role = ADMINISTRATOR order by u.id",
                ConsoleUserEntity.class).setParameter("name", name).setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                .getResultList();
        Optional<ConsoleUserEntity> found = concerned.stream().filter(u -> u.name.equals(name)).findFirst();
        found.ifPresent(entity -> {
            boolean did = entity.user().administrates();
            entity.set(change.apply(entity.user()));
            if (did && concerned.stream().noneMatch(u -> u.user().administrates())) {
                throw new LastAdministrator();
            }
            session.update(entity);
        });
        return found.map(ConsoleUserEntity::user);
    }
}
