package org.calliope.ims.digest;

import java.util.Map;

/**
 * What the server says after a successful Digest authentication, RFC 7616 3.5 (TS 24.229 5.4.1.2.2F). Immutable; "" is
 * an absent value.
 *
 * @param nextNonce the nonce to go on with, "" to stay with the present one
 * @param qop       as the client wrote it
 * @param rspauth   proof that the server knows the secret too, in hex; see {@link Digest#rspauth}
 * @param cnonce    the client's
 * @param nc        the client's, eight hex digits
 */
public record AuthenticationInfo(String nextNonce, String qop, String rspauth, String cnonce, String nc) {

    /** @return the answer to credentials with qop */
    public static AuthenticationInfo to(Credentials credentials, String ha1, String nextNonce) {
        return new AuthenticationInfo(nextNonce, credentials.qop(), Digest.rspauth(ha1, credentials),
                credentials.cnonce(), credentials.nc());
    }

    /** @return the value of Authentication-Info */
    public String headerValue() {
        StringBuilder header = new StringBuilder(160);
        AuthParameters.quoted(header, "nextnonce", nextNonce);
        AuthParameters.plain(header, "qop", qop);
        AuthParameters.quoted(header, "rspauth", rspauth);
        AuthParameters.quoted(header, "cnonce", cnonce);
        AuthParameters.plain(header, "nc", nc);
        return header.substring(0, header.length() - 1);
    }

    /** @throws IllegalArgumentException when a parameter is broken or stands twice */
    public static AuthenticationInfo parse(String headerValue) {
        Map<String, String> values = AuthParameters.parseInfo(headerValue);
        return new AuthenticationInfo(values.getOrDefault("nextnonce", ""), values.getOrDefault("qop", ""),
                values.getOrDefault("rspauth", ""), values.getOrDefault("cnonce", ""), values.getOrDefault("nc", ""));
    }
}
