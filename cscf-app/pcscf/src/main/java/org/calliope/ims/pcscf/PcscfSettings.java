package org.calliope.ims.pcscf;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

/**
 * conf/pcscf.properties.
 *
 * @param plainSoftphones           compliance: accept a phone that is no IMS UE: no Authorization in its first
 *                                  REGISTER, no Service-Route in its requests' Route, several users on one TLS session
 *                                  (TS 24.229 5.1.1.2.3, 5.1.2A.1, 5.2.2.4)
 * @param routeToSource             send to the address that a UE registered from when its contact says another, as
 *                                  behind a NAT or on a TCP connection (TS 24.229 annex F and K, RFC 5626 5.3)
 * @param maxContactsPerRegister    contacts that one REGISTER may list
 * @param securityMechanisms        what Security-Server offers (RFC 3329 2.2), best first: {@code digest}, and
 *                                  {@code tls} where the P-CSCF listens for TLS; empty: none
 * @param securityAgreementRequired a REGISTER without a security agreement is answered with 421
 * @param flowTimer                 how often a UE with outbound has to show that its flow is alive (RFC 5626 4.4);
 *                                  0 leaves it to the UE
 * @param scscfTimeout              how long a UE's S-CSCF may say nothing to its INVITE until the UE is told to register
 *                                  anew (TS 24.229 5.2.6.3.2A), 1s and more
 * @param regEvent                  subscribe to the registration state of those who register here (TS 24.229 5.2.3): a
 *                                  dialog for each on this node and the S-CSCF
 * @param emergencyCalls            where emergency calls go
 * @param emergencyNumbers          what a UE dials for an emergency call beside {@code urn:service:sos} (TS 24.229 5.2.10.1):
 *                                  {@code 112}, or {@code 110=police} for a kind of service (RFC 5031 4.2)
 * @param unregisteredEmergency     emergency calls of UEs that have not registered go through too
 * @param lostAccessTimeout         how long a UE with outbound whose flow has ended may take to come back until its calls are
 *                                  released (TS 24.229 5.2.8.1.2), 1s and more; 0 releases none
 * @param registrationStore         where registrations are kept
 * @param registrationSync          file: whether each write of it goes to the disk, and so outlives a power failure too
 */
public record PcscfSettings(@Default("true") boolean plainSoftphones, @Default("true") boolean routeToSource,
                            @Default("16") int maxContactsPerRegister,
                            @Default("digest") List<String> securityMechanisms,
                            @Default("false") boolean securityAgreementRequired,
                            @Default("120s") Duration flowTimer, @Default("5s") Duration scscfTimeout,
                            @Default("false") boolean regEvent,
                            @Default("e-cscf") EmergencyCalls emergencyCalls,
                            @Default("112, 911") List<String> emergencyNumbers,
                            @Default("true") boolean unregisteredEmergency,
                            @Default("30s") Duration lostAccessTimeout, @Default("file") RegistrationStore registrationStore,
                            @Default("false") boolean registrationSync) {

    /** File name below conf/. */
    public static final String FILE = "pcscf.properties";

    /** Where emergency calls go. */
    public enum EmergencyCalls {
        /** To the emergency centres of this network. */
        E_CSCF,
        /** The UE is told to take another network (TS 24.229 5.2.10.5). */
        ELSEWHERE
    }

    /** Where registrations are kept. */
    public enum RegistrationStore {
        /** In a file of the node's home: they outlive a restart. */
        FILE,
        /** They end with the process. */
        MEMORY
    }

    public PcscfSettings {
        if (maxContactsPerRegister < 1) {
            throw new IllegalArgumentException("max-contacts-per-register is 1 at least");
        }
        if (scscfTimeout.toSeconds() < 1) {
            throw new IllegalArgumentException("scscf-timeout is 1s at least");
        }
        new EmergencyServices(emergencyNumbers, List.of());
        securityMechanisms.forEach(SecurityMechanism::offered);
        if (securityAgreementRequired && securityMechanisms.isEmpty()) {
            throw new IllegalArgumentException("security-agreement-required needs security-mechanisms");
        }
    }
}
