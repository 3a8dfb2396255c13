package org.calliope.ims.hss.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;

/**
 * What a subscription's identities are served by: everything its service profiles lead to, by name. A value.
 *
 * @param profiles the profiles its identities name
 * @param shared   the shared iFC sets those name
 * @param criteria the filter criteria of both
 * @param servers  the application servers of those
 */
public record Services(Map<String, ServiceProfile> profiles, Map<String, SharedFilterSet> shared,
                       Map<String, FilterCriteria> criteria, Map<String, ApplicationServer> servers) {

    /** Reads them all from the store. */
    public static Services of(Subscription subscription, Provisioning provisioning) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> hosts = new LinkedHashSet<>();
        for (PublicUser identity : identities(subscription)) {
            names.add(identity.serviceProfile());
            hosts.add(identity.applicationServer());
        }
        Map<String, ServiceProfile> profiles = new LinkedHashMap<>();
        names.forEach(name -> provisioning.find(Kind.SERVICE_PROFILE, name).ifPresent(p -> profiles.put(name, p)));
        return of(profiles, hosts, provisioning);
    }

    /** Those of one profile. */
    public static Services of(ServiceProfile profile, Provisioning provisioning) {
        return of(Map.of(profile.name(), profile), Set.of(), provisioning);
    }

    private static Services of(Map<String, ServiceProfile> profiles, Set<String> hosts, Provisioning provisioning) {
        Map<String, SharedFilterSet> shared = new LinkedHashMap<>();
        Map<String, FilterCriteria> criteria = new LinkedHashMap<>();
        Map<String, ApplicationServer> servers = new LinkedHashMap<>();
        profiles.values().forEach(profile -> profile.sharedFilterSets().forEach(name ->
                provisioning.find(Kind.SHARED_FILTER_SET, name).ifPresent(set -> shared.put(name, set))));
        List<ServiceProfile.Use> uses = new ArrayList<>();
        profiles.values().forEach(profile -> uses.addAll(profile.filterCriteria()));
        shared.values().forEach(set -> uses.addAll(set.filterCriteria()));
        for (ServiceProfile.Use use : uses) {
            provisioning.find(Kind.FILTER_CRITERIA, use.criteria()).ifPresent(one -> criteria.put(one.name(), one));
        }
        Set<String> wanted = new LinkedHashSet<>();
        criteria.values().forEach(one -> wanted.add(one.applicationServer()));
        wanted.addAll(hosts);
        wanted.remove("");
        wanted.forEach(name -> provisioning.find(Kind.APPLICATION_SERVER, name).ifPresent(s -> servers.put(name, s)));
        return new Services(profiles, shared, criteria, servers);
    }

    /** Every public identity of a subscription. */
    public static List<PublicUser> identities(Subscription subscription) {
        return subscription.implicitSets().stream().flatMap(set -> set.publicIdentities().stream()).toList();
    }

    /** What a profile asks, its own criteria and those of its shared sets, lowest priority first. */
    public List<ServiceProfile.Use> uses(ServiceProfile profile) {
        List<ServiceProfile.Use> all = new ArrayList<>(profile.filterCriteria());
        profile.sharedFilterSets().forEach(name -> Optional.ofNullable(shared.get(name))
                .ifPresent(set -> all.addAll(set.filterCriteria())));
        return all.stream().sorted(Comparator.comparingInt(ServiceProfile.Use::priority)).toList();
    }
}
