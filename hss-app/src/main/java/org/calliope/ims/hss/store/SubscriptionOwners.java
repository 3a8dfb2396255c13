package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.hibernate.StatelessSession;

/** To which subscriptions the identities of some others belong already: three statements for all of them. */
final class SubscriptionOwners {

    private static final int MOST_PARAMETERS = 1_000;

    private final Map<String, String> privates = new HashMap<>();
    private final Map<String, String> publics = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    SubscriptionOwners(StatelessSession session, List<Subscription> all) {
        List<String> privateNames = new ArrayList<>();
        List<String> publicNames = new ArrayList<>();
        List<String> subscriptions = new ArrayList<>();
        for (Subscription one : all) {
            subscriptions.add(one.name());
            one.privateIdentities().forEach(user -> privateNames.add(user.identity()));
            one.implicitSets().forEach(set -> set.publicIdentities().forEach(p -> publicNames.add(p.identity())));
        }
        find(session, "select u.identity, u.subscription.name from PrivateUser u where u.identity in (:all)",
                privateNames, privates);
        find(session, "select p.identity, p.set.subscription.name from PublicUser p where p.identity in (:all)",
                publicNames, publics);
        find(session, "select s.name, s.name from Subscription s where s.name in (:all)", subscriptions, names);
    }

    private static void find(StatelessSession session, String query, List<String> asked, Map<String, String> found) {
        for (int from = 0; from < asked.size(); from += MOST_PARAMETERS) {
            session.createSelectionQuery(query, Owned.class)
                    .setParameter("all", asked.subList(from, Math.min(asked.size(), from + MOST_PARAMETERS)))
                    .getResultList().forEach(owned -> found.put(owned.name(), owned.subscription()));
        }
    }

    /** The stored subscription that this one is a newer state of: of its name, or with its first private identity. */
    Optional<String> sameAs(Subscription document) {
        return Optional.ofNullable(names.get(document.name())).or(() -> document.privateIdentities().stream().findFirst()
                .map(user -> privates.get(user.identity())));
    }

    /** Something in it that belongs to a subscription other than these, in words. */
    Optional<String> conflict(Subscription document, Optional<String> same) {
        Collection<String> own = new HashSet<>(same.stream().toList());
        for (PrivateUser user : document.privateIdentities()) {
            String owner = privates.get(user.identity());
            if (owner != null && !own.contains(owner)) {
                return Optional.of("the private identity " + user.identity() + " belongs to the subscription " + owner);
            }
        }
        for (ImplicitSet set : document.implicitSets()) {
            for (PublicUser identity : set.publicIdentities()) {
                String owner = publics.get(identity.identity());
                if (owner != null && !own.contains(owner)) {
                    return Optional.of("the public identity " + identity.identity() + " belongs to the subscription "
                            + owner);
                }
            }
        }
        return Optional.empty();
    }

    /** All that no other subscription may have. */
    static Set<String> unique(Subscription document) {
        Set<String> all = new LinkedHashSet<>();
        all.add(Kind.SUBSCRIPTION.path() + '\0' + document.name());
        document.privateIdentities().forEach(user -> all.add(user.identity()));
        document.implicitSets().forEach(set -> set.publicIdentities().forEach(p -> all.add(p.identity())));
        return all;
    }

    record Owned(String name, String subscription) { }
}
