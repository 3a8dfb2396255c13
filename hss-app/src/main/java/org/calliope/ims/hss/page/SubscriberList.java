package org.calliope.ims.hss.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.calliope.ims.hss.store.SubscriberPage;
import org.calliope.ims.hss.store.SubscriberSearch.Sort;

/**
 * A page of the list of all subscribers.
 *
 * @param sort one of {@link #sorts}
 */
public record SubscriberList(SubscriberView.Page page, String sort) {

    /** From what the store found. */
    public static SubscriberList of(SubscriberPage found, String query, Sort sort, String after) {
        return new SubscriberList(SubscriberView.of(found, query, after), word(sort));
    }

    /** The orders there are, by their words. */
    public List<String> sorts() {
        return Stream.of(Sort.values()).map(SubscriberList::word).toList();
    }

    private static String word(Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The order of that word, by name when there is none. */
    public static Sort sort(String word) {
        return Stream.of(Sort.values()).filter(sort -> word(sort).equals(word)).findFirst().orElse(Sort.NAME);
    }

    /** Address of the first page. */
    public String first() {
        return "/subscribers?q=" + Links.encode(page.query()) + "&sort=" + sort;
    }

    /** Address of the next page. */
    public String next() {
        return first() + "&after=" + Links.encode(page.next());
    }
}
