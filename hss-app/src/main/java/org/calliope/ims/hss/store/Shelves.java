package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Map;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.DataAccess;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServingNode;
import org.calliope.ims.hss.model.ShOperation;
import org.calliope.ims.hss.model.VisitedNetwork;
import org.hibernate.StatelessSession;

/** The shelf of each kind; here are those of the kinds that are one row. */
final class Shelves {

    private static final String SUBSCRIPTION = Kind.SUBSCRIPTION.label(); // before the shelves, which use it
    private static final Map<Kind<?>, Shelf<?>> ALL = Map.of(
            Kind.SUBSCRIPTION, new SubscriptionShelf(),
            Kind.SERVICE_PROFILE, new ServiceProfileShelf(),
            Kind.SHARED_FILTER_SET, new SharedFilterSetShelf(),
            Kind.FILTER_CRITERIA, new FilterCriteriaShelf(),
            Kind.APPLICATION_SERVER, new ApplicationServerShelf(),
            Kind.CAPABILITY_SET, new CapabilitySetShelf(),
            Kind.SERVING_NODE, new ServingNodeShelf(),
            Kind.CHARGING_SET, new ChargingSetShelf(),
            Kind.VISITED_NETWORK, new VisitedNetworkShelf());

    private Shelves() { }

    @SuppressWarnings("unchecked") // the map above pairs them so
    static <T extends Named> Shelf<T> of(Kind<T> kind) {
        return (Shelf<T>) ALL.get(kind);
    }

    private static final class CapabilitySetShelf extends NamedShelf<CapabilitySet, CapabilitySetEntity> {

        CapabilitySetShelf() {
            super(CapabilitySetEntity.class, "Capabilities", CapabilitySetEntity::new, Map.of(SUBSCRIPTION,
                    "select s.name from Subscription s where s.capabilitySet.name = :name"));
        }

        @Override
        void fill(StatelessSession session, CapabilitySetEntity row, CapabilitySet document) {
            row.mandatory = joined(document.mandatory());
            row.optional = joined(document.optional());
            row.serverNames = joined(document.serverNames());
        }

        @Override
        CapabilitySet document(StatelessSession session, CapabilitySetEntity row) {
            return new CapabilitySet(row.name, longs(row.mandatory), longs(row.optional), words(row.serverNames));
        }
    }

    private static final class ServingNodeShelf extends NamedShelf<ServingNode, ServingNodeEntity> {

        ServingNodeShelf() {
            super(ServingNodeEntity.class, "Node", ServingNodeEntity::new, Map.of());
        }

        @Override
        void fill(StatelessSession session, ServingNodeEntity row, ServingNode document) {
            row.capabilities = joined(document.capabilities());
            row.description = document.description();
        }

        @Override
        ServingNode document(StatelessSession session, ServingNodeEntity row) {
            return new ServingNode(row.name, longs(row.capabilities), row.description);
        }
    }

    private static final class ChargingSetShelf extends NamedShelf<ChargingSet, ChargingSetEntity> {

        ChargingSetShelf() {
            super(ChargingSetEntity.class, "Charging", ChargingSetEntity::new, Map.of(SUBSCRIPTION,
                    "select s.name from Subscription s where s.chargingSet.name = :name"));
        }

        @Override
        void fill(StatelessSession session, ChargingSetEntity row, ChargingSet document) {
            row.primaryEvent = document.primaryEvent();
            row.secondaryEvent = document.secondaryEvent();
            row.primaryCollection = document.primaryCollection();
            row.secondaryCollection = document.secondaryCollection();
        }

        @Override
        ChargingSet document(StatelessSession session, ChargingSetEntity row) {
            return new ChargingSet(row.name, row.primaryEvent, row.secondaryEvent, row.primaryCollection,
                    row.secondaryCollection);
        }
    }

    private static final class VisitedNetworkShelf extends NamedShelf<VisitedNetwork, VisitedNetworkEntity> {

        VisitedNetworkShelf() {
            super(VisitedNetworkEntity.class, "Network", VisitedNetworkEntity::new, Map.of());
        }

        @Override
        void fill(StatelessSession session, VisitedNetworkEntity row, VisitedNetwork document) {
            row.description = document.description();
        }

        @Override
        VisitedNetwork document(StatelessSession session, VisitedNetworkEntity row) {
            return new VisitedNetwork(row.name, row.description);
        }
    }

    private static final class ApplicationServerShelf extends NamedShelf<ApplicationServer, ApplicationServerEntity> {

        ApplicationServerShelf() {
            super(ApplicationServerEntity.class, "Server", ApplicationServerEntity::new, Map.of(
                    Kind.FILTER_CRITERIA.label(), "select c.name from Criteria c where c.applicationServer.name = :name",
                    "public identity", "select p.identity from PublicUser p where p.applicationServer.name = :name"));
        }

        @Override
        void fill(StatelessSession session, ApplicationServerEntity row, ApplicationServer document) {
            row.serverName = document.serverName();
            row.defaultHandling = document.defaultHandling();
            row.serviceInfo = document.serviceInfo();
            row.registerRequest = document.registerRequest();
            row.registerResponse = document.registerResponse();
            row.diameterHost = document.diameterHost();
            row.shPull = joined(document.shPull());
            row.shUpdate = joined(document.shUpdate());
            row.shSubscribe = joined(document.shSubscribe());
        }

        @Override
        ApplicationServer document(StatelessSession session, ApplicationServerEntity row) {
            return new ApplicationServer(row.name, row.serverName, row.defaultHandling, row.serviceInfo,
                    row.registerRequest, row.registerResponse, row.diameterHost,
                    permitted(row.shPull, ShOperation.PULL), permitted(row.shUpdate, ShOperation.UPDATE),
                    permitted(row.shSubscribe, ShOperation.SUBSCRIBE));
        }

        /** Without what older versions took that TS 29.328 table 7.6.1 has not: it never let anybody do anything. */
        private static List<Integer> permitted(String numbers, ShOperation operation) {
            return integers(numbers).stream().filter(DataAccess.with(operation)::contains).toList();
        }
    }

    private static final class FilterCriteriaShelf extends NamedShelf<FilterCriteria, FilterCriteriaEntity> {

        FilterCriteriaShelf() {
            super(FilterCriteriaEntity.class, "Criteria", FilterCriteriaEntity::new, Map.of(
                    Kind.SERVICE_PROFILE.label(),
                    "select u.serviceProfile.name from ProfileUse u where u.criteria.name = :name",
                    Kind.SHARED_FILTER_SET.label(),
                    "select u.sharedSet.name from SharedUse u where u.criteria.name = :name"));
        }

        @Override
        void fill(StatelessSession session, FilterCriteriaEntity row, FilterCriteria document) {
            row.applicationServer = referred(session, ApplicationServerEntity.class, "Server",
                    Kind.APPLICATION_SERVER, document.applicationServer());
            row.profilePart = document.profilePart();
            row.triggerPoint = document.triggerPoint();
            row.dsaiTags = joined(document.dsaiTags());
        }

        @Override
        FilterCriteria document(StatelessSession session, FilterCriteriaEntity row) {
            String server = session.createSelectionQuery(
                    "select c.applicationServer.name from Criteria c where c.id = :id", String.class)
                    .setParameter("id", row.id).getSingleResult();
            return new FilterCriteria(row.name, server, row.profilePart, row.triggerPoint,
                    words(row.dsaiTags));
        }
    }
}
