package org.calliope.ims.testkit.diameter;

/** The AVPs of RFC 6733, TS 29.229 and TS 29.329 that tests speak of. */
public enum AvpName {
    SESSION_ID(263),
    ORIGIN_HOST(264),
    ORIGIN_REALM(296),
    DESTINATION_HOST(293),
    DESTINATION_REALM(283),
    USER_NAME(1),
    AUTH_SESSION_STATE(277),
    VENDOR_SPECIFIC_APPLICATION_ID(260),
    VENDOR_ID(266),
    AUTH_APPLICATION_ID(258),
    ACCT_APPLICATION_ID(259),
    SUPPORTED_VENDOR_ID(265),
    PRODUCT_NAME(269),
    HOST_IP_ADDRESS(257),
    ORIGIN_STATE_ID(278),
    ROUTE_RECORD(282),
    PROXY_INFO(284),
    PROXY_HOST(280),
    PROXY_STATE(33),
    RESULT_CODE(268),
    EXPERIMENTAL_RESULT(297),
    EXPERIMENTAL_RESULT_CODE(298),
    ERROR_MESSAGE(281),
    FAILED_AVP(279),
    DIGEST_REALM(104),
    DIGEST_QOP(110),
    DIGEST_ALGORITHM(111),
    DIGEST_HA1(121),
    VISITED_NETWORK_IDENTIFIER(600, true),
    PUBLIC_IDENTITY(601, true),
    SERVER_NAME(602, true),
    SERVER_CAPABILITIES(603, true),
    MANDATORY_CAPABILITY(604, true),
    OPTIONAL_CAPABILITY(605, true),
    USER_DATA(606, true),
    SIP_NUMBER_AUTH_ITEMS(607, true),
    SIP_AUTHENTICATION_SCHEME(608, true),
    SIP_AUTHENTICATE(609, true),
    SIP_AUTHORIZATION(610, true),
    SIP_AUTHENTICATION_CONTEXT(611, true),
    SIP_AUTH_DATA_ITEM(612, true),
    SIP_ITEM_NUMBER(613, true),
    SERVER_ASSIGNMENT_TYPE(614, true),
    DEREGISTRATION_REASON(615, true),
    REASON_CODE(616, true),
    REASON_INFO(617, true),
    CHARGING_INFORMATION(618, true),
    PRIMARY_EVENT_CHARGING_FUNCTION_NAME(619, true),
    SECONDARY_EVENT_CHARGING_FUNCTION_NAME(620, true),
    PRIMARY_CHARGING_COLLECTION_FUNCTION_NAME(621, true),
    SECONDARY_CHARGING_COLLECTION_FUNCTION_NAME(622, true),
    USER_AUTHORIZATION_TYPE(623, true),
    USER_DATA_ALREADY_AVAILABLE(624, true),
    CONFIDENTIALITY_KEY(625, true),
    INTEGRITY_KEY(626, true),
    SUPPORTED_FEATURES(628, true),
    FEATURE_LIST_ID(629, true),
    FEATURE_LIST(630, true),
    ASSOCIATED_IDENTITIES(632, true),
    ORIGINATING_REQUEST(633, true),
    WILDCARDED_PUBLIC_IDENTITY(634, true),
    SIP_DIGEST_AUTHENTICATE(635, true),
    WILDCARDED_IMPU(636, true),
    UAR_FLAGS(637, true),
    LOOSE_ROUTE_INDICATION(638, true),
    SCSCF_RESTORATION_INFO(639, true),
    MULTIPLE_REGISTRATION_INDICATION(648, true),
    SESSION_PRIORITY(650, true),
    ALTERNATE_DIGEST_ALGORITHM(662, true),
    ALTERNATE_DIGEST_HA1(663, true),
    USER_IDENTITY(700, true),
    MSISDN(701, true),
    SH_USER_DATA(702, true),
    DATA_REFERENCE(703, true),
    SERVICE_INDICATION(704, true),
    SUBS_REQ_TYPE(705, true),
    REQUESTED_DOMAIN(706, true),
    CURRENT_LOCATION(707, true),
    IDENTITY_SET(708, true),
    EXPIRY_TIME(709, true),
    SEND_DATA_INDICATION(710, true),
    DSAI_TAG(711, true),
    ONE_TIME_NOTIFICATION(712, true),
    REPOSITORY_DATA_ID(715, true),
    SEQUENCE_NUMBER(716, true);

    /** Vendor-Id of 3GPP. */
    public static final int VENDOR_3GPP = 10_415;

    private final int code;
    private final boolean of3gpp;

    AvpName(int code) {
        this(code, false);
    }

    AvpName(int code, boolean of3gpp) {
        this.code = code;
        this.of3gpp = of3gpp;
    }

    public int code() {
        return code;
    }

    /** @return Vendor-Id, 0 for an AVP of the base protocol */
    public int vendor() {
        return of3gpp ? VENDOR_3GPP : 0;
    }
}
