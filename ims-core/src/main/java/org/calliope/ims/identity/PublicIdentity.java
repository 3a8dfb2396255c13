package org.calliope.ims.identity;

import java.util.Objects;

/**
 * A public user identity (IMPU) or public service identity in canonical form, so that two spellings of
 * one identity are equal: RFC 3261 10.3 step 5 and 19.1.4 for SIP URIs, RFC 3966 5 for tel URIs,
 * TS 23.003 13.4. Immutable.
 *
 * @param uri the canonical URI; whatever is handed to the constructor is made canonical
 */
public record PublicIdentity(String uri) implements Comparable<PublicIdentity> {

    public PublicIdentity {
        uri = CanonicalUri.of(Objects.requireNonNull(uri, "uri"));
    }

    /**
     * Reads a {@code name-addr} ({@code "Alice" <sip:alice@ims.example>}) or a bare URI.
     *
     * @throws IllegalArgumentException when it is no sip, sips or tel URI; the message says why
     */
    public static PublicIdentity parse(String text) {
        return new PublicIdentity(NameAddr.uri(text));
    }

    /** @return the user part of a SIP URI or the subscriber number of a tel URI; empty for a host alone */
    public String user() {
        int colon = uri.indexOf(':');
        if (isTel()) {
            int end = uri.indexOf(';');
            return uri.substring(colon + 1, end < 0 ? uri.length() : end);
        }
        int at = uri.lastIndexOf('@');
        return at < 0 ? "" : uri.substring(colon + 1, at);
    }

    /** @return the host of a SIP URI without port; empty for a tel URI */
    public String host() {
        if (isTel()) {
            return "";
        }
        int start = Math.max(uri.lastIndexOf('@'), uri.indexOf(':')) + 1;
        if (uri.charAt(start) == '[') {
            return uri.substring(start, uri.indexOf(']', start) + 1);
        }
        int port = uri.indexOf(':', start);
        return uri.substring(start, port < 0 ? uri.length() : port);
    }

    public boolean isTel() {
        return uri.startsWith("tel:");
    }

    @Override
    public int compareTo(PublicIdentity other) {
        return uri.compareTo(other.uri);
    }

    @Override
    public String toString() {
        return uri;
    }
}
