package org.calliope.ims.diameter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers of the Diameter base protocol (RFC 6733) and of the Cx application (TS 29.229, RFC 4740, RFC 7155)
 * that this system speaks. No other class of it holds one.
 */
final class Dictionary {

    static final long VENDOR_3GPP = 10_415;
    private static final long BASE_VENDOR = 0;
    static final long CX_APPLICATION = 16_777_216;
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
        DEVICE_WATCHDOG("DW", 280),
        DISCONNECT_PEER("DP", 282),
        USER_AUTHORIZATION("UA", 300),
        SERVER_ASSIGNMENT("SA", 301),
        LOCATION_INFO("LI", 302),
        MULTIMEDIA_AUTH("MA", 303),
        REGISTRATION_TERMINATION("RT", 304),
        PUSH_PROFILE("PP", 305);

        private static final Set<Command> PEER = EnumSet.of(CAPABILITIES_EXCHANGE, DEVICE_WATCHDOG, DISCONNECT_PEER);

        private final String letters;
        private final int code;

        Command(String letters, int code) {
            this.letters = letters;
            this.code = code;
        }

        int code() {
            return code;
        }

        /** @return whether it is between neighbours: RFC 6733 5 */
        boolean ofPeers() {
            return PEER.contains(this);
        }

        static Optional<Command> of(int code) {
            for (Command command : values()) {
                if (command.code == code) {
                    return Optional.of(command);
                }
            }
            return Optional.empty();
        }

        /** @return {@code UAR} or {@code UAA}; for a command that is not ours its number and R or A */
        static String label(int code, boolean request) {
            return of(code).map(command -> command.letters).orElse(Integer.toString(code)) + (request ? 'R' : 'A');
        }
    }

    /** How the data of an AVP is to be read. */
    enum Type { TEXT, NUMBER, GROUP, OCTETS, ADDRESS }

    /** AVPs. Those of 3GPP and of Diameter that Cx uses are all mandatory ones (M bit) unless said otherwise. */
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
        RESULT_CODE("Result-Code", 268, Type.NUMBER),
        EXPERIMENTAL_RESULT("Experimental-Result", 297, Type.GROUP),
        EXPERIMENTAL_RESULT_CODE("Experimental-Result-Code", 298, Type.NUMBER),
        ERROR_MESSAGE("Error-Message", 281, Type.TEXT),
        FAILED_AVP("Failed-AVP", 279, Type.GROUP),
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
        SIP_DIGEST_AUTHENTICATE("SIP-Digest-Authenticate", 635, Type.GROUP, VENDOR_3GPP, false);

        private static final Map<Long, Name> BY_NUMBER = new HashMap<>();

        static {
            for (Name name : values()) {
                BY_NUMBER.put(key(name.code, name.vendor), name);
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
            return this != PRODUCT_NAME && this != FIRMWARE_REVISION && this != ERROR_MESSAGE
                    && this != SUPPORTED_FEATURES && this != FEATURE_LIST_ID && this != FEATURE_LIST
                    && this != ASSOCIATED_IDENTITIES && this != WILDCARDED_PUBLIC_IDENTITY;
        }

        /** @return whether its value must not be seen by people */
        boolean secret() {
            return secret;
        }

        static Optional<Name> of(int code, long vendor) {
            return Optional.ofNullable(BY_NUMBER.get(key(code, vendor)));
        }

        static Optional<Name> of(String spelling) {
            return BY_NUMBER.values().stream().filter(name -> name.spelling.equals(spelling)).findFirst();
        }

        private static long key(int code, long vendor) {
            return vendor << Integer.SIZE | code;
        }
    }
}
