package org.calliope.ims.hss.store;

import java.util.Map;

import org.calliope.ims.hss.model.ServiceProfile.Use;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.hibernate.StatelessSession;

/** Shared iFC sets with their criteria. */
final class SharedFilterSetShelf extends NamedShelf<SharedFilterSet, SharedFilterSetEntity> {

    SharedFilterSetShelf() {
        super(SharedFilterSetEntity.class, "SharedSet", SharedFilterSetEntity::new, Map.of(
                Kind.SERVICE_PROFILE.label(),
                "select s.serviceProfile.name from ProfileShared s where s.sharedSet.name = :name"));
    }

    @Override
    void fill(StatelessSession session, SharedFilterSetEntity row, SharedFilterSet document) {
        row.number = document.number();
    }

    @Override
    void fillBelow(StatelessSession session, SharedFilterSetEntity row, SharedFilterSet document) {
        for (Use use : document.filterCriteria()) {
            SharedFilterUseEntity below = new SharedFilterUseEntity();
            below.sharedSet = row;
            below.criteria = referred(session, FilterCriteriaEntity.class, "Criteria", Kind.FILTER_CRITERIA,
                    use.criteria());
            below.priority = use.priority();
            session.insert(below);
        }
    }

    @Override
    void deleteBelow(StatelessSession session, SharedFilterSetEntity row) {
        session.createMutationQuery("delete from SharedUse u where u.sharedSet.id = :id")
                .setParameter("id", row.id).executeUpdate();
    }

    @Override
    SharedFilterSet document(StatelessSession session, SharedFilterSetEntity row) {
        return new SharedFilterSet(row.name, row.number, session.createSelectionQuery("""
                select new org.calliope.ims.hss.model.ServiceProfile$Use(u.criteria.name, u.priority)
                from SharedUse u where u.sharedSet.id = :id order by u.priority""", Use.class)
                .setParameter("id", row.id).getResultList());
    }
}
