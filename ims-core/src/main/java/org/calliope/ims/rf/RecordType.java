package org.calliope.ims.rf;

/** Accounting-Record-Type, RFC 6733 9.8.1. */
public enum RecordType {
    /** Of something that is over as it is told. */
    EVENT,
    START,
    INTERIM,
    STOP;

    /** @return its number */
    public int code() {
        return ordinal() + 1;
    }
}
