package org.calliope.ims.cx;

/**
 * Deregistration-Reason, TS 29.229 6.3.16.
 *
 * @param info Reason-Info, for people; "" for none
 */
public record DeregistrationReason(Code code, String info) {

    /** Reason-Code, TS 29.229 6.3.17; the order is the value on the wire. */
    public enum Code { PERMANENT_TERMINATION, NEW_SERVER_ASSIGNED, SERVER_CHANGE, REMOVE_S_CSCF }
}
