package org.calliope.ims.pcscf;

import org.calliope.ims.config.Default;

/**
 * conf/pcscf.properties.
 *
 * @param plainSoftphones     compliance: accept a phone that is no IMS UE: no Authorization in its first REGISTER, no
 *                            Service-Route in its requests' Route (TS 24.229 5.1.1.2.3, 5.1.2A.1)
 * @param routeToSource       send to the address that a UE registered from when its contact says another, as behind
 *                            a NAT or on a TCP connection (TS 24.229 annex F and K, RFC 5626 5.3)
 */
public record PcscfSettings(@Default("true") boolean plainSoftphones, @Default("true") boolean routeToSource) {

    /** File name below conf/. */
    public static final String FILE = "pcscf.properties";
}
