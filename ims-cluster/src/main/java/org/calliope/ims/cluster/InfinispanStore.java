package org.calliope.ims.cluster;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.calliope.ims.registration.Cluster;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.Registrations;
import org.infinispan.commons.CacheException;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;

/** Joins a cluster with Infinispan: every S-CSCF has all registrations, and a change is told when all have it. */
public final class InfinispanStore implements ClusterStore {

    private static final String CACHE = "registrations";
    private static final int SECONDS_FOR_OTHERS = 10;
    private static final int SECONDS_FOR_STATE = 60;

    @Override
    public Registrations join(Cluster cluster) {
        DefaultCacheManager manager = null;
        try {
            manager = new DefaultCacheManager(global(cluster), false);
            manager.defineConfiguration(CACHE, registrations());
            manager.start();
            alone(manager, cluster);
            return InfinispanRegistrations.over(manager, manager.getCache(CACHE), cluster.self());
        } catch (CacheException failed) {
            if (manager != null) {
                manager.stop();
            }
            throw new IllegalStateException("this S-CSCF can not be one of the cluster " + cluster.name() + ": "
                    + cause(failed), failed);
        } catch (IllegalStateException refused) {
            manager.stop();
            throw refused;
        }
    }

    // the HSS and the other S-CSCFs tell us apart by our URI
    private static void alone(DefaultCacheManager manager, Cluster cluster) {
        List<String> names = InfinispanRegistrations.names(manager.getMembers());
        if (names.stream().filter(cluster.self()::equals).count() > 1) {
            throw new IllegalStateException("another S-CSCF of the cluster " + cluster.name() + " is " + cluster.self()
                    + " too; each needs a scscf address of its own in ims.properties");
        }
    }

    private static String cause(Throwable failed) {
        Throwable last = failed;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage();
    }

    private static org.infinispan.configuration.global.GlobalConfiguration global(Cluster cluster) {
        GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
        global.classLoader(InfinispanStore.class.getClassLoader());
        global.transport().addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, new Members(cluster))
                .clusterName(cluster.name()).nodeName(cluster.self());
        global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
        global.jmx().disable();
        global.metrics().gauges(false).histograms(false);
        return global.build();
    }

    private static Configuration registrations() {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(CacheMode.REPL_SYNC).remoteTimeout(SECONDS_FOR_OTHERS, TimeUnit.SECONDS);
        cache.clustering().stateTransfer().awaitInitialTransfer(true).timeout(SECONDS_FOR_STATE, TimeUnit.SECONDS);
        // a half that is cut off goes on serving its users, since those of the other half can not be reached anyhow
        cache.clustering().partitionHandling().whenSplit(PartitionHandling.ALLOW_READ_WRITES)
                .mergePolicy(new MoreChanges());
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        return cache.build();
    }
}
