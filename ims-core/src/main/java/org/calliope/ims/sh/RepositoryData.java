package org.calliope.ims.sh;

import java.util.Optional;

/**
 * Repository data of one service, TS 29.328 7.6.1: the HSS keeps it and does not look into it.
 *
 * @param serviceIndication which service, 1 to 255 characters
 * @param sequenceNumber    0 to 65,535; 0 for new data, then one more with each change, 1 after 65,535
 * @param serviceData       XML that stands within ServiceData; absent when there is none or it is to be removed
 */
public record RepositoryData(String serviceIndication, int sequenceNumber, Optional<String> serviceData) {

    /** The highest sequence number, TS 29.328 6.1.2.1. */
    public static final int HIGHEST = 65_535;

    private static final int LONGEST_INDICATION = 255;

    /** @throws IllegalArgumentException when a value is out of its range; the message says which */
    public RepositoryData {
        if (serviceIndication.isEmpty() || serviceIndication.length() > LONGEST_INDICATION) {
            throw new IllegalArgumentException("ServiceIndication is not 1 to " + LONGEST_INDICATION + " characters");
        }
        if (sequenceNumber < 0 || sequenceNumber > HIGHEST) {
            throw new IllegalArgumentException("SequenceNumber is not 0 to " + HIGHEST + ": " + sequenceNumber);
        }
    }

    /** @return the number that the next change has to have, TS 29.328 6.1.2.1 step 6 */
    public static int next(int sequenceNumber) {
        return sequenceNumber % HIGHEST + 1;
    }

    @Override
    public String toString() {
        return serviceIndication + " " + sequenceNumber;
    }
}
