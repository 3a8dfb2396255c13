package org.calliope.ims.hss.model;

/**
 * Addresses of charging functions (TS 29.229 6.3.19 to 6.3.23), each a Diameter URI or "".
 *
 * @param name                unique
 * @param primaryEvent        online charging, first choice
 * @param secondaryEvent      online charging, second choice
 * @param primaryCollection   offline charging, first choice
 * @param secondaryCollection offline charging, second choice
 */
public record ChargingSet(String name, String primaryEvent, String secondaryEvent, String primaryCollection,
                          String secondaryCollection) implements Named {

    /** Checks each field; a second choice needs a first (TS 29.229 6.3.19). */
    public ChargingSet {
        name = Text.name("name", name);
        primaryEvent = Text.diameterUri("primaryEvent", primaryEvent);
        secondaryEvent = Text.diameterUri("secondaryEvent", secondaryEvent);
        primaryCollection = Text.diameterUri("primaryCollection", primaryCollection);
        secondaryCollection = Text.diameterUri("secondaryCollection", secondaryCollection);
        if (primaryEvent.isEmpty() && !secondaryEvent.isEmpty()
                || primaryCollection.isEmpty() && !secondaryCollection.isEmpty()) {
            throw new IllegalArgumentException("a secondary charging function needs a primary one");
        }
    }
}
