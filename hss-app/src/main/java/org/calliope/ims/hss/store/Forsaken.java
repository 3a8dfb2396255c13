package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What a changed document leaves behind of registrations: a set whose last registered private identity is gone is not
 * registered, and an S-CSCF that has nothing more to serve is not assigned. It hears of it by an RTR, see
 * {@link PushListener}.
 */
final class Forsaken {

    private static final String SETS = """
            subscription_id = ? and state = 'REGISTERED' and not exists
                (select 1 from set_member m where m.set_id = implicit_set.id and m.registered = true)""";

    private Forsaken() { }

    static void release(Connection connection, long subscription, long now) throws SQLException {
        int remembered = StateWriter.update(connection, """
                insert into registration_event (at, set_id, identity, from_state, to_state, server_name, why)
                select ?, id, (select p.identity from public_identity p where p.set_id = implicit_set.id and p.place = 0),
                    'REGISTERED', 'NOT_REGISTERED',
                    (select coalesce(s.server_name, '') from ims_subscription s where s.id = subscription_id),
                    'private identity removed' from implicit_set where""" + " " + SETS, now, subscription);
        if (remembered > 0) {
            StateWriter.update(connection, "update implicit_set set state = 'NOT_REGISTERED' where " + SETS, subscription);
        }
        StateWriter.update(connection, """
                update ims_subscription set server_name = null, server_host = null, server_realm = null,
                    server_features = 0, reassignment = false
                where id = ? and server_name is not null and not exists (select 1 from implicit_set i
                    where i.subscription_id = ims_subscription.id and (i.state <> 'NOT_REGISTERED' or exists
                        (select 1 from set_member m where m.set_id = i.id and m.auth_pending = true)))""", subscription);
    }
}
