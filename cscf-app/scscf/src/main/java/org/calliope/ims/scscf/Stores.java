package org.calliope.ims.scscf;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.node.Node;
import org.calliope.ims.registration.Cluster;
import org.calliope.ims.registration.ClusterStore;
import org.calliope.ims.registration.FileRegistrations;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Registrations;

/** Opens the store of registrations that the settings ask for. */
final class Stores {

    /** The port above it is used too: {@link Cluster#listen}. */
    private static final int HIGHEST_PORT = 65_535 - 100;

    private Stores() {
    }

    /**
     * @throws IllegalStateException when the store can not be had; the message says why
     * @throws ConfigException       on an address that is none
     */
    static Registrations open(ScscfSettings settings, Node node) {
        return switch (settings.registrationStore()) {
            case FILE -> FileRegistrations.open(node.data(), settings.registrationSync(), InstantSource.system());
            case MEMORY -> new MemoryRegistrations();
            case INFINISPAN -> ClusterStore.find().join(cluster(settings, node.topology().scscf().uri()));
        };
    }

    static Cluster cluster(ScscfSettings settings, String self) {
        InetSocketAddress listen = address("cluster-address", settings.clusterAddress());
        List<InetSocketAddress> members = settings.clusterMembers().stream()
                .map(member -> address("cluster-members", member)).toList();
        if (!members.contains(listen)) {
            throw new ConfigException(ScscfSettings.FILE, "cluster-members", "must name cluster-address, "
                    + settings.clusterAddress() + ", too: the list is the same on all of them");
        }
        return new Cluster(settings.clusterName(), self, listen, members);
    }

    private static InetSocketAddress address(String key, String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= HIGHEST_PORT) {
                return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
            }
        } catch (NumberFormatException | UnknownHostException bad) {
            throw new ConfigException(ScscfSettings.FILE, key, wrong(text));
        }
        throw new ConfigException(ScscfSettings.FILE, key, wrong(text));
    }

    private static String wrong(String text) {
        return "'" + text + "' is no host:port with a port up to " + HIGHEST_PORT;
    }
}
