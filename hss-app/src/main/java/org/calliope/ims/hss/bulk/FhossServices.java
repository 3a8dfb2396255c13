package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.sh.DataReference;

/** What the subscriptions of an FHoSS refer to. One use; there are few of them, so they are all held at once. */
final class FhossServices {

    private static final String ID = "id";
    private static final String ID_SET = "id_set";
    private static final String NAME = "name";
    private static final String LIMIT = "rep_data_size_limit";
    private static final String PRIORITY = "priority";
    private static final Set<Integer> UNREGISTERED_CASES = Set.of(2, 3); // terminating and originating unregistered
    private static final Map<String, DataReference> REFERENCES = Map.ofEntries(
            Map.entry("rep_data", DataReference.REPOSITORY_DATA), Map.entry("impu", DataReference.IMS_PUBLIC_IDENTITY),
            Map.entry("ims_user_state", DataReference.IMS_USER_STATE),
            Map.entry("scscf_name", DataReference.S_CSCF_NAME), Map.entry("ifc", DataReference.INITIAL_FILTER_CRITERIA),
            Map.entry("location", DataReference.LOCATION_INFORMATION),
            Map.entry("user_state", DataReference.USER_STATE),
            Map.entry("charging_info", DataReference.CHARGING_INFORMATION), Map.entry("msisdn", DataReference.MSISDN),
            Map.entry("psi_activation", DataReference.PSI_ACTIVATION), Map.entry("dsai", DataReference.DSAI));

    private final Scratch scratch;
    private final ForeignNames names;
    private final List<ImportRow> rows = new ArrayList<>();
    private final Map<String, List<Row>> triggers;
    private final Map<String, List<String>> tags;

    FhossServices(Scratch scratch, ForeignNames names) throws IOException {
        this.scratch = scratch;
        this.names = names;
        this.triggers = scratch.all("spt").stream().collect(Collectors.groupingBy(spt -> spt.text("id_tp")));
        this.tags = scratch.query("select distinct b.\"id_ifc\", d.\"dsai_tag\" from \"dsai_ifc\" b join \"dsai\" d "
                + "on d.\"id\" = b.\"id_dsai\" order by d.\"dsai_tag\"").stream().collect(Collectors.groupingBy(
                bound -> bound.text("id_ifc"), Collectors.mapping(bound -> bound.text("dsai_tag"), Collectors.toList())));
    }

    /** All of them, those first that others refer to. */
    List<ImportRow> rows() throws IOException {
        for (Row row : scratch.all("visited_network")) {
            // by its own name, or the subscriptions that name it would be refused instead
            names.put(Kind.VISITED_NETWORK, row.text(ID), row.text("identity"));
            add(Kind.VISITED_NETWORK, row.text("identity"), () -> new VisitedNetwork(row.text("identity"), ""));
        }
        for (Row row : scratch.all("charging_info")) {
            String name = names.add(Kind.CHARGING_SET, row.text(ID), row.text(NAME));
            add(Kind.CHARGING_SET, name, () -> new ChargingSet(name, uri(row, "pri_ecf"), uri(row, "sec_ecf"),
                    uri(row, "pri_ccf"), uri(row, "sec_ccf")));
        }
        capabilitySets();
        for (Row row : scratch.all("application_server")) {
            String name = names.add(Kind.APPLICATION_SERVER, row.text(ID), row.text(NAME));
            add(Kind.APPLICATION_SERVER, name, () -> applicationServer(name, row));
            if (!List.of("", "0").contains(row.text(LIMIT)) && rows.get(rows.size() - 1).item().isPresent()) {
                rows.set(rows.size() - 1, rows.get(rows.size() - 1).noting("its own limit of repository data, "
                        + row.text(LIMIT) + " bytes, is not carried over: here one holds for all"));
            }
        }
        filterCriteria();
        return rows;
    }

    private <T extends Named> void add(Kind<T> kind, String name, Supplier<T> document) {
        long number = rows.size() + 1L;
        try {
            rows.add(ImportRow.of(number, kind, document.get()));
        } catch (IllegalArgumentException e) {
            rows.add(ImportRow.rejected(number, name, e.getMessage()));
        }
    }

    /** An FHoSS has host names there too, which a Diameter URI is made of. */
    private static String uri(Row row, String column) {
        String address = row.text(column);
        return address.isEmpty() || address.startsWith("aaa:") || address.startsWith("aaas:") ? address
                : "aaa://" + address;
    }

    /** Numbers of a subscription's capability set and of its set of preferred S-CSCFs, which are one here. */
    static String capabilities(Row imsu) {
        return imsu.text("id_capabilities_set") + '/' + imsu.text("id_preferred_scscf_set");
    }

    private void capabilitySets() throws IOException {
        Map<String, List<Row>> sets = by(ID_SET, scratch.all("capabilities_set"));
        Map<String, List<Row>> preferred = by(ID_SET, scratch.query(
                "select * from \"preferred_scscf_set\" order by cast(\"priority\" as int), n"));
        for (Row pair : scratch.query("select distinct \"id_capabilities_set\", \"id_preferred_scscf_set\" from \"imsu\" "
                + "order by \"id_capabilities_set\", \"id_preferred_scscf_set\"")) {
            List<Row> capabilities = sets.getOrDefault(pair.text("id_capabilities_set"), List.of());
            List<Row> servers = preferred.getOrDefault(pair.text("id_preferred_scscf_set"), List.of());
            if (!capabilities.isEmpty() || !servers.isEmpty()) {
                String name = names.add(Kind.CAPABILITY_SET, capabilities(pair), String.join(" ",
                        List.of(firstName(capabilities), firstName(servers))).strip());
                add(Kind.CAPABILITY_SET, name, () -> new CapabilitySet(name, numbers(capabilities, true),
                        numbers(capabilities, false), servers.stream().map(row -> row.text("scscf_name")).toList()));
            }
        }
    }

    private static Map<String, List<Row>> by(String column, List<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.text(column), LinkedHashMap::new,
                Collectors.toList()));
    }

    private static String firstName(List<Row> rows) {
        return rows.isEmpty() ? "" : rows.get(0).text(NAME);
    }

    private static List<Long> numbers(List<Row> capabilities, boolean mandatory) {
        return capabilities.stream().filter(row -> row.flag("is_mandatory") == mandatory)
                .map(row -> (long) row.number("id_capability")).toList();
    }

    private static ApplicationServer applicationServer(String name, Row row) {
        return new ApplicationServer(name, row.text("server_name"), row.flag("default_handling")
                ? ApplicationServer.DefaultHandling.SESSION_TERMINATED : ApplicationServer.DefaultHandling.SESSION_CONTINUED,
                row.text("service_info"), row.flag("include_register_request"), row.flag("include_register_response"),
                row.text("diameter_address"), references(row, "udr", ShOperation.PULL),
                references(row, "pur", ShOperation.UPDATE), references(row, "snr", ShOperation.SUBSCRIBE));
    }

    /** There a column for each reference stands with each request, also with those table 7.6.1 of TS 29.328 has not. */
    private static List<Integer> references(Row row, String request, ShOperation operation) {
        Set<Integer> allowed = new TreeSet<>();
        REFERENCES.forEach((column, reference) -> {
            boolean wanted = row.flag(request) && row.flag(request + "_" + column);
            if (wanted && DataAccess.of(reference).allows(operation)) {
                allowed.add(reference.code());
            }
        });
        return List.copyOf(allowed);
    }

    private void filterCriteria() throws IOException {
        Map<String, Row> points = scratch.all("tp").stream().collect(Collectors.toMap(tp -> tp.text(ID), tp -> tp, (a, b) -> a));
        Map<String, Row> criteria = new LinkedHashMap<>();
        for (Row ifc : scratch.all("ifc")) {
            criteria.put(ifc.text(ID), ifc);
            String name = names.add(Kind.FILTER_CRITERIA, ifc.text(ID), ifc.text(NAME));
            add(Kind.FILTER_CRITERIA, name, () -> criterion(name, ifc, points));
        }
        by(ID_SET, scratch.all("shared_ifc_set")).forEach((set, uses) -> {
            String name = names.add(Kind.SHARED_FILTER_SET, set, firstName(uses));
            add(Kind.SHARED_FILTER_SET, name, () -> new SharedFilterSet(name, Integer.parseInt(set), uses(uses)));
        });
        Map<String, List<Row>> own = by("id_sp", scratch.all("sp_ifc"));
        Map<String, List<Row>> shared = by("id_sp", scratch.all("sp_shared_ifc_set"));
        for (Row sp : scratch.all("sp")) {
            List<Row> uses = own.getOrDefault(sp.text(ID), List.of());
            String name = names.add(Kind.SERVICE_PROFILE, sp.text(ID), sp.text(NAME));
            add(Kind.SERVICE_PROFILE, name, () -> new ServiceProfile(name,
                    Optional.of(sp.number("cn_service_auth")).filter(id -> id > 0),
                    uses.stream().anyMatch(use -> unregistered(criteria.get(use.text("id_ifc")))), uses(uses),
                    shared.getOrDefault(sp.text(ID), List.of()).stream().map(use ->
                            referred(Kind.SHARED_FILTER_SET, use.text("id_shared_ifc_set"))).toList()));
        }
    }

    private FilterCriteria criterion(String name, Row ifc, Map<String, Row> points) {
        Row point = points.get(ifc.text("id_tp"));
        return new FilterCriteria(name, referred(Kind.APPLICATION_SERVER, ifc.text("id_application_server")),
                switch (ifc.number("profile_part_ind")) {
                    case 0 -> FilterCriteria.ProfilePart.REGISTERED;
                    case 1 -> FilterCriteria.ProfilePart.UNREGISTERED;
                    default -> FilterCriteria.ProfilePart.BOTH;
                }, point == null ? "" : FhossTriggers.xml(point, conditions(ifc)),
                tags.getOrDefault(ifc.text(ID), List.of()));
    }

    private List<Row> conditions(Row ifc) {
        return triggers.getOrDefault(ifc.text("id_tp"), List.of());
    }

    private boolean unregistered(Row ifc) {
        return ifc != null && (ifc.number("profile_part_ind") == 1 || ifc.number("profile_part_ind") != 0
                && conditions(ifc).stream().anyMatch(spt -> spt.number("type") == 3
                && UNREGISTERED_CASES.contains(spt.number("session_case"))));
    }

    private List<ServiceProfile.Use> uses(List<Row> rows) {
        return rows.stream().map(row -> new ServiceProfile.Use(referred(Kind.FILTER_CRITERIA, row.text("id_ifc")),
                row.number(PRIORITY))).toList();
    }

    private String referred(Kind<?> kind, String id) {
        return names.of(kind, id).orElseThrow(() -> new IllegalArgumentException("it refers to the " + kind.label() + " "
                + id + ", which is not in the dump"));
    }
}
