package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.hibernate.StatelessSession;

/** Service profiles with their criteria and shared iFC sets. */
final class ServiceProfileShelf extends NamedShelf<ServiceProfile, ServiceProfileEntity> {

    ServiceProfileShelf() {
        super(ServiceProfileEntity.class, "ServiceProfile", ServiceProfileEntity::new, Map.of("public identity",
                "select p.identity from PublicUser p where p.serviceProfile.name = :name"));
    }

    @Override
    void fill(StatelessSession session, ServiceProfileEntity row, ServiceProfile document) {
        row.mediaProfile = document.mediaProfile().orElse(null);
        row.unregisteredServices = document.unregisteredServices();
    }

    @Override
    void fillBelow(StatelessSession session, ServiceProfileEntity row, ServiceProfile document) {
        for (Use use : document.filterCriteria()) {
            ProfileFilterUseEntity below = new ProfileFilterUseEntity();
            below.serviceProfile = row;
            below.criteria = referred(session, FilterCriteriaEntity.class, "Criteria", Kind.FILTER_CRITERIA,
                    use.criteria());
            below.priority = use.priority();
            session.insert(below);
        }
        int place = 0;
        for (String shared : document.sharedFilterSets()) {
            ProfileSharedSetEntity below = new ProfileSharedSetEntity();
            below.serviceProfile = row;
            below.sharedSet = referred(session, SharedFilterSetEntity.class, "SharedSet", Kind.SHARED_FILTER_SET,
                    shared);
            below.place = place++;
            session.insert(below);
        }
    }

    @Override
    void deleteBelow(StatelessSession session, ServiceProfileEntity row) {
        for (String entity : List.of("ProfileUse", "ProfileShared")) {
            session.createMutationQuery("delete from " + entity + " u where u.serviceProfile.id = :id")
                    .setParameter("id", row.id).executeUpdate();
        }
    }

    @Override
    ServiceProfile document(StatelessSession session, ServiceProfileEntity row) {
        List<Use> uses = session.createSelectionQuery("""
                select new org.calliope.ims.hss.model.ServiceProfile$Use(u.criteria.name, u.priority)
                from ProfileUse u where u.serviceProfile.id = :id order by u.priority""", Use.class)
                .setParameter("id", row.id).getResultList();
        List<String> shared = session.createSelectionQuery("""
                select s.sharedSet.name from ProfileShared s where s.serviceProfile.id = :id order by s.place""",
                String.class).setParameter("id", row.id).getResultList();
        return new ServiceProfile(row.name, Optional.ofNullable(row.mediaProfile), row.unregisteredServices, uses,
                shared);
    }
}
