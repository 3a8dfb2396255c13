package org.calliope.ims.icscf;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

/**
 * conf/icscf.properties.
 *
 * @param scscfList             S-CSCFs to choose from, each {@code sip:host:port} with the capabilities it has after
 *                              a blank, {@code sip:127.0.0.1:5064 1 2}; none means the S-CSCF of ims.properties,
 *                              which then is taken to have every capability
 * @param diameterTimeout       how long to wait for the HSS
 * @param derivePrivateIdentity compliance: accept a REGISTER without private identity, or with a user name without
 *                              realm, and derive the private identity (TS 23.003 13.3, TS 24.229 5.3.1.2)
 * @param concealUnknownUsers   send a REGISTER of a user the HSS does not know on to an S-CSCF, which answers as to a
 *                              wrong password when it has the same setting; TS 24.229 5.3.1.3 says 403
 * @param trustedPeers          who may send requests besides the elements of ims.properties: {@code host},
 *                              {@code host:port}, or {@code *} for everybody (TS 24.229 5.3.1.2)
 */
public record IcscfSettings(@Default("") List<String> scscfList, @Default("2s") Duration diameterTimeout,
                            @Default("true") boolean derivePrivateIdentity,
                            @Default("false") boolean concealUnknownUsers, @Default("") List<String> trustedPeers) {

    /** File name below conf/. */
    public static final String FILE = "icscf.properties";
}
