package org.calliope.ims.cx;

import java.util.Optional;

/**
 * How a Cx or Sh command ended: Result-Code values of the base protocol (RFC 6733 7.1) and Experimental-Result-Code
 * values of 3GPP (TS 29.229 6.2, TS 29.329 6.2).
 */
public enum ResultCode {
    SUCCESS(2001, false),
    LIMITED_SUCCESS(2002, false),
    FIRST_REGISTRATION(2001, true),
    SUBSEQUENT_REGISTRATION(2002, true),
    UNREGISTERED_SERVICE(2003, true),
    SUCCESS_SERVER_NAME_NOT_STORED(2004, true),
    COMMAND_UNSUPPORTED(3001, false),
    UNABLE_TO_DELIVER(3002, false),
    REALM_NOT_SERVED(3003, false),
    TOO_BUSY(3004, false),
    LOOP_DETECTED(3005, false),
    APPLICATION_UNSUPPORTED(3007, false),
    INVALID_HDR_BITS(3008, false),
    INVALID_AVP_BITS(3009, false),
    UNKNOWN_PEER(3010, false),
    AUTHENTICATION_REJECTED(4001, false),
    OUT_OF_SPACE(4002, false),
    USER_DATA_NOT_AVAILABLE(4100, true),
    PRIOR_UPDATE_IN_PROGRESS(4101, true),
    ERROR_USER_UNKNOWN(5001, true),
    ERROR_IDENTITIES_DONT_MATCH(5002, true),
    ERROR_IDENTITY_NOT_REGISTERED(5003, true),
    ERROR_ROAMING_NOT_ALLOWED(5004, true),
    ERROR_IDENTITY_ALREADY_REGISTERED(5005, true),
    ERROR_AUTH_SCHEME_NOT_SUPPORTED(5006, true),
    ERROR_IN_ASSIGNMENT_TYPE(5007, true),
    ERROR_TOO_MUCH_DATA(5008, true),
    ERROR_NOT_SUPPORTED_USER_DATA(5009, true),
    ERROR_FEATURE_UNSUPPORTED(5011, true),
    ERROR_SERVING_NODE_FEATURE_UNSUPPORTED(5012, true),
    ERROR_USER_DATA_NOT_RECOGNIZED(5100, true),
    ERROR_OPERATION_NOT_ALLOWED(5101, true),
    ERROR_USER_DATA_CANNOT_BE_READ(5102, true),
    ERROR_USER_DATA_CANNOT_BE_MODIFIED(5103, true),
    ERROR_USER_DATA_CANNOT_BE_NOTIFIED(5104, true),
    ERROR_TRANSPARENT_DATA_OUT_OF_SYNC(5105, true),
    ERROR_SUBS_DATA_ABSENT(5106, true),
    ERROR_NO_SUBSCRIPTION_TO_DATA(5107, true),
    ERROR_DSAI_NOT_AVAILABLE(5108, true),
    AVP_UNSUPPORTED(5001, false),
    UNKNOWN_SESSION_ID(5002, false),
    AUTHORIZATION_REJECTED(5003, false),
    INVALID_AVP_VALUE(5004, false),
    MISSING_AVP(5005, false),
    RESOURCES_EXCEEDED(5006, false),
    CONTRADICTING_AVPS(5007, false),
    AVP_NOT_ALLOWED(5008, false),
    AVP_OCCURS_TOO_MANY_TIMES(5009, false),
    NO_COMMON_APPLICATION(5010, false),
    UNSUPPORTED_VERSION(5011, false),
    UNABLE_TO_COMPLY(5012, false),
    INVALID_BIT_IN_HEADER(5013, false),
    INVALID_AVP_LENGTH(5014, false),
    INVALID_MESSAGE_LENGTH(5015, false),
    INVALID_AVP_BIT_COMBO(5016, false);

    private static final int CLASS = 1000;
    private static final int SUCCESS_CLASS = 2;
    private static final int PROTOCOL_ERROR_CLASS = 3;

    private final int code;
    private final boolean experimental;

    ResultCode(int code, boolean experimental) {
        this.code = code;
        this.experimental = experimental;
    }

    public int code() {
        return code;
    }

    /** @return whether it travels in Experimental-Result (vendor 3GPP) instead of Result-Code */
    public boolean experimental() {
        return experimental;
    }

    /** @return whether it is in the 2xxx class */
    public boolean success() {
        return code / CLASS == SUCCESS_CLASS;
    }

    /** @return whether the answer's E bit is set (RFC 6733 7.1.3) */
    public boolean protocolError() {
        return !experimental && code / CLASS == PROTOCOL_ERROR_CLASS;
    }

    /** @return as the trace shows it: {@code DIAMETER_SUCCESS (2001)} */
    public String label() {
        return "DIAMETER_" + name() + " (" + code + ')';
    }

    /** @return the value with this number, nothing when it is not in the tables */
    public static Optional<ResultCode> of(int code, boolean experimental) {
        for (ResultCode value : values()) {
            if (value.code == code && value.experimental == experimental) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
