package org.calliope.ims.hss.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An IMS subscription whole (TS 23.228 5.2.1a, TS 29.228 Annex B): the unit one S-CSCF serves, and the unit that is
 * provisioned.
 *
 * @param name              unique; the first private identity when none is given
 * @param capabilitySet     name of what its S-CSCF must be able to do; "" for anything
 * @param chargingSet       name of its charging function addresses; "" for none
 * @param visitedNetworks   networks it may register from, 1..50; {@code *} is any
 * @param privateIdentities 0..50; none for a subscription of services
 * @param implicitSets      1..50
 */
public record Subscription(String name, String capabilitySet, String chargingSet, List<String> visitedNetworks,
                           List<PrivateUser> privateIdentities, List<ImplicitSet> implicitSets) implements Named {

    /** Stands for every network. */
    public static final String ANY_NETWORK = "*";

    private static final int LONGEST_NETWORKS = 2_000;
    private static final int MOST_PUBLIC_IDENTITIES = 500;

    /** Checks each field, and that identities are named once and by a set that may. */
    public Subscription {
        privateIdentities = Text.list("privateIdentities", privateIdentities, ImplicitSet.MOST);
        implicitSets = Text.list("implicitSets", implicitSets, ImplicitSet.MOST);
        if (implicitSets.isEmpty()) {
            throw new IllegalArgumentException("a subscription must have an implicit registration set");
        }
        name = name != null && !name.isBlank() || privateIdentities.isEmpty() ? Text.name("name", name)
                : privateIdentities.get(0).identity();
        capabilitySet = Text.plain("capabilitySet", capabilitySet, Text.LONGEST_NAME);
        chargingSet = Text.plain("chargingSet", chargingSet, Text.LONGEST_NAME);
        visitedNetworks = networks(visitedNetworks);
        checkIdentities(privateIdentities, implicitSets);
    }

    /** One user with one implicit registration set, who may register from anywhere. */
    public static Subscription of(PrivateUser user, List<PublicUser> publicIdentities) {
        return new Subscription(user.identity(), "", "", List.of(ANY_NETWORK), List.of(user),
                List.of(new ImplicitSet(List.of(user.identity()), publicIdentities)));
    }

    /** The same, to be written over what is stored without moving a sequence number back. */
    public Subscription keepingSequences() {
        return with(privateIdentities.stream().map(user -> new PrivateUser(user.identity(), user.scheme(), user.secret(),
                PrivateUser.KEEP_SEQUENCE)).toList());
    }

    /** The same with another state of its private identities. */
    public Subscription with(List<PrivateUser> users) {
        return new Subscription(name, capabilitySet, chargingSet, visitedNetworks, users, implicitSets);
    }

    private static List<String> networks(List<String> given) {
        List<String> all = Text.list("visitedNetworks", given, ImplicitSet.MOST);
        if (all.isEmpty()) {
            return List.of(ANY_NETWORK);
        }
        List<String> checked = all.stream()
                .map(name -> name.equals(ANY_NETWORK) ? name : VisitedNetwork.network(name)).toList();
        if (String.join(" ", checked).length() > LONGEST_NETWORKS) {
            throw new IllegalArgumentException("visitedNetworks are longer than " + LONGEST_NETWORKS
                    + " characters together");
        }
        return checked;
    }

    private static void checkIdentities(List<PrivateUser> users, List<ImplicitSet> sets) {
        Set<String> privates = new HashSet<>();
        for (PrivateUser user : users) {
            if (!privates.add(user.identity())) {
                throw new IllegalArgumentException("private identity " + user.identity() + " stands there twice");
            }
        }
        Set<String> publics = new HashSet<>();
        if (sets.stream().mapToInt(set -> set.publicIdentities().size()).sum() > MOST_PUBLIC_IDENTITIES) {
            throw new IllegalArgumentException("a subscription has up to " + MOST_PUBLIC_IDENTITIES
                    + " public identities");
        }
        for (ImplicitSet set : sets) {
            Set<String> members = new HashSet<>();
            for (String member : set.privateIdentities()) {
                if (!privates.contains(member)) {
                    throw new IllegalArgumentException("a set names the private identity " + member
                            + ", which the subscription does not have");
                }
                if (!members.add(member)) {
                    throw new IllegalArgumentException("a set names the private identity " + member + " twice");
                }
            }
            for (PublicUser identity : set.publicIdentities()) {
                if (!publics.add(identity.identity())) {
                    throw new IllegalArgumentException("public identity " + identity.identity()
                            + " stands there twice");
                }
            }
        }
    }
}
