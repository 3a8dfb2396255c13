package org.calliope.ims.hss.page;

import org.calliope.ims.node.Topology;

/** What to type into a softphone to register. */
public record Softphone(String domain, String proxy) {

    /** At this node's P-CSCF. */
    public static Softphone of(Topology topology) {
        return new Softphone(topology.domain(), topology.pcscf().host() + ":" + topology.pcscf().port());
    }
}
