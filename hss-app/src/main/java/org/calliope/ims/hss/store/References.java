package org.calliope.ims.hss.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;

/** Which documents a document refers to. */
final class References {

    /** The document of that kind and name. */
    record Reference(Kind<?> kind, String name) { }

    private References() { }

    static Set<Reference> of(Named document) {
        Set<Reference> found = new LinkedHashSet<>();
        if (document instanceof Subscription of) {
            add(found, Kind.CAPABILITY_SET, Stream.of(of.capabilitySet()));
            add(found, Kind.CHARGING_SET, Stream.of(of.chargingSet()));
            of.implicitSets().forEach(set -> set.publicIdentities().forEach(identity -> {
                add(found, Kind.SERVICE_PROFILE, Stream.of(identity.serviceProfile()));
                add(found, Kind.APPLICATION_SERVER, Stream.of(identity.applicationServer()));
            }));
        } else if (document instanceof ServiceProfile of) {
            criteria(found, of.filterCriteria());
            add(found, Kind.SHARED_FILTER_SET, of.sharedFilterSets().stream());
        } else if (document instanceof SharedFilterSet of) {
            criteria(found, of.filterCriteria());
        } else if (document instanceof FilterCriteria of) {
            add(found, Kind.APPLICATION_SERVER, Stream.of(of.applicationServer()));
        }
        return found;
    }

    private static void criteria(Set<Reference> found, List<ServiceProfile.Use> uses) {
        add(found, Kind.FILTER_CRITERIA, uses.stream().map(ServiceProfile.Use::criteria));
    }

    private static void add(Set<Reference> found, Kind<?> kind, Stream<String> names) {
        names.filter(name -> !name.isEmpty()).forEach(name -> found.add(new Reference(kind, name)));
    }
}
