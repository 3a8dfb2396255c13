package org.calliope.ims.hss.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of a search.
 *
 * @param rows  in the order asked for
 * @param next  where the next page begins; empty on the last
 * @param total subscribers there are; empty where counting what a text finds would take long
 */
public record SubscriberPage(List<SubscriberRow> rows, Optional<String> next, OptionalLong total) {

    /** Copies the list. */
    public SubscriberPage {
        rows = List.copyOf(rows);
    }
}
