package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.Kind;

/** Some subscriptions of an FHoSS with all that belongs to them. One use. */
final class FhossSubscribers {

    private static final String ID = "id";
    private static final String ID_IMPU = "id_impu";
    private static final String ID_SET = "id_implicit_set";
    private static final List<IdentityType> TYPES =
            List.of(IdentityType.PUBLIC_USER, IdentityType.DISTINCT_PSI, IdentityType.WILDCARDED_PSI);

    private final FhossSecrets secrets;
    private final ForeignNames names;
    private final Map<String, List<Row>> privates;
    private final Map<String, List<Row>> links;
    private final Map<String, Row> publics;
    private final Map<String, List<Row>> networks;
    private final Collection<String> aliasData;

    FhossSubscribers(Scratch scratch, FhossSecrets secrets, ForeignNames names, List<Row> subscriptions)
            throws IOException {
        this.secrets = secrets;
        this.names = names;
        this.privates = by("id_imsu", scratch.with(FhossTables.PRIVATE, "id_imsu", values(ID, subscriptions)));
        List<Row> users = privates.values().stream().flatMap(List::stream).toList();
        this.links = by("id_impi", scratch.with(FhossTables.LINK, "id_impi", values(ID, users)));
        List<Row> linked = links.values().stream().flatMap(List::stream).toList();
        List<Row> identities = scratch.with(FhossTables.PUBLIC, ID, values(ID_IMPU, linked));
        this.publics = identities.stream().collect(Collectors.toMap(row -> row.text(ID), Function.identity(), (a, b) -> a));
        this.networks = by(ID_IMPU, scratch.with("impu_visited_network", ID_IMPU, publics.keySet()));
        this.aliasData = values(ID_SET, scratch.with("aliases_repository_data", ID_SET, values(ID_SET, identities)));
    }

    private static Map<String, List<Row>> by(String column, List<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.text(column)));
    }

    private static Collection<String> values(String column, List<Row> rows) {
        return rows.stream().map(row -> row.text(column)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param number its place in the import */
    ImportRow row(Row imsu, long number) {
        List<String> notes = new ArrayList<>();
        try {
            return ImportRow.of(number, Kind.SUBSCRIPTION, subscription(imsu, notes)).noting(String.join("; ", notes));
        } catch (IllegalArgumentException e) {
            return ImportRow.rejected(number, imsu.text("name"), e.getMessage());
        }
    }

    private Subscription subscription(Row imsu, List<String> notes) {
        List<PrivateUser> users = new ArrayList<>();
        Map<String, List<Row>> sets = new TreeMap<>();
        Map<String, Set<String>> members = new LinkedHashMap<>();
        for (Row impi : privates.getOrDefault(imsu.text(ID), List.of())) {
            PrivateUser user = secrets.user(impi, notes);
            users.add(user);
            for (Row link : links.getOrDefault(impi.text(ID), List.of())) {
                Row impu = publics.get(link.text(ID_IMPU));
                if (impu != null) {
                    String set = impu.text(ID_SET);
                    members.computeIfAbsent(set, id -> new LinkedHashSet<>()).add(user.identity());
                    List<Row> identities = sets.computeIfAbsent(set, id -> new ArrayList<>());
                    if (!identities.contains(impu)) {
                        identities.add(impu);
                    }
                }
            }
        }
        List<ImplicitSet> implicitSets = new ArrayList<>();
        sets.forEach((set, identities) -> implicitSets.add(new ImplicitSet(List.copyOf(members.get(set)),
                identities.stream().map(impu -> identity(impu, notes)).toList())));
        if (sets.keySet().stream().anyMatch(aliasData::contains)) {
            notes.add("repository data that its identities have together as aliases is not carried over");
        }
        List<Row> all = sets.values().stream().flatMap(List::stream).toList();
        return new Subscription(ForeignNames.plain(imsu.text("name")), capabilitySet(imsu), chargingSet(all, notes),
                visited(all, notes), users, implicitSets);
    }

    private PublicUser identity(Row impu, List<String> notes) {
        IdentityType type = type(impu);
        if (!impu.flag("can_register") && !type.service()) {
            notes.add(impu.text("identity") + " may not register in the FHoSS; here only barring an identity is known");
        }
        return new PublicUser(impu.text("identity"), type, impu.flag("barring"), impu.text("display_name"), "",
                names.of(Kind.SERVICE_PROFILE, impu.text("id_sp")).orElse(ServiceProfile.DEFAULT), "",
                !type.service() || impu.flag("psi_activation"));
    }

    private static IdentityType type(Row impu) {
        int type = impu.number("type");
        if (type < 0 || type >= TYPES.size()) {
            throw new IllegalArgumentException("public identity " + impu.text("identity") + " has the unknown type " + type);
        }
        return TYPES.get(type);
    }

    /** The identity of a row of impu as it is provisioned here. */
    static String identity(Row impu) {
        return new PublicUser(impu.text("identity"), type(impu), false, "", "", "", "", true).identity();
    }

    private String capabilitySet(Row imsu) {
        return names.of(Kind.CAPABILITY_SET, FhossServices.capabilities(imsu)).orElse("");
    }

    /** An FHoSS has them for each public identity, Cx-SAA for the subscription. */
    private String chargingSet(List<Row> identities, List<String> notes) {
        List<String> sets = identities.stream().map(impu -> names.of(Kind.CHARGING_SET, impu.text("id_charging_info"))
                .orElse("")).distinct().toList();
        if (sets.size() > 1) {
            notes.add("its public identities have different charging addresses, here they have those of the first");
        }
        return sets.isEmpty() ? "" : sets.get(0);
    }

    private List<String> visited(List<Row> identities, List<String> notes) {
        Set<Set<String>> different = new LinkedHashSet<>();
        Set<String> together = new LinkedHashSet<>();
        for (Row impu : identities) {
            Set<String> of = new LinkedHashSet<>();
            networks.getOrDefault(impu.text(ID), List.of()).forEach(row ->
                    names.of(Kind.VISITED_NETWORK, row.text("id_visited_network")).ifPresent(of::add));
            different.add(of);
            together.addAll(of);
        }
        if (together.isEmpty()) {
            notes.add("it may register from no network in the FHoSS, here from any: give it its networks");
        } else if (different.size() > 1) {
            notes.add("its public identities may register from different networks, here each from all of them");
        }
        return List.copyOf(together);
    }
}
