package org.calliope.ims.container.dns;

import java.util.List;

/**
 * How the search for a server ended.
 *
 * @param places in the order to try them; empty when there is none
 * @param reason then why, in one sentence
 */
public record Located(List<Place> places, String reason) implements Step {

    static Located at(List<Place> places) {
        return new Located(List.copyOf(places), "");
    }

    static Located nowhere(String reason) {
        return new Located(List.of(), reason);
    }
}
