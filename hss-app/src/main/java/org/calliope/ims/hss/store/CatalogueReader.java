package org.calliope.ims.hss.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for the {@link Catalogue} what it does not have yet. Any thread. */
final class CatalogueReader {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);
    /** Wildcarded identities that are looked at; one look goes through all of them. */
    private static final int MOST_WILDCARDS = 1_000;

    private static final String CRITERIA = """
            select u.priority, c.trigger_point, c.profile_part, a.server_name, a.default_handling, a.service_info,
                a.register_request, a.register_response, c.dsai_tags
            from %s u join filter_criteria c on c.id = u.criteria_id
                join application_server a on a.id = c.application_server_id
            where u.%s = ? order by u.priority""";
    private static final String OF_PROFILE = CRITERIA.formatted("profile_filter_use", "service_profile_id");
    private static final String OF_SHARED_SET = CRITERIA.formatted("shared_filter_use", "shared_set_id");

    private final Database database;

    CatalogueReader(Database database) {
        this.database = database;
    }

    private record Profile(boolean unregisteredServices, Optional<Integer> mediaProfile) {

        static Profile of(Columns row) throws SQLException {
            return new Profile(row.flag(), Optional.ofNullable(row.optional()).map(Math::toIntExact));
        }
    }

    private record SharedSet(long id, int number) { }

    private record Criterion(int priority, String triggerPoint, ProfilePart part, String server,
                             DefaultHandling handling, String info, boolean request, boolean response, String dsaiTags) {

        static ProfileContent.Criterion of(Columns row) throws SQLException {
            return new Criterion((int) row.number(), row.text(), ProfilePart.valueOf(row.text()), row.text(),
                    DefaultHandling.valueOf(row.text()), row.text(), row.flag(), row.flag(), row.text()).typed();
        }

        ProfileContent.Criterion typed() {
            return new ProfileContent.Criterion(criterion(), NamedShelf.words(dsaiTags).stream()
                    .map(tag -> ProfileContent.Criterion.dsai(server, tag)).toList());
        }

        private InitialFilterCriteria criterion() {
            return new InitialFilterCriteria(priority, FilterCriteria.trigger(triggerPoint),
                    new ApplicationServer(server, org.calliope.ims.ifc.DefaultHandling.valueOf(handling.name()),
                            info.isEmpty() ? Optional.empty() : Optional.of(info), request, response),
                    part == ProfilePart.BOTH ? Optional.empty()
                            : Optional.of(org.calliope.ims.ifc.ProfilePart.valueOf(part.name())));
        }
    }

    /** The profile of an identity that is just being removed may be gone: it then says nothing. */
    ProfileContent profile(Long id) {
        return database.query(connection -> {
            List<Profile> head = Columns.all(connection, Profile::of,
                    "select unregistered_services, media_profile from service_profile where id = ?", id);
            if (head.isEmpty()) {
                return new ProfileContent(false, Optional.empty(), List.of(), List.of());
            }
            List<ProfileContent.Shared> shared = new ArrayList<>();
            for (SharedSet set : Columns.all(connection, row -> new SharedSet(row.number(), (int) row.number()), """
                    select h.id, h.number from profile_shared_set p join shared_filter_set h on h.id = p.shared_set_id
                    where p.service_profile_id = ? order by p.place""", id)) {
                shared.add(new ProfileContent.Shared(set.number(),
                        Columns.all(connection, Criterion::of, OF_SHARED_SET, set.id())));
            }
            return new ProfileContent(head.get(0).unregisteredServices(), head.get(0).mediaProfile(),
                    Columns.all(connection, Criterion::of, OF_PROFILE, id), shared);
        });
    }

    Optional<ServerCapabilities> capabilities(Long id) {
        return one(row -> new ServerCapabilities(NamedShelf.longs(row.text()), NamedShelf.longs(row.text()),
                NamedShelf.words(row.text())), "select mandatory, optional, server_names from capability_set where id = ?", id)
                .filter(wanted -> !wanted.mandatory().isEmpty() || !wanted.optional().isEmpty()
                        || !wanted.serverNames().isEmpty());
    }

    Optional<ChargingInformation> charging(Long id) {
        return one(row -> new ChargingInformation(row.text(), row.text(), row.text(), row.text()), """
                select primary_event, secondary_event, primary_collection, secondary_collection
                from charging_set where id = ?""", id);
    }

    String applicationServer(Long id) {
        return one(Columns::text, "select server_name from application_server where id = ?", id).orElseThrow();
    }

    private <T> Optional<T> one(Columns.Reader<T> reader, String select, Long id) {
        return database.query(connection -> Columns.all(connection, reader, select, id)).stream().findFirst();
    }

    Wildcards wildcards() {
        List<String> patterns = database.query(connection -> Columns.all(connection, Columns::text,
                "select identity from public_identity where identity_type in (?, ?) order by id limit ?",
                IdentityType.WILDCARDED_PSI.name(), IdentityType.WILDCARDED_PUBLIC_USER.name(), MOST_WILDCARDS + 1));
        if (patterns.size() > MOST_WILDCARDS) {
            LOG.warn("there are more than {} wildcarded identities; the later ones are never matched. Give several "
                    + "services one wildcard and tell them apart by filter criteria", MOST_WILDCARDS);
        }
        return Wildcards.of(patterns.stream().limit(MOST_WILDCARDS).toList());
    }
}
