package org.calliope.ims.scscf;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.calliope.ims.config.ConfigException;
import org.calliope.ims.config.Default;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.IntegrityProtected;

/**
 * conf/scscf.properties.
 *
 * @param minExpires            shortest registration granted, seconds; a shorter wish is answered 423
 * @param maxExpires            longest registration granted, seconds; a longer wish is cut
 * @param defaultExpires        registration time when the UE asks for none, seconds
 * @param maxContacts           contacts that one implicit registration set may have, 1 and more
 * @param regAwaitAuth          how long a challenge may be answered (timer reg-await-auth, TS 24.229 7.8)
 * @param maxChallenges         unanswered challenges kept; when there are more the oldest go
 * @param maxAttempts           wrong answers after which a registration attempt ends with 403, 1 and more
 * @param digestAlgorithms      digest algorithms offered, the strongest first; of those that the HSS has an H(A1) for
 *                              each is a challenge of its own (RFC 8760 2.4)
 * @param md5OnlyAgents         compliance: beginnings of User-Agent of phones that give up at a challenge they do not know
 *                              instead of passing it over (RFC 8760 2.4); they are offered MD5 alone
 * @param akaAlgorithm          AKAv1-MD5 or AKAv2-MD5, of a challenge to a UE that does not say which in its first
 *                              Authorization (RFC 3310, RFC 4169)
 * @param sessionKeys           when CK and IK go with a challenge by AKA (TS 24.229 5.4.1.2.1A, 7.2A.1)
 * @param nonceUses             how often a nonce of SIP Digest may prove its user, counting on with nc; 1 for once
 * @param nonceLifetime         how long after its last use it may be used again
 * @param maxNonces             such nonces kept, one a phone; the one that was not used for longest goes first
 * @param reuseNeedsAssociation a nonce is used again only by a REGISTER of which the P-CSCF says that it comes from
 *                              where the user is registered (TS 24.229 5.4.1.2.2: yes, tls-yes, ip-assoc-yes)
 * @param unchallengedRefresh   values of integrity-protected with which a refresh or de-registration of a contact
 *                              that is registered needs no proof of its own (TS 24.229 5.4.1.2.2 step 1)
 * @param answersWithoutQop     compliance: accept an answer in the form of RFC 2069, without qop, though qop was
 *                              asked for
 * @param userInRequestUri      compliance: accept a Request-URI with a user part (RFC 3261 10.2)
 * @param concealUnknownUsers   treat a user the HSS does not know like one with a wrong password, so that nobody learns
 *                              who exists; TS 24.229 5.4.1.2.3 says 403
 * @param maxFailures           wrong answers of one private identity from one address until it is locked out there,
 *                              0 for never; of these and the next two each counts for {@code longestLockOut}
 * @param maxFailuresOfSource   wrong answers from one address until all of it is locked out, but for who is
 *                              registered from there; 0 for never
 * @param maxFailuresOfIdentity wrong answers of one private identity until it is locked out everywhere, but for where
 *                              it is registered from; 0 for never
 * @param lockOut               how long the first lock-out is; each one that follows is twice as long
 * @param longestLockOut        how long one is at most
 * @param diameterIdentity      Origin-Host, which no two nodes that the HSS knows may share (RFC 6733 4.3.1): where there
 *                              are several S-CSCFs each needs its own; "" for {@code scscf.<domain>}
 * @param diameterTimeout       how long to wait for the HSS
 * @param noAnswerTimeout       how long a called UE may ring, up to timer C
 * @param noReplyTimeout        how long a contact has for a request other than INVITE before the next one is tried
 * @param pcscfTimeout          how long a P-CSCF may say nothing to an INVITE before another flow of the UE is tried
 * @param serverTimeout         how long an application server may say nothing to an INVITE before it is taken not to
 *                              work; for the final response to another request it has twice as long
 * @param serverPause           how long until such a server is asked again whether it works
 * @param releaseSessions       operator policy of TS 24.229 5.4.1.5: calls end with the registration of the contact that
 *                              takes part in them
 * @param minSubscription       shortest subscription to registration state granted, seconds, up to 3600 (RFC 6665
 *                              4.2.1.1); a shorter wish is answered 423
 * @param maxSubscription       longest subscription granted, seconds; a longer wish is cut
 * @param defaultSubscription   when the subscriber asks for no time, seconds (RFC 3680 4.3)
 * @param maxSubscriptions      subscriptions that one implicit registration set may have, 1 and more
 * @param notifyInterval        shortest time between two NOTIFYs of a subscription; what changes in between is told in
 *                              one (RFC 3680 4.10)
 * @param reauthenticationTime  what is left of a registration when the operator wants the user to prove anew who it is
 * @param thirdPartyTimeout     how long an application server has to answer a third-party REGISTER
 * @param thirdPartyAttempts    how often a third-party REGISTER is sent to a server that does not work, 1 and more
 * @param derivePrivateIdentity compliance: accept a REGISTER without private identity, or with a user name without
 *                              realm, and derive the private identity (TS 23.003 13.3, TS 24.229 5.4.1.1)
 * @param trustedPeers          who may send requests besides the elements of ims.properties: {@code host},
 *                              {@code host:port}, or {@code *} for everybody (TS 24.229 4.4)
 * @param plainNumbers          compliance: a SIP URI of this domain with a global number as user part, as softphones dial it,
 *                              stands for the number without user=phone too (RFC 3261 19.1.6)
 * @param enumSuffix            ends the names that ENUM asks DNS for (RFC 6116), such as {@code e164.arpa}; "" for no ENUM
 * @param enumServers           DNS servers that are asked, {@code address} or {@code address:port}; none for the machine's
 * @param enumTimeout           how long all of them together may take
 * @param foreign               how other domains are reached
 * @param border                with {@code border}: SIP URI of the peer that requests to other domains go to
 * @param foreignTrusted        domains, and host of the border peer, to which identities and charging data go and from
 *                              which they are believed (TS 24.229 4.4)
 * @param registrationStore     where registrations are kept
 * @param registrationSync      file: whether each change is on the disk when it is answered, and so outlives a power
 *                              failure too
 * @param clusterName           infinispan: of the S-CSCFs that share their registrations
 * @param clusterAddress        infinispan: {@code host:port} where this one listens for the others; host:port+100 too
 * @param clusterMembers        infinispan: {@code host:port} of all of them
 */
public record ScscfSettings(@Default("60") int minExpires, @Default("7200") int maxExpires,
                            @Default("3600") int defaultExpires, @Default("10") int maxContacts,
                            @Default("4m") Duration regAwaitAuth, @Default("100000") int maxChallenges,
                            @Default("3") int maxAttempts,
                            @Default("SHA-256, MD5") List<String> digestAlgorithms,
                            @Default("baresip v1, SIPp") List<String> md5OnlyAgents,
                            @Default("AKAv1-MD5") String akaAlgorithm,
                            @Default("security-association") SessionKeys sessionKeys,
                            @Default("100") int nonceUses, @Default("2h") Duration nonceLifetime,
                            @Default("200000") int maxNonces, @Default("true") boolean reuseNeedsAssociation,
                            @Default("yes, tls-connected, tls-yes") List<String> unchallengedRefresh,
                            @Default("false") boolean answersWithoutQop, @Default("false") boolean userInRequestUri,
                            @Default("false") boolean concealUnknownUsers,
                            @Default("10") int maxFailures, @Default("100") int maxFailuresOfSource,
                            @Default("1000") int maxFailuresOfIdentity, @Default("1m") Duration lockOut,
                            @Default("1h") Duration longestLockOut, @Default("") String diameterIdentity,
                            @Default("2s") Duration diameterTimeout,
                            @Default("180s") Duration noAnswerTimeout, @Default("5s") Duration noReplyTimeout,
                            @Default("5s") Duration pcscfTimeout,
                            @Default("5s") Duration serverTimeout, @Default("30s") Duration serverPause,
                            @Default("true") boolean releaseSessions,
                            @Default("60") int minSubscription, @Default("600000") int maxSubscription,
                            @Default("3761") int defaultSubscription, @Default("20") int maxSubscriptions,
                            @Default("5s") Duration notifyInterval,
                            @Default("60s") Duration reauthenticationTime,
                            @Default("5s") Duration thirdPartyTimeout, @Default("3") int thirdPartyAttempts,
                            @Default("true") boolean derivePrivateIdentity, @Default("") List<String> trustedPeers,
                            @Default("true") boolean plainNumbers, @Default("") String enumSuffix,
                            @Default("") List<String> enumServers, @Default("2s") Duration enumTimeout,
                            @Default("off") Foreign.Routing foreign, @Default("") String border, @Default("") List<String> foreignTrusted,
                            @Default("file") RegistrationStore registrationStore,
                            @Default("false") boolean registrationSync,
                            @Default("calliope-scscf") String clusterName,
                            @Default("127.0.0.1:7800") String clusterAddress,
                            @Default("127.0.0.1:7800") List<String> clusterMembers) {

    /** File name below conf/. */
    public static final String FILE = "scscf.properties";

    private static final int LONGEST_MIN_SUBSCRIPTION = 3600;
    /** RFC 6733 4.3.1: a name of the DNS. */
    private static final Pattern IDENTITY = Pattern.compile("|[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,30}");

    private static final Pattern BORDER = Pattern.compile(
            "sips?:([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(;transport=(udp|tcp|tls))?");
    private static final Duration SHORTEST_ENUM = Duration.ofMillis(100);
    private static final Duration LONGEST_ENUM = Duration.ofSeconds(10);

    /** To which P-CSCF CK and IK are given. */
    public enum SessionKeys {
        /** To one that sets up security associations: it says integrity-protected=no, yes or tls-connected. */
        SECURITY_ASSOCIATION,
        /** With every challenge by AKA: the P-CSCF must keep them from the UE. */
        ALWAYS
    }

    /** Where registrations are kept. */
    public enum RegistrationStore {
        /** In a file of the node's home: they outlive a restart. */
        FILE,
        /** They end with the process. */
        MEMORY,
        /** Shared with the other S-CSCFs of a cluster: they outlive all but the last of them. */
        INFINISPAN
    }

    public ScscfSettings {
        digestAlgorithms.forEach(algorithm -> among(algorithm, Digest.MD5, Digest.SHA_256));
        among(akaAlgorithm, Digest.AKAV1_MD5, Digest.AKAV2_MD5);
        unchallengedRefresh.forEach(value -> {
            if (!IntegrityProtected.of(value).map(IntegrityProtected::associated).orElse(false)) {
                throw new IllegalArgumentException("unchallenged-refresh knows yes, tls-connected, tls-yes and"
                        + " ip-assoc-yes, not '" + value + "'");
            }
        });
        if (digestAlgorithms.isEmpty() || nonceUses < 1 || maxNonces < 1) {
            throw new IllegalArgumentException(
                    "digest-algorithms needs one, nonce-uses and max-nonces must be 1 or more");
        }
        if (Math.min(maxFailures, Math.min(maxFailuresOfSource, maxFailuresOfIdentity)) < 0 || lockOut.isZero()
                || lockOut.compareTo(longestLockOut) > 0) {
            throw new IllegalArgumentException("max-failures, max-failures-of-source and max-failures-of-identity must"
                    + " not be negative, and lock-out and longest-lock-out must ascend");
        }
        if (minExpires < 1 || minExpires > defaultExpires || defaultExpires > maxExpires) {
            throw new IllegalArgumentException("min-expires, default-expires and max-expires must ascend from 1 on");
        }
        if (maxContacts < 1 || maxAttempts < 1 || maxChallenges < 1 || thirdPartyAttempts < 1) {
            throw new IllegalArgumentException(
                    "max-contacts, max-attempts, max-challenges and third-party-attempts must be 1 or more");
        }
        if (minSubscription < 1 || minSubscription > LONGEST_MIN_SUBSCRIPTION
                || minSubscription > defaultSubscription || defaultSubscription > maxSubscription) {
            throw new IllegalArgumentException("min-subscription, default-subscription and max-subscription must ascend"
                    + " from 1 on, and the first is 3600 at most");
        }
        if (!IDENTITY.matcher(diameterIdentity).matches()) {
            throw new IllegalArgumentException("diameter-identity is a host name such as scscf2.ims.example, not '"
                    + diameterIdentity + "'");
        }
        if (serverTimeout.toSeconds() < 1 || serverPause.toSeconds() < 1) {
            throw new IllegalArgumentException("server-timeout and server-pause must be 1s or more");
        }
        outside(enumSuffix, enumServers, enumTimeout, foreign, border);
        if (maxSubscriptions < 1) {
            throw new IllegalArgumentException("max-subscriptions must be 1 or more");
        }
    }

    private static void outside(String enumSuffix, List<String> enumServers, Duration enumTimeout, Foreign.Routing foreign,
                                String border) {
        if (!IDENTITY.matcher(enumSuffix).matches()) {
            throw new ConfigException(FILE, "enum-suffix", "'" + enumSuffix + "' is no domain such as e164.arpa");
        }
        try {
            enumServers.forEach(EnumDns::server);
        } catch (IllegalArgumentException none) {
            throw new ConfigException(FILE, "enum-servers", none.getMessage());
        }
        if (enumTimeout.compareTo(SHORTEST_ENUM) < 0 || enumTimeout.compareTo(LONGEST_ENUM) > 0) {
            throw new ConfigException(FILE, "enum-timeout", "it is 100ms to 10s");
        }
        if (foreign == Foreign.Routing.BORDER != !border.isEmpty()) {
            throw new ConfigException(FILE, "border", "foreign = border needs it, and nothing else does");
        }
        if (!border.isEmpty() && !BORDER.matcher(border).matches()) {
            throw new ConfigException(FILE, "border", "'" + border + "' is no SIP URI such as sip:ibcf.ims.example:5060");
        }
    }

    private static void among(String algorithm, String one, String other) {
        if (!algorithm.equals(one) && !algorithm.equals(other)) {
            throw new IllegalArgumentException("the algorithm is " + one + " or " + other + ", not '" + algorithm + "'");
        }
    }
}
