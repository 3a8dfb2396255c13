package org.calliope.ims.registration;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The S-CSCFs that share their registrations.
 *
 * @param name    of the cluster: who has another is not heard
 * @param self    SIP URI of this S-CSCF, of no other in the cluster
 * @param listen  where this one listens for the others; the port 100 above it is for noticing that one died
 * @param members where they all listen
 */
public record Cluster(String name, String self, InetSocketAddress listen, List<InetSocketAddress> members) {

    public Cluster {
        members = List.copyOf(members);
    }
}
