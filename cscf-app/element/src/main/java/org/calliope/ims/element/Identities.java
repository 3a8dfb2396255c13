package org.calliope.ims.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/** Who a header names, with a refusal that says what is wrong when it names nobody. Pure. */
public final class Identities {

    private static final String PRIVATE_IDENTITY_RULE = "private identity";
    private static final String PRIVATE_IDENTITY_CLAUSE = "TS 24.229 5.3.1.2";
    private static final String DIGEST = "Digest ";
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,30}");
    private static final Set<String> NAMING = Set.of("sip", "sips", "tel");
    private static final String SERVICE = "urn:service:";
    private static final Pattern EMERGENCY = Pattern.compile("(?i)urn:service:sos(\\..*)?");
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UNSUPPORTED_URI_SCHEME = 416;

    private Identities() {
    }

    /**
     * @param header its name, for the refusal
     * @param value  a name-addr or URI
     */
    public static PublicIdentity named(String header, String value) {
        try {
            return PublicIdentity.parse(value);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(header, e);
        }
    }

    /**
     * Whom a Request-URI names.
     *
     * @throws SipRefusal 404 for a service (RFC 5031), 416 for another URI that names nobody, 400 when it is malformed
     */
    public static PublicIdentity called(String requestUri) {
        try {
            return PublicIdentity.parse(requestUri);
        } catch (IllegalArgumentException e) {
            String scheme = requestUri.substring(0, Math.max(0, requestUri.indexOf(':'))).toLowerCase(Locale.ROOT);
            // an emergency call has its own way, and is malformed off it
            if (!SCHEME.matcher(scheme).matches() || NAMING.contains(scheme) || EMERGENCY.matcher(requestUri).matches()) {
                throw Refusals.malformed("the Request-URI", e);
            }
            boolean service = isService(requestUri);
            throw new SipRefusal(service ? NOT_FOUND : UNSUPPORTED_URI_SCHEME, service ? "nobody offers this service here"
                    : "a URI of the scheme " + scheme + " names nobody here", "request-uri", service ? "RFC 5031 4.1"
                    : "RFC 3261 8.2.2.1", Map.of("request-uri", requestUri));
        }
    }

    /** @return whether a Request-URI names a service (RFC 5031) that is no emergency call */
    public static boolean isService(String requestUri) {
        return requestUri.regionMatches(true, 0, SERVICE, 0, SERVICE.length()) && !EMERGENCY.matcher(requestUri).matches();
    }

    /** @return the identity, nothing when it is none that we could know: the caller then takes another */
    public static Optional<PublicIdentity> perhaps(String value) {
        try {
            return value == null || value.isBlank() ? Optional.empty() : Optional.of(PublicIdentity.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @return the wildcarded identity, nothing when it is none that we could match */
    public static Optional<Wildcard> wildcarded(String value) {
        if (value.indexOf('!') < 0) { // nearly all are distinct, and an exception for each is dear
            return Optional.empty();
        }
        try {
            return Optional.of(Wildcard.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The Authorization header of a REGISTER that counts (TS 24.229 5.2.2.1, 5.3.1.2, 5.4.1.1): the one for the realm of
     * the home network. A client may send others, for each realm one and by schemes other than Digest (RFC 3261 22.3,
     * RFC 7616 3.7); one that stands alone counts whatever it is, so that what is wrong with it is told.
     *
     * @param values the headers, each with its scheme
     * @param realm  domain of the home network
     * @return "" when there is none
     * @throws SipRefusal 400 when of several not exactly one is for the realm
     */
    public static String authorization(List<String> values, String realm) {
        if (values.size() < 2) {
            return values.isEmpty() ? "" : values.get(0);
        }
        List<String> ours = values.stream().filter(value -> isFor(realm, value)).toList();
        if (ours.size() != 1) {
            throw Refusals.malformed(Headers.AUTHORIZATION, ours.size() + " of them are for realm " + realm);
        }
        return ours.get(0);
    }

    private static boolean isFor(String realm, String value) {
        boolean digest = value.regionMatches(true, 0, DIGEST, 0, DIGEST.length());
        return digest && credentials(value).orElseThrow().realm().equalsIgnoreCase(realm);
    }

    /** @return the digest credentials of an Authorization header, nothing for "" */
    public static Optional<Credentials> credentials(String authorization) {
        if (authorization.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Credentials.parse(authorization));
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(Headers.AUTHORIZATION, e);
        }
    }

    /**
     * The private identity of a REGISTER. TS 24.229 5.3.1.2 and 5.4.1.1: it is the user name of the Authorization
     * header; without such a header it is derived from the public identity in To. A plain softphone's user name
     * has no realm: it is taken to be of the home domain, as TS 23.003 13.3 spells a private identity.
     *
     * @param derive whether deriving and completing is tolerated
     */
    public static PrivateIdentity privateIdentity(Optional<Credentials> credentials, PublicIdentity to,
                                                  String domain, boolean derive) {
        String userName = credentials.map(Credentials::username).orElse("");
        try {
            if (userName.indexOf('@') > 0) {
                return new PrivateIdentity(userName);
            }
            if (!derive) {
                throw new SipRefusal(FORBIDDEN, "the REGISTER names no private identity", PRIVATE_IDENTITY_RULE,
                        PRIVATE_IDENTITY_CLAUSE);
            }
            return userName.isEmpty() ? PrivateIdentity.derive(to) : PrivateIdentity.of(userName, domain);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed(userName.isEmpty() ? Headers.TO : Headers.AUTHORIZATION, e);
        }
    }

    /** @return the elements of a comma-separated header: commas in quotes and in angle brackets do not count */
    public static List<String> list(String value) {
        return split(value, ',');
    }

    /** @return the parts between the separators, without blanks around them and without empty ones; as {@link #list} */
    public static List<String> split(String value, char separator) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<' || c == '>') {
                bracketed = c == '<';
            } else if (c == separator && !bracketed) {
                add(elements, value.substring(start, i));
                start = i + 1;
            }
        }
        add(elements, value.substring(start));
        return elements;
    }

    private static void add(List<String> elements, String element) {
        String stripped = element.strip();
        if (!stripped.isEmpty()) {
            elements.add(stripped);
        }
    }
}
