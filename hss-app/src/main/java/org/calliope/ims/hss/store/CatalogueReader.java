package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.ChargingInformation;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.hss.model.ApplicationServer.DefaultHandling;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads for the {@link Catalogue} what it does not have yet. Any thread. */
final class CatalogueReader {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueReader.class);
    /** Wildcarded identities that are looked at; one look goes through all of them. */
    private static final int MOST_WILDCARDS = 1_000;

    private static final String CRITERIA = """
            select u.priority, c.triggerPoint, c.profilePart, a.serverName, a.defaultHandling, a.serviceInfo,
                a.registerRequest, a.registerResponse, c.dsaiTags
            """;

    private final Database database;

    CatalogueReader(Database database) {
        this.database = database;
    }

    record Profile(boolean unregisteredServices, Integer mediaProfile) { }

    record SharedSet(Long id, int number) { }

    record Criterion(int priority, String triggerPoint, ProfilePart part, String server, DefaultHandling handling,
                     String info, boolean request, boolean response, String dsaiTags) {

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
        return database.read(session -> {
            Optional<Profile> head = session.createSelectionQuery(
                    "select f.unregisteredServices, f.mediaProfile from ServiceProfile f where f.id = :id",
                    Profile.class).setParameter("id", id).uniqueResultOptional();
            if (head.isEmpty()) {
                return new ProfileContent(false, Optional.empty(), List.of(), List.of());
            }
            List<ProfileContent.Shared> shared = new ArrayList<>();
            for (SharedSet set : session.createSelectionQuery("""
                    select h.id, h.number from ProfileShared p join p.sharedSet h
                    where p.serviceProfile.id = :id order by p.place""", SharedSet.class)
                    .setParameter("id", id).getResultList()) {
                shared.add(new ProfileContent.Shared(set.number(),
                        criteria(session, "SharedUse u", "u.sharedSet.id", set.id())));
            }
            return new ProfileContent(head.get().unregisteredServices(),
                    Optional.ofNullable(head.get().mediaProfile()),
                    criteria(session, "ProfileUse u", "u.serviceProfile.id", id), shared);
        });
    }

    private static List<ProfileContent.Criterion> criteria(StatelessSession session, String from, String column, Long id) {
        return session.createSelectionQuery(CRITERIA + "from " + from
                + " join u.criteria c join c.applicationServer a where " + column + " = :id order by u.priority",
                Criterion.class).setParameter("id", id).getResultList().stream().map(Criterion::typed).toList();
    }

    Optional<ServerCapabilities> capabilities(Long id) {
        return Optional.ofNullable(database.read(session -> session.get(CapabilitySetEntity.class, id)))
                .map(set -> new ServerCapabilities(NamedShelf.longs(set.mandatory), NamedShelf.longs(set.optional),
                        NamedShelf.words(set.serverNames)))
                .filter(wanted -> !wanted.mandatory().isEmpty() || !wanted.optional().isEmpty()
                        || !wanted.serverNames().isEmpty());
    }

    Optional<ChargingInformation> charging(Long id) {
        return Optional.ofNullable(database.read(session -> session.get(ChargingSetEntity.class, id)))
                .map(set -> new ChargingInformation(set.primaryEvent, set.secondaryEvent, set.primaryCollection,
                        set.secondaryCollection));
    }

    String applicationServer(Long id) {
        return database.read(session -> session.get(ApplicationServerEntity.class, id)).serverName;
    }

    Wildcards wildcards() {
        List<String> patterns = database.read(session -> session.createSelectionQuery(
                "select p.identity from PublicUser p where p.identityType in (:types) order by p.id", String.class)
                .setParameter("types", List.of(IdentityType.WILDCARDED_PSI, IdentityType.WILDCARDED_PUBLIC_USER))
                .setMaxResults(MOST_WILDCARDS + 1).getResultList());
        if (patterns.size() > MOST_WILDCARDS) {
            LOG.warn("there are more than {} wildcarded identities; the later ones are never matched. Give several "
                    + "services one wildcard and tell them apart by filter criteria", MOST_WILDCARDS);
        }
        return Wildcards.of(patterns.stream().limit(MOST_WILDCARDS).toList());
    }
}
