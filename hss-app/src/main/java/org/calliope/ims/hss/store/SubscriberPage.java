package org.calliope.ims.hss.store;

import java.util.List;

/**
 * A page of a search.
 *
 * @param total  subscribers that match
 * @param offset place of the first row, 0 and more
 */
public record SubscriberPage(long total, int offset, List<SubscriberRow> rows) {

    /** Copies the list. */
    public SubscriberPage {
        rows = List.copyOf(rows);
    }
}
