package org.calliope.ims.hss.page;

import java.util.List;

import org.calliope.ims.hss.store.RegistrationEvent;

/**
 * A change of a set's state.
 *
 * @param at     date and time of day
 * @param from   word of the state before
 * @param to     word of the state after
 * @param server SIP URI of the S-CSCF, "" for none
 */
public record HistoryView(String at, String identity, String from, String to, String server, String why) {

    /** In the same order. */
    public static List<HistoryView> of(List<RegistrationEvent> events) {
        return events.stream().map(event -> new HistoryView(Times.date(event.at()) + ":"
                + Times.clock(event.at()).substring("HH:mm:".length()), event.identity(),
                SubscriptionView.mood(event.from()), SubscriptionView.mood(event.to()), event.serverName(),
                event.why())).toList();
    }
}
