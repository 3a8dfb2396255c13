package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;

/** A subscription on its way from rows to a document. */
final class SubscriptionParts {

    private final String name;
    private final String capabilitySet;
    private final String chargingSet;
    private final List<String> visitedNetworks;
    private final List<PrivateUser> users = new ArrayList<>();
    private final Map<Long, List<PublicUser>> identities = new LinkedHashMap<>();
    private final Map<Long, List<String>> members = new LinkedHashMap<>();

    SubscriptionParts(String name, String capabilitySet, String chargingSet, List<String> visitedNetworks) {
        this.name = name;
        this.capabilitySet = capabilitySet;
        this.chargingSet = chargingSet;
        this.visitedNetworks = visitedNetworks;
    }

    void add(PrivateUser user) {
        users.add(user);
    }

    void add(Long set, PublicUser identity) {
        identities.computeIfAbsent(set, id -> new ArrayList<>()).add(identity);
    }

    void member(Long set, String user) {
        members.computeIfAbsent(set, id -> new ArrayList<>()).add(user);
    }

    Subscription whole() {
        List<ImplicitSet> sets = new ArrayList<>();
        identities.forEach((set, all) -> sets.add(new ImplicitSet(members.getOrDefault(set, List.of()), all)));
        return new Subscription(name, capabilitySet, chargingSet, visitedNetworks, users, sets);
    }
}
