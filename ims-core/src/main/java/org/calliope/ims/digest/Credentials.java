package org.calliope.ims.digest;

import java.util.Map;

/**
 * The answer to a Digest challenge, RFC 7616 3.4, RFC 3261 22.4. Immutable; "" is an absent value.
 *
 * @param uri                digest-uri
 * @param response           request-digest in hex
 * @param nc                 nonce count, eight hex digits
 * @param algorithm          as the client wrote it
 * @param auts               AUTS of RFC 3310 3.4 in base64: the SIM asks for other sequence numbers
 * @param integrityProtected integrity-protected of TS 24.229 7.2A.2: "yes", "no", "ip-assoc-pending", …
 */
public record Credentials(String username, String realm, String nonce, String uri, String response, String nc,
                          String cnonce, String qop, String algorithm, String opaque, String auts,
                          String integrityProtected) {

    /** @throws IllegalArgumentException when it is no Digest header or a parameter is broken or stands twice */
    public static Credentials parse(String headerValue) {
        Map<String, String> values = AuthParameters.parse(headerValue);
        return new Credentials(get(values, "username"), get(values, "realm"), get(values, "nonce"),
                get(values, "uri"), get(values, "response"), get(values, "nc"), get(values, "cnonce"),
                get(values, "qop"), get(values, "algorithm"), get(values, "opaque"),
                get(values, "auts"), get(values, "integrity-protected"));
    }

    /**
     * A client's answer, without its response yet: see {@link Digest#answer}.
     *
     * @param nonceCount 1 and more
     */
    public static Credentials to(Challenge challenge, String username, String uri, int nonceCount, String cnonce) {
        boolean auth = !challenge.qop().isEmpty();
        return new Credentials(username, challenge.realm(), challenge.nonce(), uri, "",
                auth ? String.format("%08x", nonceCount) : "", auth ? cnonce : "", auth ? Digest.QOP_AUTH : "",
                challenge.algorithm(), challenge.opaque(), "", "");
    }

    public Credentials withResponse(String value) {
        return new Credentials(username, realm, nonce, uri, value, nc, cnonce, qop, algorithm, opaque, auts,
                integrityProtected);
    }

    /** @param value AUTS in base64 */
    public Credentials withAuts(String value) {
        return new Credentials(username, realm, nonce, uri, response, nc, cnonce, qop, algorithm, opaque, value,
                integrityProtected);
    }

    public Credentials withIntegrityProtected(String value) {
        return new Credentials(username, realm, nonce, uri, response, nc, cnonce, qop, algorithm, opaque, auts, value);
    }

    /** @return the value of Authorization or Proxy-Authorization */
    public String headerValue() {
        StringBuilder header = new StringBuilder(256).append("Digest ");
        AuthParameters.quoted(header, "username", username);
        AuthParameters.quoted(header, "realm", realm);
        AuthParameters.quoted(header, "nonce", nonce);
        AuthParameters.quoted(header, "uri", uri);
        header.append("response=\"").append(response).append("\",");
        AuthParameters.plain(header, "algorithm", algorithm);
        AuthParameters.quoted(header, "cnonce", cnonce);
        AuthParameters.quoted(header, "opaque", opaque);
        AuthParameters.plain(header, "qop", qop);
        AuthParameters.plain(header, "nc", nc);
        AuthParameters.quoted(header, "auts", auts);
        AuthParameters.quoted(header, "integrity-protected", integrityProtected);
        return header.substring(0, header.length() - 1);
    }

    /** The response is no secret by itself but good for off-line guessing: it is not shown. */
    @Override
    public String toString() {
        return "Credentials[username=" + username + ", realm=" + realm + ", nonce=" + nonce + ", uri=" + uri
                + ", nc=" + nc + ", algorithm=" + algorithm + ", integrityProtected=" + integrityProtected + ']';
    }

    private static String get(Map<String, String> values, String name) {
        return values.getOrDefault(name, "");
    }
}
