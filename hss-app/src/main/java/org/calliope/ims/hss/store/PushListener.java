package org.calliope.ims.hss.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.hibernate.StatelessSession;

/**
 * What the S-CSCFs hear of a change: an RTR for identities that are no longer there (TS 29.228 6.1.3.1), a PPR where a
 * profile or charging functions changed (6.2.1). Queued in the transaction of the change. Any thread.
 */
final class PushListener implements ChangeListener {

    private static final Actor PROVISIONING = new Actor("provisioning");
    private static final DeregistrationReason GONE =
            new DeregistrationReason(Code.PERMANENT_TERMINATION, "the subscription has ended");
    private static final Set<Kind<?>> SHARED = Set.of(Kind.SERVICE_PROFILE, Kind.FILTER_CRITERIA,
            Kind.SHARED_FILTER_SET, Kind.APPLICATION_SERVER, Kind.CHARGING_SET);

    private final Clock clock;

    PushListener(Clock clock) {
        this.clock = clock;
    }

    @Override
    public <T extends Named> void changing(StatelessSession session, Kind<T> kind, Optional<T> before,
            Optional<T> after) {
        if (before.isEmpty()) {
            return; // nobody is registered with it yet
        }
        if (before.get() instanceof Subscription subscription) {
            session.doWork(connection -> subscription(connection, subscription, after.map(Subscription.class::cast)));
        } else if (after.isPresent() && SHARED.contains(kind) && !shown(before.get()).equals(shown(after.get()))) {
            session.doWork(connection ->
                    PushWaves.add(connection, kind, after.get().name(), PROVISIONING, clock.millis()));
        }
    }

    /** What an S-CSCF sees of a document. */
    private static Object shown(Named document) {
        if (document instanceof ApplicationServer server) {
            return List.of(server.serverName(), server.defaultHandling(), server.serviceInfo(),
                    server.registerRequest(), server.registerResponse());
        }
        if (document instanceof ServiceProfile profile) {
            return List.of(profile.mediaProfile(), profile.filterCriteria(), profile.sharedFilterSets());
        }
        return document;
    }

    private void subscription(Connection connection, Subscription before, Optional<Subscription> after)
            throws SQLException {
        Optional<Served> served = Served.of(connection, before.name()).filter(of -> !of.sets().isEmpty());
        if (served.isEmpty()) {
            return;
        }
        List<Push> pushes = after.isEmpty() ? List.of(served.get().termination(GONE))
                : differences(served.get(), before, after.get());
        for (Push push : pushes) {
            PushTable.insert(connection, push, PROVISIONING, clock.millis());
        }
    }

    private static List<Push> differences(Served served, Subscription before, Subscription after) {
        List<Push> pushes = new ArrayList<>();
        Set<String> users = new HashSet<>(after.privateIdentities().stream().map(PrivateUser::identity).toList());
        served.active().stream().filter(user -> !users.contains(user)).forEach(user ->
                pushes.add(Push.termination(served.server(), user, List.of(), List.of(), GONE)));
        List<String> gone = before.implicitSets().stream().flatMap(set -> set.publicIdentities().stream())
                .filter(identity -> served.setOf().containsKey(identity.identity()))
                .filter(identity -> identities(after).noneMatch(other -> other.identity().equals(identity.identity())
                        && (other.active() || !identity.active())))
                .map(PublicUser::identity).toList();
        if (!gone.isEmpty()) {
            pushes.add(served.termination(gone, GONE));
        }
        boolean charging = !before.chargingSet().equals(after.chargingSet());
        for (ImplicitSet set : before.implicitSets()) {
            Long id = served.setOf().get(set.publicIdentities().get(0).identity());
            Optional<ImplicitSet> now = now(set, after);
            if (id != null && now.isPresent()
                    && (charging || !now.get().publicIdentities().equals(set.publicIdentities()))) {
                pushes.add(Push.profile(id, served.server()));
            }
        }
        return pushes;
    }

    /** A set is the one that has had one of its public identities. */
    private static Optional<ImplicitSet> now(ImplicitSet set, Subscription after) {
        Set<String> names = new HashSet<>(set.publicIdentities().stream().map(PublicUser::identity).toList());
        return after.implicitSets().stream().filter(other -> other.publicIdentities().stream()
                .anyMatch(identity -> names.contains(identity.identity()))).findFirst();
    }

    private static Stream<PublicUser> identities(Subscription of) {
        return of.implicitSets().stream().flatMap(set -> set.publicIdentities().stream());
    }
}
