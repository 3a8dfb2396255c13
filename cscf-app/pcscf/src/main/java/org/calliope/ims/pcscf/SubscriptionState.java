package org.calliope.ims.pcscf;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.element.Identities;

/**
 * Subscription-State of a NOTIFY: whether the subscription is over, and when a new one may follow (RFC 6665 4.1.3).
 * Pure.
 *
 * @param over  terminated
 * @param again how long to wait for a new subscription; nothing when none is to follow
 */
record SubscriptionState(boolean over, Optional<Duration> again) {

    /** For who does not say when: probation, giveup, and reasons that nobody knows. */
    static final Duration SOME_TIME = Duration.ofSeconds(60);

    private static final String TERMINATED = "terminated";
    private static final String REASON = "reason=";
    private static final String RETRY_AFTER = "retry-after=";
    private static final Pattern SECONDS = Pattern.compile("\\s*([0-9]{1,9})(?:[\\s;(].*)?");

    static SubscriptionState of(String header) {
        List<String> parts = Identities.split(header.toLowerCase(Locale.ROOT), ';');
        if (parts.isEmpty() || !parts.get(0).equals(TERMINATED)) {
            return new SubscriptionState(false, Optional.empty());
        }
        return new SubscriptionState(true, switch (parameter(parts, REASON).orElse("")) {
            case "deactivated", "timeout" -> Optional.of(Duration.ZERO);
            case "rejected", "noresource", "invariant" -> Optional.empty();
            // probation, giveup and what is unknown: retry-after counts
            default -> Optional.of(parameter(parts, RETRY_AFTER).flatMap(SubscriptionState::seconds)
                    .orElse(SOME_TIME));
        });
    }

    /** @param value of Retry-After: RFC 3261 20.33 allows a comment and parameters behind the seconds */
    static Optional<Duration> seconds(String value) {
        Matcher seconds = SECONDS.matcher(value);
        return seconds.matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1)))) : Optional.empty();
    }

    private static Optional<String> parameter(List<String> parts, String name) {
        return parts.stream().filter(part -> part.startsWith(name)).map(part -> part.substring(name.length()).strip())
                .findFirst();
    }
}
