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
 * @param scscfTimeout          how long an S-CSCF has to answer a REGISTER, or to say anything to an INVITE, before
 *                              another one is tried, whole seconds from 1 on
 * @param scscfTries            S-CSCFs that one REGISTER is sent to, 1 to 10; together they must be over
 *                              before timer F of the UE (RFC 3261 17.1.2.2: 32 s)
 * @param scscfMemory           how long an S-CSCF that did not answer is avoided; 0s not at all
 * @param diameterTimeout       how long to wait for the HSS
 * @param derivePrivateIdentity compliance: accept a REGISTER without private identity, or with a user name without
 *                              realm, and derive the private identity (TS 23.003 13.3, TS 24.229 5.3.1.2)
 * @param concealUnknownUsers   send a REGISTER of a user the HSS does not know on to an S-CSCF, which answers as to a
 *                              wrong password when it has the same setting; TS 24.229 5.3.1.3 says 403
 * @param trustedPeers          who may send requests besides the elements of ims.properties: {@code host},
 *                              {@code host:port}, or {@code *} for everybody (TS 24.229 5.3.1.2)
 * @param applicationServers    who may besides begin requests on behalf of this network's users (TS 24.229 5.7.3), written
 *                              as there; no other network may, which is trusted for its own users only
 * @param services              who is called by a service URN (RFC 5031): {@code counseling=sip:help@ims.example}
 */
public record IcscfSettings(@Default("") List<String> scscfList, @Default("5s") Duration scscfTimeout,
                            @Default("3") int scscfTries, @Default("30s") Duration scscfMemory,
                            @Default("2s") Duration diameterTimeout,
                            @Default("true") boolean derivePrivateIdentity,
                            @Default("false") boolean concealUnknownUsers, @Default("") List<String> trustedPeers,
                            @Default("") List<String> applicationServers, @Default("") List<String> services) {

    /** File name below conf/. */
    public static final String FILE = "icscf.properties";

    /** RFC 3261 17.1.2.2: 64 times T1, what a softphone waits. */
    private static final Duration TIMER_F = Duration.ofSeconds(32);
    private static final int MOST_TRIES = 10;

    public IcscfSettings {
        if (scscfTimeout.toSeconds() < 1 || scscfTries < 1 || scscfTries > MOST_TRIES) {
            throw new IllegalArgumentException("scscf-timeout must be 1s or more and scscf-tries 1 to " + MOST_TRIES);
        }
        // the HSS is asked twice when the S-CSCF that it names does not answer
        if (scscfTimeout.multipliedBy(scscfTries).plus(diameterTimeout.multipliedBy(2)).compareTo(TIMER_F) >= 0) {
            throw new IllegalArgumentException("scscf-tries times scscf-timeout and twice diameter-timeout must be"
                    + " less than the " + TIMER_F.toSeconds() + "s that a UE waits (RFC 3261 timer F)");
        }
    }
}
