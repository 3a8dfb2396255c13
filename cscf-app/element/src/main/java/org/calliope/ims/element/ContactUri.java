package org.calliope.ims.element;

import java.util.Locale;
import org.calliope.ims.identity.PublicIdentity;

/**
 * Where a contact is reached. Two spellings of one contact have the same {@link #key} (RFC 3261 19.1.4 with the
 * parameters that matter for reaching it). Immutable.
 *
 * @param key       canonical form to compare with
 * @param host      lower case
 * @param port      5060 (5061 for sips) when the URI has none
 * @param transport lower case, "udp" when the URI has none ("tls" for sips)
 */
public record ContactUri(String key, String host, int port, String transport) {

    private static final String TRANSPORT = ";transport=";
    private static final String SOS = "sos";
    private static final int SIP_PORT = 5060;
    private static final int SIPS_PORT = 5061;

    /** @throws org.calliope.ims.sip.SipRefusal 400 when it is no SIP URI */
    public static ContactUri parse(String uri) {
        PublicIdentity canonical = Identities.named("Contact", withoutPassword(uri));
        if (canonical.isTel()) {
            throw Refusals.malformed("Contact", "a telephone number cannot be reached directly");
        }
        boolean secure = canonical.uri().startsWith("sips:");
        String transport = transport(uri, secure ? "tls" : "udp");
        return new ContactUri(canonical.uri() + TRANSPORT + transport, canonical.host(),
                port(canonical, secure ? SIPS_PORT : SIP_PORT), transport);
    }

    /** @return whether it is a contact of an emergency registration: "sos" URI parameter, TS 24.229 7.2A.13 */
    public static boolean emergency(String uri) {
        for (int at = uri.indexOf(';'); at >= 0; at = uri.indexOf(';', at + 1)) {
            int end = at + 1 + SOS.length();
            if (uri.regionMatches(true, at + 1, SOS, 0, SOS.length())
                    && (uri.length() == end || ";=?".indexOf(uri.charAt(end)) >= 0)) {
                return true;
            }
        }
        return false;
    }

    private static String transport(String uri, String otherwise) {
        String lower = uri.toLowerCase(Locale.ROOT);
        int start = lower.indexOf(TRANSPORT);
        if (start < 0) {
            return otherwise;
        }
        int from = start + TRANSPORT.length();
        int to = from;
        while (to < lower.length() && Character.isLetterOrDigit(lower.charAt(to))) {
            to++;
        }
        return lower.substring(from, to);
    }

    private static int port(PublicIdentity canonical, int otherwise) {
        String uri = canonical.uri();
        int colon = uri.lastIndexOf(':');
        int hostEnd = Math.max(uri.lastIndexOf('@'), uri.lastIndexOf(']'));
        boolean hasPort = colon > hostEnd && colon > uri.indexOf(':');
        return hasPort ? Integer.parseInt(uri.substring(colon + 1)) : otherwise;
    }

    // RFC 3261 19.1.1 discourages it and no contact needs it to be told apart
    private static String withoutPassword(String uri) {
        int scheme = uri.indexOf(':');
        int at = uri.indexOf('@');
        int colon = scheme < 0 ? -1 : uri.indexOf(':', scheme + 1);
        return colon > 0 && colon < at ? uri.substring(0, colon) + uri.substring(at) : uri;
    }
}
