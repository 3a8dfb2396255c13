package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.model.VisitedNetwork;

/**
 * A kind of document that is provisioned.
 *
 * @param path  how addresses name it, {@code service-profiles}
 * @param label how people call one, {@code service profile}
 * @param type  its documents
 */
public record Kind<T extends Named>(String path, String label, Class<T> type) {

    public static final Kind<Subscription> SUBSCRIPTION =
            new Kind<>("subscriptions", "subscription", Subscription.class);
    public static final Kind<ServiceProfile> SERVICE_PROFILE =
            new Kind<>("service-profiles", "service profile", ServiceProfile.class);
    public static final Kind<FilterCriteria> FILTER_CRITERIA =
            new Kind<>("filter-criteria", "initial filter criterion", FilterCriteria.class);
    public static final Kind<SharedFilterSet> SHARED_FILTER_SET =
            new Kind<>("shared-filter-sets", "shared iFC set", SharedFilterSet.class);
    public static final Kind<ApplicationServer> APPLICATION_SERVER =
            new Kind<>("application-servers", "application server", ApplicationServer.class);
    public static final Kind<CapabilitySet> CAPABILITY_SET =
            new Kind<>("capability-sets", "capability set", CapabilitySet.class);
    public static final Kind<ServingNode> SERVING_NODE = new Kind<>("s-cscfs", "S-CSCF", ServingNode.class);
    public static final Kind<ChargingSet> CHARGING_SET =
            new Kind<>("charging-sets", "charging set", ChargingSet.class);
    public static final Kind<VisitedNetwork> VISITED_NETWORK =
            new Kind<>("networks", "visited network", VisitedNetwork.class);

    /** Every kind, those first that others refer to: the order of an import. */
    public static final List<Kind<? extends Named>> ALL = List.of(VISITED_NETWORK, CHARGING_SET, SERVING_NODE,
            CAPABILITY_SET, APPLICATION_SERVER, FILTER_CRITERIA, SHARED_FILTER_SET, SERVICE_PROFILE, SUBSCRIPTION);

    /** The kind that addresses name so. */
    public static Optional<Kind<? extends Named>> of(String path) {
        return ALL.stream().filter(kind -> kind.path().equals(path)).findFirst();
    }

    @Override
    public String toString() {
        return label;
    }
}
