package org.calliope.ims.hss.store;

/**
 * What a list of subscribers is asked for.
 *
 * @param text  beginning of a user part, a number or a display name, upper and lower case alike; "" for all
 * @param sort  order without a text; what a text finds is ordered by what matched
 * @param after where the page begins, as {@link SubscriberPage#next} said; "" for the first
 * @param limit rows at most, 1..200
 */
public record SubscriberSearch(String text, Sort sort, String after, int limit) {

    private static final int LARGEST = 200;
    private static final int LONGEST = 255;

    /** Orders that an index gives. */
    public enum Sort { NAME, NAME_DOWN, SERVER, NEWEST }

    /** Checks the bounds. */
    public SubscriberSearch {
        if (limit < 1 || limit > LARGEST) {
            throw new IllegalArgumentException("limit must be 1 to " + LARGEST);
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("no identity is longer than " + LONGEST + " characters");
        }
    }

    /** The first page of what a text finds. */
    public static SubscriberSearch of(String text, int limit) {
        return new SubscriberSearch(text, Sort.NAME, "", limit);
    }
}
