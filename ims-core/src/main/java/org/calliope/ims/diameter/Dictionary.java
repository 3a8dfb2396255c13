package org.calliope.ims.diameter;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of the Diameter base protocol (RFC 6733) and of the Cx, Sh and Rf applications (TS 29.229, TS 29.329,
 * TS 32.299, RFC 4740, RFC 7155, RFC 8506) that this system speaks. No other class of it holds one.
 */
final class Dictionary {

    static final long VENDOR_3GPP = 10_415;
    private static final long BASE_VENDOR = 0;
    private static final long ETSI_VENDOR = 13_019;
    static final long CX_APPLICATION = 16_777_216;
    static final long SH_APPLICATION = 16_777_217;
    /** Diameter Base Accounting, RFC 6733 2.4: an Acct-Application-Id, of no vendor. */
    static final long ACCOUNTING_APPLICATION = 3;
    /** Auth-Session-State NO_STATE_MAINTAINED, RFC 6733 8.11. */
    static final long NO_STATE_MAINTAINED = 1;
    /** Disconnect-Cause REBOOTING, RFC 6733 5.4.3: the peer may come back. */
    static final int REBOOTING = 0;
    static final int VERSION = 1;
    static final int HEADER_LENGTH = 20;

    private Dictionary() {
    }

    /** Commands. */
    enum Command {
        CAPABILITIES_EXCHANGE("CE", 257),
        ACCOUNTING("AC", 271),
        DEVICE_WATCHDOG("DW", 280),
        DISCONNECT_PEER("DP", 282),
        USER_AUTHORIZATION("UA", 300),
        SERVER_ASSIGNMENT("SA", 301),
        LOCATION_INFO("LI", 302),
        MULTIMEDIA_AUTH("MA", 303),
        REGISTRATION_TERMINATION("RT", 304),
        PUSH_PROFILE("PP", 305),
        USER_DATA("UD", 306),
        PROFILE_UPDATE("PU", 307),
        SUBSCRIBE_NOTIFICATIONS("SN", 308),
        PUSH_NOTIFICATION("PN", 309);

        private static final Set<Command> PEER = EnumSet.of(CAPABILITIES_EXCHANGE, DEVICE_WATCHDOG, DISCONNECT_PEER);

        private static final Set<Command> CHANGES = EnumSet.of(ACCOUNTING, MULTIMEDIA_AUTH, SERVER_ASSIGNMENT,
                REGISTRATION_TERMINATION, PUSH_PROFILE, PROFILE_UPDATE, SUBSCRIBE_NOTIFICATIONS, PUSH_NOTIFICATION);

        /** From the lowest to the highest; looked up for each message. */
        private static final List<Optional<Command>> BY_CODE = IntStream
                .rangeClosed(CAPABILITIES_EXCHANGE.code, PUSH_NOTIFICATION.code)
                .mapToObj(code -> Stream.of(values()).filter(command -> command.code == code).findFirst()).toList();

        private final String letters;
        private final int code;

        Command(String letters, int code) {
            this.letters = letters;
            this.code = code;
        }

        int code() {
            return code;
        }

        /** @return the application that it is of: Rf, Cx or Sh */
        long application() {
            if (this == ACCOUNTING) {
                return ACCOUNTING_APPLICATION;
            }
            return this.compareTo(USER_DATA) < 0 ? CX_APPLICATION : SH_APPLICATION;
        }

        /** @return whether it is between neighbours: RFC 6733 5 */
        boolean ofPeers() {
            return PEER.contains(this);
        }

        /** @return whether it makes a difference that it is carried out twice */
        boolean changes() {
            return CHANGES.contains(this);
        }

        static Optional<Command> of(int code) {
            return code >= CAPABILITIES_EXCHANGE.code && code <= PUSH_NOTIFICATION.code
                    ? BY_CODE.get(code - CAPABILITIES_EXCHANGE.code) : Optional.empty();
        }

        /** @return {@code UAR} or {@code UAA}; for a command that is not ours its number and R or A */
        static String label(int code, boolean request) {
            return of(code).map(command -> command.letters).orElse(Integer.toString(code)) + (request ? 'R' : 'A');
        }
    }

    /** How the data of an AVP is to be read. */
    enum Type { TEXT, NUMBER, SIGNED, TIME, GROUP, OCTETS, ADDRESS }

    /** AVPs. Those of 3GPP and of Diameter that Cx, Sh and Rf use are mandatory ones (M bit) unless said otherwise. */
    enum Name {
        SESSION_ID("Session-Id", 263, Type.TEXT),
        ORIGIN_HOST("Origin-Host", 264, Type.TEXT),
        ORIGIN_REALM("Origin-Realm", 296, Type.TEXT),
        DESTINATION_HOST("Destination-Host", 293, Type.TEXT),
        DESTINATION_REALM("Destination-Realm", 283, Type.TEXT),
        USER_NAME("User-Name", 1, Type.TEXT),
        AUTH_SESSION_STATE("Auth-Session-State", 277, Type.NUMBER),
        VENDOR_SPECIFIC_APPLICATION_ID("Vendor-Specific-Application-Id", 260, Type.GROUP),
        VENDOR_ID("Vendor-Id", 266, Type.NUMBER),
        AUTH_APPLICATION_ID("Auth-Application-Id", 258, Type.NUMBER),
        ACCT_APPLICATION_ID("Acct-Application-Id", 259, Type.NUMBER),
        SUPPORTED_VENDOR_ID("Supported-Vendor-Id", 265, Type.NUMBER),
        PRODUCT_NAME("Product-Name", 269, Type.TEXT),
        FIRMWARE_REVISION("Firmware-Revision", 267, Type.NUMBER),
        HOST_IP_ADDRESS("Host-IP-Address", 257, Type.ADDRESS),
        ORIGIN_STATE_ID("Origin-State-Id", 278, Type.NUMBER),
        DISCONNECT_CAUSE("Disconnect-Cause", 273, Type.NUMBER),
        ROUTE_RECORD("Route-Record", 282, Type.TEXT),
        PROXY_INFO("Proxy-Info", 284, Type.GROUP),
        PROXY_HOST("Proxy-Host", 280, Type.TEXT),
        PROXY_STATE("Proxy-State", 33, Type.OCTETS),
        FRAMED_IP_ADDRESS("Framed-IP-Address", 8, Type.OCTETS),
        FRAMED_IPV6_PREFIX("Framed-IPv6-Prefix", 97, Type.OCTETS),
        FRAMED_INTERFACE_ID("Framed-Interface-Id", 96, Type.OCTETS),
        LINE_IDENTIFIER("Line-Identifier", 500, Type.OCTETS, ETSI_VENDOR, false),
        CLASS("Class", 25, Type.OCTETS),
        EVENT_TIMESTAMP("Event-Timestamp", 55, Type.TIME),
        DRMP("DRMP", 301, Type.NUMBER),
        OC_SUPPORTED_FEATURES("OC-Supported-Features", 621, Type.GROUP),
        RESULT_CODE("Result-Code", 268, Type.NUMBER),
        EXPERIMENTAL_RESULT("Experimental-Result", 297, Type.GROUP),
        EXPERIMENTAL_RESULT_CODE("Experimental-Result-Code", 298, Type.NUMBER),
        ERROR_MESSAGE("Error-Message", 281, Type.TEXT),
        FAILED_AVP("Failed-AVP", 279, Type.GROUP),
        ACCT_INTERIM_INTERVAL("Acct-Interim-Interval", 85, Type.NUMBER),
        ACCOUNTING_RECORD_TYPE("Accounting-Record-Type", 480, Type.NUMBER),
        ACCOUNTING_RECORD_NUMBER("Accounting-Record-Number", 485, Type.NUMBER),
        SUBSCRIPTION_ID("Subscription-Id", 443, Type.GROUP),
        SUBSCRIPTION_ID_DATA("Subscription-Id-Data", 444, Type.TEXT),
        SUBSCRIPTION_ID_TYPE("Subscription-Id-Type", 450, Type.NUMBER),
        SERVICE_CONTEXT_ID("Service-Context-Id", 461, Type.TEXT),
        DIGEST_REALM("Digest-Realm", 104, Type.TEXT),
        DIGEST_QOP("Digest-QoP", 110, Type.TEXT),
        DIGEST_ALGORITHM("Digest-Algorithm", 111, Type.TEXT),
        DIGEST_HA1("Digest-HA1", 121, Type.TEXT, BASE_VENDOR, true),
        VISITED_NETWORK_IDENTIFIER("Visited-Network-Identifier", 600, Type.OCTETS, VENDOR_3GPP, false),
        PUBLIC_IDENTITY("Public-Identity", 601, Type.TEXT, VENDOR_3GPP, false),
        SERVER_NAME("Server-Name", 602, Type.TEXT, VENDOR_3GPP, false),
        SERVER_CAPABILITIES("Server-Capabilities", 603, Type.GROUP, VENDOR_3GPP, false),
        MANDATORY_CAPABILITY("Mandatory-Capability", 604, Type.NUMBER, VENDOR_3GPP, false),
        OPTIONAL_CAPABILITY("Optional-Capability", 605, Type.NUMBER, VENDOR_3GPP, false),
        USER_DATA("User-Data", 606, Type.OCTETS, VENDOR_3GPP, false),
        SIP_NUMBER_AUTH_ITEMS("SIP-Number-Auth-Items", 607, Type.NUMBER, VENDOR_3GPP, false),
        SIP_AUTHENTICATION_SCHEME("SIP-Authentication-Scheme", 608, Type.TEXT, VENDOR_3GPP, false),
        SIP_AUTHENTICATE("SIP-Authenticate", 609, Type.OCTETS, VENDOR_3GPP, true),
        SIP_AUTHORIZATION("SIP-Authorization", 610, Type.OCTETS, VENDOR_3GPP, true),
        SIP_AUTHENTICATION_CONTEXT("SIP-Authentication-Context", 611, Type.OCTETS, VENDOR_3GPP, true),
        SIP_AUTH_DATA_ITEM("SIP-Auth-Data-Item", 612, Type.GROUP, VENDOR_3GPP, false),
        SIP_ITEM_NUMBER("SIP-Item-Number", 613, Type.NUMBER, VENDOR_3GPP, false),
        SERVER_ASSIGNMENT_TYPE("Server-Assignment-Type", 614, Type.NUMBER, VENDOR_3GPP, false),
        DEREGISTRATION_REASON("Deregistration-Reason", 615, Type.GROUP, VENDOR_3GPP, false),
        REASON_CODE("Reason-Code", 616, Type.NUMBER, VENDOR_3GPP, false),
        REASON_INFO("Reason-Info", 617, Type.TEXT, VENDOR_3GPP, false),
        CHARGING_INFORMATION("Charging-Information", 618, Type.GROUP, VENDOR_3GPP, false),
        PRIMARY_EVENT_CHARGING("Primary-Event-Charging-Function-Name", 619, Type.TEXT, VENDOR_3GPP, false),
        SECONDARY_EVENT_CHARGING("Secondary-Event-Charging-Function-Name", 620, Type.TEXT, VENDOR_3GPP, false),
        PRIMARY_COLLECTION("Primary-Charging-Collection-Function-Name", 621, Type.TEXT, VENDOR_3GPP, false),
        SECONDARY_COLLECTION("Secondary-Charging-Collection-Function-Name", 622, Type.TEXT, VENDOR_3GPP, false),
        USER_AUTHORIZATION_TYPE("User-Authorization-Type", 623, Type.NUMBER, VENDOR_3GPP, false),
        USER_DATA_ALREADY_AVAILABLE("User-Data-Already-Available", 624, Type.NUMBER, VENDOR_3GPP, false),
        CONFIDENTIALITY_KEY("Confidentiality-Key", 625, Type.OCTETS, VENDOR_3GPP, true),
        INTEGRITY_KEY("Integrity-Key", 626, Type.OCTETS, VENDOR_3GPP, true),
        SUPPORTED_FEATURES("Supported-Features", 628, Type.GROUP, VENDOR_3GPP, false),
        FEATURE_LIST_ID("Feature-List-ID", 629, Type.NUMBER, VENDOR_3GPP, false),
        FEATURE_LIST("Feature-List", 630, Type.NUMBER, VENDOR_3GPP, false),
        ASSOCIATED_IDENTITIES("Associated-Identities", 632, Type.GROUP, VENDOR_3GPP, false),
        ORIGINATING_REQUEST("Originating-Request", 633, Type.NUMBER, VENDOR_3GPP, false),
        WILDCARDED_PUBLIC_IDENTITY("Wildcarded-Public-Identity", 634, Type.TEXT, VENDOR_3GPP, false),
        SIP_DIGEST_AUTHENTICATE("SIP-Digest-Authenticate", 635, Type.GROUP, VENDOR_3GPP, false),
        UAR_FLAGS("UAR-Flags", 637, Type.NUMBER, VENDOR_3GPP, false),
        LOOSE_ROUTE_INDICATION("Loose-Route-Indication", 638, Type.NUMBER, VENDOR_3GPP, false),
        SCSCF_RESTORATION_INFO("SCSCF-Restoration-Info", 639, Type.GROUP, VENDOR_3GPP, false),
        MULTIPLE_REGISTRATION_INDICATION("Multiple-Registration-Indication", 648, Type.NUMBER, VENDOR_3GPP, false),
        SESSION_PRIORITY("Session-Priority", 650, Type.NUMBER, VENDOR_3GPP, false),
        IDENTITY_WITH_EMERGENCY_REGISTRATION("Identity-with-Emergency-Registration", 651, Type.GROUP, VENDOR_3GPP, false),
        LIA_FLAGS("LIA-Flags", 653, Type.NUMBER, VENDOR_3GPP, false),
        SAR_FLAGS("SAR-Flags", 655, Type.NUMBER, VENDOR_3GPP, false),
        RTR_FLAGS("RTR-Flags", 659, Type.NUMBER, VENDOR_3GPP, false),
        ALTERNATE_DIGEST_ALGORITHM("Alternate-Digest-Algorithm", 662, Type.TEXT, VENDOR_3GPP, false),
        ALTERNATE_DIGEST_HA1("Alternate-Digest-HA1", 663, Type.TEXT, VENDOR_3GPP, true),
        FAILED_PCSCF("Failed-PCSCF", 664, Type.GROUP, VENDOR_3GPP, false),
        WILDCARDED_IMPU("Wildcarded-IMPU", 636, Type.TEXT, VENDOR_3GPP, false),
        USER_IDENTITY("User-Identity", 700, Type.GROUP, VENDOR_3GPP, false),
        MSISDN("MSISDN", 701, Type.OCTETS, VENDOR_3GPP, false),
        SH_USER_DATA("Sh-User-Data", 702, Type.OCTETS, VENDOR_3GPP, false),
        DATA_REFERENCE("Data-Reference", 703, Type.NUMBER, VENDOR_3GPP, false),
        SERVICE_INDICATION("Service-Indication", 704, Type.OCTETS, VENDOR_3GPP, false),
        SUBS_REQ_TYPE("Subs-Req-Type", 705, Type.NUMBER, VENDOR_3GPP, false),
        REQUESTED_DOMAIN("Requested-Domain", 706, Type.NUMBER, VENDOR_3GPP, false),
        CURRENT_LOCATION("Current-Location", 707, Type.NUMBER, VENDOR_3GPP, false),
        IDENTITY_SET("Identity-Set", 708, Type.NUMBER, VENDOR_3GPP, false),
        EXPIRY_TIME("Expiry-Time", 709, Type.TIME, VENDOR_3GPP, false),
        SEND_DATA_INDICATION("Send-Data-Indication", 710, Type.NUMBER, VENDOR_3GPP, false),
        DSAI_TAG("DSAI-Tag", 711, Type.OCTETS, VENDOR_3GPP, false),
        ONE_TIME_NOTIFICATION("One-Time-Notification", 712, Type.NUMBER, VENDOR_3GPP, false),
        REQUESTED_NODES("Requested-Nodes", 713, Type.NUMBER, VENDOR_3GPP, false),
        SERVING_NODE_INDICATION("Serving-Node-Indication", 714, Type.NUMBER, VENDOR_3GPP, false),
        REPOSITORY_DATA_ID("Repository-Data-ID", 715, Type.GROUP, VENDOR_3GPP, false),
        SEQUENCE_NUMBER("Sequence-Number", 716, Type.NUMBER, VENDOR_3GPP, false),
        PRE_PAGING_SUPPORTED("Pre-paging-Supported", 717, Type.NUMBER, VENDOR_3GPP, false),
        LOCAL_TIME_ZONE_INDICATION("Local-Time-Zone-Indication", 718, Type.NUMBER, VENDOR_3GPP, false),
        UDR_FLAGS("UDR-Flags", 719, Type.NUMBER, VENDOR_3GPP, false),
        CALL_REFERENCE_INFO("Call-Reference-Info", 720, Type.GROUP, VENDOR_3GPP, false),
        EVENT_TYPE("Event-Type", 823, Type.GROUP, VENDOR_3GPP, false),
        SIP_METHOD("SIP-Method", 824, Type.TEXT, VENDOR_3GPP, false),
        ROLE_OF_NODE("Role-Of-Node", 829, Type.NUMBER, VENDOR_3GPP, false),
        USER_SESSION_ID("User-Session-Id", 830, Type.TEXT, VENDOR_3GPP, false),
        CALLING_PARTY_ADDRESS("Calling-Party-Address", 831, Type.TEXT, VENDOR_3GPP, false),
        CALLED_PARTY_ADDRESS("Called-Party-Address", 832, Type.TEXT, VENDOR_3GPP, false),
        TIME_STAMPS("Time-Stamps", 833, Type.GROUP, VENDOR_3GPP, false),
        SIP_REQUEST_TIMESTAMP("SIP-Request-Timestamp", 834, Type.TIME, VENDOR_3GPP, false),
        SIP_RESPONSE_TIMESTAMP("SIP-Response-Timestamp", 835, Type.TIME, VENDOR_3GPP, false),
        APPLICATION_SERVER("Application-Server", 836, Type.TEXT, VENDOR_3GPP, false),
        INTER_OPERATOR_IDENTIFIER("Inter-Operator-Identifier", 838, Type.GROUP, VENDOR_3GPP, false),
        ORIGINATING_IOI("Originating-IOI", 839, Type.TEXT, VENDOR_3GPP, false),
        TERMINATING_IOI("Terminating-IOI", 840, Type.TEXT, VENDOR_3GPP, false),
        IMS_CHARGING_IDENTIFIER("IMS-Charging-Identifier", 841, Type.TEXT, VENDOR_3GPP, false),
        SDP_SESSION_DESCRIPTION("SDP-Session-Description", 842, Type.TEXT, VENDOR_3GPP, false),
        SDP_MEDIA_COMPONENT("SDP-Media-Component", 843, Type.GROUP, VENDOR_3GPP, false),
        SDP_MEDIA_NAME("SDP-Media-Name", 844, Type.TEXT, VENDOR_3GPP, false),
        SDP_MEDIA_DESCRIPTION("SDP-Media-Description", 845, Type.TEXT, VENDOR_3GPP, false),
        APPLICATION_SERVER_INFORMATION("Application-Server-Information", 850, Type.GROUP, VENDOR_3GPP, false),
        CAUSE_CODE("Cause-Code", 861, Type.SIGNED, VENDOR_3GPP, false),
        NODE_FUNCTIONALITY("Node-Functionality", 862, Type.NUMBER, VENDOR_3GPP, false),
        SERVICE_INFORMATION("Service-Information", 873, Type.GROUP, VENDOR_3GPP, false),
        IMS_INFORMATION("IMS-Information", 876, Type.GROUP, VENDOR_3GPP, false),
        SDP_TYPE("SDP-Type", 2036, Type.NUMBER, VENDOR_3GPP, false),
        SIP_REQUEST_TIMESTAMP_FRACTION("SIP-Request-Timestamp-Fraction", 2301, Type.NUMBER, VENDOR_3GPP, false),
        SIP_RESPONSE_TIMESTAMP_FRACTION("SIP-Response-Timestamp-Fraction", 2302, Type.NUMBER, VENDOR_3GPP, false);

        private static final int HIGHEST_BASE = 700;
        private static final int HIGHEST_3GPP = 2_400;
        /** Looked up for each AVP of each message. */
        private static final Name[] OF_BASE = new Name[HIGHEST_BASE];
        private static final Name[] OF_3GPP = new Name[HIGHEST_3GPP];
        private static final Set<Name> NOT_MANDATORY = EnumSet.of(PRODUCT_NAME, FIRMWARE_REVISION, ERROR_MESSAGE, DRMP,
                OC_SUPPORTED_FEATURES, LINE_IDENTIFIER, SUPPORTED_FEATURES, FEATURE_LIST_ID, FEATURE_LIST,
                SIP_DIGEST_AUTHENTICATE, ASSOCIATED_IDENTITIES, WILDCARDED_PUBLIC_IDENTITY, WILDCARDED_IMPU,
                IDENTITY_SET, EXPIRY_TIME, SEND_DATA_INDICATION, REQUESTED_NODES, SERVING_NODE_INDICATION,
                REPOSITORY_DATA_ID, SEQUENCE_NUMBER, PRE_PAGING_SUPPORTED, LOCAL_TIME_ZONE_INDICATION, UDR_FLAGS,
                CALL_REFERENCE_INFO);

        static {
            NOT_MANDATORY.addAll(EnumSet.range(UAR_FLAGS, FAILED_PCSCF));
            for (Name name : values()) {
                Name[] table = name.vendor == BASE_VENDOR ? OF_BASE : OF_3GPP;
                if (name.vendor != ETSI_VENDOR) {
                    table[name.code] = name;
                }
            }
        }

        private final String spelling;
        private final int code;
        private final Type type;
        private final long vendor;
        private final boolean secret;

        Name(String spelling, int code, Type type) {
            this(spelling, code, type, BASE_VENDOR, false);
        }

        Name(String spelling, int code, Type type, long vendor, boolean secret) {
            this.spelling = spelling;
            this.code = code;
            this.type = type;
            this.vendor = vendor;
            this.secret = secret;
        }

        String spelling() {
            return spelling;
        }

        int code() {
            return code;
        }

        Type type() {
            return type;
        }

        long vendor() {
            return vendor;
        }

        /** @return the M bit */
        boolean mandatory() {
            return !NOT_MANDATORY.contains(this);
        }

        /** @return whether its value must not be seen by people */
        boolean secret() {
            return secret;
        }

        /** @return the AVP with these numbers, null when it is none of ours: this runs for each AVP that comes */
        static Name known(int code, long vendor) {
            if (vendor == BASE_VENDOR) {
                return code >= 0 && code < HIGHEST_BASE ? OF_BASE[code] : null;
            }
            if (vendor == VENDOR_3GPP) {
                return code >= 0 && code < HIGHEST_3GPP ? OF_3GPP[code] : null;
            }
            return vendor == ETSI_VENDOR && code == LINE_IDENTIFIER.code ? LINE_IDENTIFIER : null;
        }

        static Optional<Name> of(int code, long vendor) {
            return Optional.ofNullable(known(code, vendor));
        }

        static Optional<Name> of(String spelling) {
            for (Name name : values()) {
                if (name.spelling.equals(spelling)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }
    }
}
