package org.calliope.ims.trace;

/**
 * What an event can be joined with others by; "" is unknown. Immutable.
 *
 * @param icid            icid-value of P-Charging-Vector
 * @param callId          Call-ID
 * @param registration    public identity of the registration concerned, canonical
 * @param diameterSession Session-Id
 */
public record Join(String icid, String callId, String registration, String diameterSession) {

    /** Joined with nothing. */
    public static final Join NONE = new Join("", "", "", "");

    public static Join callId(String callId) {
        return new Join("", callId, "", "");
    }

    public Join withIcid(String value) {
        return new Join(value, callId, registration, diameterSession);
    }

    public Join withCallId(String value) {
        return new Join(icid, value, registration, diameterSession);
    }

    public Join withRegistration(String value) {
        return new Join(icid, callId, value, diameterSession);
    }

    public Join withDiameterSession(String value) {
        return new Join(icid, callId, registration, value);
    }
}
