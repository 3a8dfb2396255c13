package org.calliope.ims.hss.page;

import java.util.List;

import org.calliope.ims.hss.store.SubscriberPage;
import org.calliope.ims.hss.store.SubscriberRow;

/**
 * A subscriber in the list.
 *
 * @param server assigned S-CSCF, "" when there is none
 */
public record SubscriberView(String name, List<String> privateIdentities, String server, List<Identity> identities) {

    /** Address of its page. */
    public String link() {
        return Links.subscriber(name);
    }

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
     * @param after where this page begins, "" for the first
     * @param next  where the next page begins, "" on the last
     * @param total how many there are, "" when they were not counted
     */
    public record Page(List<SubscriberView> rows, String query, String after, String next, String total) {
        /** Address of the fragment with the first page, "" on it. */
        public String first() {
            return after.isEmpty() ? "" : at("");
        }

        /** Address of the fragment with the next page, "" on the last. */
        public String following() {
            return next.isEmpty() ? "" : at(next);
        }

        /** Address of this page's fragment. */
        public String here() {
            return at(after);
        }

        private String at(String place) {
            return "/fragments/subscribers?q=" + Links.encode(query) + "&after=" + Links.encode(place);
        }
    }

    /** From the store's rows. */
    public static Page of(SubscriberPage page, String query, String after) {
        return new Page(page.rows().stream().map(SubscriberView::view).toList(), query, after, page.next().orElse(""),
                page.total().isPresent() ? Long.toString(page.total().getAsLong()) : "");
    }

    private static SubscriberView view(SubscriberRow row) {
        return new SubscriberView(row.name(), row.privateIdentities(), row.serverName(),
                row.publicIdentities().stream().map(SubscriberView::identity).toList());
    }

    private static Identity identity(SubscriberRow.PublicRow row) {
        return new Identity("s" + Links.key(row.identity()), row.identity(), row.displayName(), row.barred(),
                SubscriptionView.mood(row.state()),
                Links.identity(row.identity()));
    }
}
