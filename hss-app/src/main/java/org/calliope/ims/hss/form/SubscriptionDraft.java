package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;

/**
 * A subscription as its form has it, right or wrong: all texts, without secrets. Immutable.
 *
 * @param visitedNetworks separated by blanks or line ends
 */
public record SubscriptionDraft(String name, String capabilitySet, String chargingSet, String visitedNetworks,
                                List<User> users, List<Together> sets) {

    /** Public identities that fit into a form; more are changed over the REST interface. */
    public static final int MOST_IDENTITIES = 80;
    private static final int MOST_USERS = 20;

    /** A private identity. */
    public record User(String identity, String scheme) {
    }

    /**
     * An implicit registration set.
     *
     * @param members places of its private identities in {@link SubscriptionDraft#users}
     */
    public record Together(List<Integer> members, List<Identity> identities) {
    }

    /** A public identity. */
    public record Identity(String identity, String type, boolean barred, String displayName, String aliasGroup,
                           String profile, String server, boolean active) {

        private static final Identity EMPTY = new Identity("", IdentityType.PUBLIC_USER.name(), false, "", "",
                ServiceProfile.DEFAULT, "", true);
    }

    /** Copies the lists. */
    public SubscriptionDraft {
        users = List.copyOf(users);
        sets = List.copyOf(sets);
    }

    /** Of what is stored. */
    public static SubscriptionDraft of(Subscription of) {
        List<String> names = of.privateIdentities().stream().map(PrivateUser::identity).toList();
        return new SubscriptionDraft(of.name(), of.capabilitySet(), of.chargingSet(),
                String.join("\n", of.visitedNetworks()),
                of.privateIdentities().stream().map(user -> new User(user.identity(), user.scheme().name())).toList(),
                of.implicitSets().stream().map(set -> together(set, names)).toList());
    }

    private static Together together(ImplicitSet set, List<String> names) {
        return new Together(set.privateIdentities().stream().map(names::indexOf).toList(),
                set.publicIdentities().stream().map(SubscriptionDraft::identity).toList());
    }

    private static Identity identity(PublicUser of) {
        return new Identity(of.identity(), of.type().name(), of.barred(), of.displayName(), of.aliasGroup(),
                of.serviceProfile(), of.applicationServer(), of.active());
    }

    /** Of what the form sent. */
    public static SubscriptionDraft of(Values values) {
        List<User> users = IntStream.range(0, values.count("users", MOST_USERS)).mapToObj(i ->
                new User(values.text("p" + i + ".identity"), values.text("p" + i + ".scheme"))).toList();
        List<Together> sets = IntStream.range(0, values.count("sets", MOST_IDENTITIES)).mapToObj(j ->
                new Together(members(values, "s" + j + ".member", users.size()), identities(values, "s" + j)))
                .toList();
        return new SubscriptionDraft(values.text("name"), values.text("capabilitySet"), values.text("chargingSet"),
                values.text("visitedNetworks"), users, sets);
    }

    private static List<Integer> members(Values values, String name, int users) {
        return values.all(name).stream().filter(text -> text.matches("\\d{1,3}")).map(Integer::valueOf)
                .filter(place -> place < users).distinct().toList();
    }

    private static List<Identity> identities(Values values, String set) {
        return IntStream.range(0, values.count(set + ".identities", MOST_IDENTITIES)).mapToObj(k -> {
            String at = set + ".u" + k;
            return new Identity(values.text(at + ".identity"), values.text(at + ".type"),
                    values.ticked(at + ".barred"), values.text(at + ".displayName"), values.text(at + ".aliasGroup"),
                    values.text(at + ".serviceProfile"), values.text(at + ".applicationServer"),
                    values.ticked(at + ".active"));
        }).toList();
    }

    /** Whether the form has room for it. */
    public boolean fits() {
        return sets.stream().mapToInt(set -> set.identities().size()).sum() <= MOST_IDENTITIES
                && users.size() <= MOST_USERS;
    }

    /**
     * The same with a row more or less.
     *
     * @param action {@code add-user}, {@code add-set}, {@code add-identity.<set>}, {@code remove-user.<place>},
     *               {@code remove-set.<set>} or {@code remove-identity.<set>.<place>}; anything else changes nothing
     */
    public SubscriptionDraft edited(String action) {
        String[] parts = action.split("\\.");
        int first = place(parts, 1);
        return switch (parts[0]) {
            case "add-user" -> with(plus(users, new User("", "SIP_DIGEST")), sets);
            case "add-set" -> with(users, plus(sets, new Together(IntStream.range(0, users.size()).boxed().toList(),
                    List.of(Identity.EMPTY))));
            case "remove-user" -> first >= users.size() ? this : with(minus(users, first), sets.stream()
                    .map(set -> new Together(withoutMember(set.members(), first), set.identities())).toList());
            case "remove-set" -> first >= sets.size() ? this : with(users, minus(sets, first));
            case "add-identity" -> first >= sets.size() ? this : identities(first,
                    plus(sets.get(first).identities(), Identity.EMPTY));
            case "remove-identity" -> first >= sets.size() || place(parts, 2) >= sets.get(first).identities().size()
                    ? this : identities(first, minus(sets.get(first).identities(), place(parts, 2)));
            default -> this;
        };
    }

    private static int place(String[] parts, int at) {
        return at < parts.length && parts[at].matches("\\d{1,3}") ? Integer.parseInt(parts[at]) : 0;
    }

    private SubscriptionDraft identities(int set, List<Identity> identities) {
        List<Together> changed = new ArrayList<>(sets);
        changed.set(set, new Together(sets.get(set).members(), identities));
        return with(users, changed);
    }

    private SubscriptionDraft with(List<User> otherUsers, List<Together> otherSets) {
        return new SubscriptionDraft(name, capabilitySet, chargingSet, visitedNetworks, otherUsers, otherSets);
    }

    private static List<Integer> withoutMember(List<Integer> members, int gone) {
        return members.stream().filter(place -> place != gone).map(place -> place > gone ? place - 1 : place).toList();
    }

    private static <T> List<T> plus(List<T> all, T one) {
        return Stream.concat(all.stream(), Stream.of(one)).toList();
    }

    private static <T> List<T> minus(List<T> all, int place) {
        List<T> rest = new ArrayList<>(all);
        rest.remove(place);
        return rest;
    }
}
