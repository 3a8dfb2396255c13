package org.calliope.ims.pcscf;

import java.io.Serializable;

/**
 * What the P-CSCF keeps of a request for its responses and for what follows in the dialog.
 *
 * @param originating    the UE made the request; else it got it
 * @param callerTag      From tag of the request
 * @param identity       who answers: TS 24.229 5.2.6.4.4 on the terminating side; on the originating one the emergency number
 *                       that was dialled, by which the UE learns what it has done (5.2.10), else ""
 * @param chargingVector goes into the UE's responses, "" on the originating side
 * @param flow           the flow that the UE has registered by, "" when it has not
 * @param way            route to the UE for what follows in the dialog, "" when its contact leads there
 */
record Leg(boolean originating, String callerTag, String identity, String chargingVector, String flow,
           String way) implements Serializable {

    /** Name of the session attribute. */
    static final String ATTRIBUTE = "leg";

    /** @return whether a request within the dialog comes from the UE of this side */
    boolean fromUe(String tag) {
        return originating == callerTag.equals(tag);
    }
}
