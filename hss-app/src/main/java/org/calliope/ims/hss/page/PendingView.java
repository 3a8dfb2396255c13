package org.calliope.ims.hss.page;

import java.time.Instant;
import java.util.List;

import org.calliope.ims.hss.store.Untold;

/**
 * What S-CSCFs and application servers are still to be told.
 *
 * @param total    how many messages wait, shown or not
 * @param changing documents whose registrations are still to be found, in words
 * @param refresh  address of the same, anew
 */
public record PendingView(List<Row> rows, long total, List<String> changing, String refresh) {

    /**
     * A message.
     *
     * @param message key of its name
     * @param link    address of the subscriber's page, "" when it is gone
     * @param since   how long it has waited
     * @param next    how long until it is tried; "" when that is as soon as its destination is connected
     */
    public record Row(String message, String identity, String link, String destination, int attempts, String since,
                      String next, String lastError) {
    }

    /** Of all there is. */
    public static PendingView of(List<Untold> all, long total, List<String> changing, Instant now) {
        return new PendingView(rows(all, now), total, List.copyOf(changing), "/fragments/pending");
    }

    /** Of one subscription. */
    public static PendingView of(List<Untold> all, String subscription, Instant now) {
        return new PendingView(rows(all, now), all.size(), List.of(),
                "/fragments/pending?subscription=" + Links.encode(subscription));
    }

    private static List<Row> rows(List<Untold> all, Instant now) {
        return all.stream().map(one -> new Row(switch (one.kind()) {
            case TERMINATION -> "pending.termination";
            case PROFILE -> "pending.profile";
            case NOTIFICATION -> "pending.notification";
        }, one.identity(), one.subscription().isEmpty() ? "" : Links.subscriber(one.subscription()), one.destination(),
                one.attempts(), Times.span(one.since(), now), one.next().isAfter(now) ? Times.span(now, one.next()) : "",
                one.lastError())).toList();
    }

    /** How many are not shown. */
    public long more() {
        return total - rows.size();
    }
}
