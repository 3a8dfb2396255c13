package org.calliope.ims.sip;

/** Names of the SIP headers that IMS elements touch, and how a refusal is put on the wire. */
public final class Headers {

    public static final String ACCEPT = "Accept";
    public static final String ACCEPT_CONTACT = "Accept-Contact";
    public static final String ALLOW = "Allow";
    public static final String ALLOW_EVENTS = "Allow-Events";
    public static final String AUTHENTICATION_INFO = "Authentication-Info";
    public static final String AUTHORIZATION = "Authorization";
    public static final String CALL_ID = "Call-ID";
    public static final String CALL_INFO = "Call-Info";
    public static final String CONTACT = "Contact";
    public static final String CONTENT_TYPE = "Content-Type";
    public static final String CSEQ = "CSeq";
    public static final String DATE = "Date";
    public static final String DIVERSION = "Diversion";
    public static final String EVENT = "Event";
    public static final String EXPIRES = "Expires";
    public static final String FLOW_TIMER = "Flow-Timer";
    public static final String FROM = "From";
    public static final String HISTORY_INFO = "History-Info";
    public static final String IDENTITY = "Identity";
    public static final String IDENTITY_INFO = "Identity-Info";
    public static final String IN_REPLY_TO = "In-Reply-To";
    public static final String MAX_FORWARDS = "Max-Forwards";
    public static final String MIN_EXPIRES = "Min-Expires";
    public static final String ORGANIZATION = "Organization";
    public static final String P_ACCESS_NETWORK_INFO = "P-Access-Network-Info";
    public static final String P_ASSERTED_IDENTITY = "P-Asserted-Identity";
    public static final String P_ASSERTED_SERVICE = "P-Asserted-Service";
    public static final String P_ASSOCIATED_URI = "P-Associated-URI";
    public static final String P_CALLED_PARTY_ID = "P-Called-Party-ID";
    public static final String P_CHARGING_FUNCTION_ADDRESSES = "P-Charging-Function-Addresses";
    public static final String P_CHARGING_VECTOR = "P-Charging-Vector";
    public static final String P_EARLY_MEDIA = "P-Early-Media";
    public static final String P_PREFERRED_IDENTITY = "P-Preferred-Identity";
    public static final String P_PREFERRED_SERVICE = "P-Preferred-Service";
    public static final String P_PRIVATE_NETWORK_INDICATION = "P-Private-Network-Indication";
    public static final String P_PROFILE_KEY = "P-Profile-Key";
    public static final String P_SERVED_USER = "P-Served-User";
    public static final String P_USER_DATABASE = "P-User-Database";
    public static final String P_VISITED_NETWORK_ID = "P-Visited-Network-ID";
    public static final String PATH = "Path";
    public static final String PRIORITY = "Priority";
    /** Value of Priority: an emergency centre calls back (RFC 7090). */
    public static final String PSAP_CALLBACK = "psap-callback";
    public static final String PRIVACY = "Privacy";
    public static final String PROXY_AUTHENTICATE = "Proxy-Authenticate";
    public static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    public static final String REASON = "Reason";
    public static final String RECORD_ROUTE = "Record-Route";
    public static final String REFER_TO = "Refer-To";
    public static final String REFERRED_BY = "Referred-By";
    public static final String REJECT_CONTACT = "Reject-Contact";
    public static final String RELAYED_CHARGE = "Relayed-Charge";
    public static final String REMOTE_PARTY_ID = "Remote-Party-ID";
    public static final String REPLY_TO = "Reply-To";
    public static final String REQUEST_DISPOSITION = "Request-Disposition";
    public static final String REQUIRE = "Require";
    public static final String PROXY_REQUIRE = "Proxy-Require";
    public static final String RESTORATION_INFO = "Restoration-Info";
    public static final String RETRY_AFTER = "Retry-After";
    public static final String ROUTE = "Route";
    public static final String SECURITY_CLIENT = "Security-Client";
    public static final String SECURITY_SERVER = "Security-Server";
    public static final String SECURITY_VERIFY = "Security-Verify";
    public static final String SERVER = "Server";
    public static final String SERVICE_INTERACT_INFO = "Service-Interact-Info";
    public static final String SERVICE_ROUTE = "Service-Route";
    public static final String SESSION_EXPIRES = "Session-Expires";
    public static final String SUBJECT = "Subject";
    public static final String SUBSCRIPTION_STATE = "Subscription-State";
    public static final String SUPPORTED = "Supported";
    public static final String TO = "To";
    public static final String UNSUPPORTED = "Unsupported";
    public static final String USER_AGENT = "User-Agent";
    public static final String VIA = "Via";
    public static final String WARNING = "Warning";
    public static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    private Headers() {
    }

    /** @return the Reason header of a refusal, RFC 3326: {@code SIP;cause=403;text="…"} */
    public static String reason(SipRefusal refusal) {
        return reason(refusal.status(), refusal.reason());
    }

    /** @return the Reason header, RFC 3326 2 */
    public static String reason(int status, String text) {
        return "SIP;cause=" + status + ";text=" + quoted(text);
    }

    /**
     * The Warning header of a refusal, RFC 3261 20.43: 399 is "miscellaneous warning".
     *
     * @param host who refuses: a host, with port when it is not the default
     */
    public static String warning(String host, SipRefusal refusal) {
        return "399 " + host + ' ' + quoted(refusal.reason());
    }

    /** A quoted-string of RFC 3261 25.1; control characters, which could start a new header, become blanks. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c < ' ' || c == 127 ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}
