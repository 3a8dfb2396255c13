package org.calliope.ims.sh;

/**
 * Dynamic service activation information, TS 29.328 7.6.11.
 *
 * @param tag    which, 1 to 64 characters
 * @param active false has the HSS leave out the filter criteria that are bound to it
 */
public record Dsai(String tag, boolean active) {

    private static final int LONGEST_TAG = 64;

    /** @throws IllegalArgumentException when the tag is empty or too long */
    public Dsai {
        if (tag.isEmpty() || tag.length() > LONGEST_TAG) {
            throw new IllegalArgumentException("DSAI-Tag is not 1 to " + LONGEST_TAG + " characters");
        }
    }
}
