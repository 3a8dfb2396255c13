package org.calliope.ims.cx;

import java.util.List;

/**
 * Server-Capabilities, TS 29.229 6.3.4: what the I-CSCF chooses an S-CSCF by.
 *
 * @param mandatory   capabilities that the S-CSCF must have, each 0 to 2^32-1
 * @param optional    capabilities that it should have
 * @param serverNames S-CSCFs to prefer, as SIP URIs
 */
public record ServerCapabilities(List<Long> mandatory, List<Long> optional, List<String> serverNames) {

    public ServerCapabilities {
        mandatory = List.copyOf(mandatory);
        optional = List.copyOf(optional);
        serverNames = List.copyOf(serverNames);
    }
}
