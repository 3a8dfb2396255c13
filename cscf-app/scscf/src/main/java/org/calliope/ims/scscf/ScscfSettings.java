package org.calliope.ims.scscf;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.config.Default;

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
 * @param diameterTimeout       how long to wait for the HSS
 * @param noAnswerTimeout       how long a called UE may ring, up to timer C
 * @param noReplyTimeout        how long a contact has for a request other than INVITE before the next one is tried
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
 */
public record ScscfSettings(@Default("60") int minExpires, @Default("7200") int maxExpires,
                            @Default("3600") int defaultExpires, @Default("10") int maxContacts,
                            @Default("4m") Duration regAwaitAuth, @Default("100000") int maxChallenges,
                            @Default("3") int maxAttempts, @Default("2s") Duration diameterTimeout,
                            @Default("180s") Duration noAnswerTimeout, @Default("5s") Duration noReplyTimeout,
                            @Default("60") int minSubscription, @Default("600000") int maxSubscription,
                            @Default("3761") int defaultSubscription, @Default("20") int maxSubscriptions,
                            @Default("5s") Duration notifyInterval,
                            @Default("60s") Duration reauthenticationTime,
                            @Default("5s") Duration thirdPartyTimeout, @Default("3") int thirdPartyAttempts,
                            @Default("true") boolean derivePrivateIdentity, @Default("") List<String> trustedPeers) {

    /** File name below conf/. */
    public static final String FILE = "scscf.properties";

    private static final int LONGEST_MIN_SUBSCRIPTION = 3600;

    public ScscfSettings {
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
        if (maxSubscriptions < 1) {
            throw new IllegalArgumentException("max-subscriptions must be 1 or more");
        }
    }
}
