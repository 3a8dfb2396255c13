package org.calliope.ims.charging;

/** Why a charging record was closed: the meanings of causeForRecordClosing (TS 32.298 5.1.3.1.5) that this network has. */
public enum Closing {
    /** One of the two has hung up; an event was answered. */
    NORMAL,
    /** It was refused, cancelled or not answered: the status says which. */
    UNSUCCESSFUL,
    /** The network has ended the session (TS 24.229 5.4.5.1.2). */
    RELEASED,
    /** Nothing was heard of the session any more. */
    LOST,
    /** The node ended while the session went on; when that ended is not known. */
    RESTART
}
