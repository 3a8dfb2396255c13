package org.calliope.ims.pcscf;

import java.time.Duration;
import java.util.List;

/** Settings of the tests. */
final class Conf {

    /** As it comes, on a server with TLS. */
    static final PcscfSettings DEFAULT = conf(true, List.of("tls", "digest"), false);
    /** Nothing tolerated. */
    static final PcscfSettings STRICT = conf(false, List.of("tls", "digest"), false);

    private Conf() {
    }

    static PcscfSettings agreement(List<String> mechanisms, boolean required) {
        return conf(true, mechanisms, required);
    }

    private static PcscfSettings conf(boolean tolerant, List<String> mechanisms, boolean required) {
        return new PcscfSettings(tolerant, tolerant, 3, mechanisms, required, Duration.ofSeconds(120),
                Duration.ofSeconds(5), true, PcscfSettings.EmergencyCalls.E_CSCF, List.of("112"), true,
                Duration.ofSeconds(30), PcscfSettings.RegistrationStore.MEMORY, false);
    }
}
