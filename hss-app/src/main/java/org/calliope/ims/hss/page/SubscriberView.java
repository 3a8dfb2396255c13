package org.calliope.ims.hss.page;

import java.util.List;

import org.calliope.ims.hss.store.SubscriberPage;
import org.calliope.ims.hss.store.SubscriberRow;

/**
 * A subscriber in the list.
 *
 * @param server assigned S-CSCF, "" when there is none
 */
public record SubscriberView(String privateIdentity, String server, List<Identity> identities) {

    /**
     * A public identity.
     *
     * @param mood  registered is {@code good}, unregistered {@code open}, not registered {@code none}: a word for the
     *              style sheet and the texts
     * @param trace address of its ladder
     */
    public record Identity(String key, String uri, String displayName, boolean barred, String mood, String trace) {
    }

    /**
     * A page of a search.
     *
     * @param query what was searched for, "" for all
     */
    public record Page(List<SubscriberView> rows, long total, int offset, String query, int size) {
        /** Place of the last row, counted from one. */
        public int last() {
            return offset + rows.size();
        }

        /** Address of the fragment with the page before, "" on the first. */
        public String before() {
            return offset == 0 ? "" : at(Math.max(0, offset - size));
        }

        /** Address of the fragment with the next page, "" on the last. */
        public String after() {
            return last() >= total ? "" : at(offset + size);
        }

        /** Address of this page's fragment. */
        public String here() {
            return at(offset);
        }

        private String at(int place) {
            return "/fragments/subscribers?q=" + Links.encode(query) + "&offset=" + place;
        }
    }

    /** From the store's rows. */
    public static Page of(SubscriberPage page, String query, int size) {
        return new Page(page.rows().stream().map(SubscriberView::view).toList(), page.total(), page.offset(), query,
                size);
    }

    private static SubscriberView view(SubscriberRow row) {
        return new SubscriberView(row.privateIdentity(), row.serverName(),
                row.publicIdentities().stream().map(SubscriberView::identity).toList());
    }

    private static Identity identity(SubscriberRow.PublicRow row) {
        String mood = switch (row.state()) {
            case REGISTERED -> "good";
            case UNREGISTERED -> "open";
            case NOT_REGISTERED -> "none";
        };
        return new Identity("s" + Links.key(row.identity()), row.identity(), row.displayName(), row.barred(), mood,
                Links.identity(row.identity()));
    }
}
