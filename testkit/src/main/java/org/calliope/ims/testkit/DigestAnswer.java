package org.calliope.ims.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.testkit.wire.MalformedMessage;

/**
 * A telephone's answer to a digest challenge (RFC 2617 3.2.2, RFC 7616 for SHA-256, RFC 3261 22.4). It is written
 * again here, apart from the servers' code, so that the two check each other; what a SIM does is not.
 *
 * @param challenge the parameters of WWW-Authenticate or Proxy-Authenticate, names in lower case
 */
record DigestAnswer(Map<String, String> challenge) {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");

    static DigestAnswer to(String headerValue) {
        if (!headerValue.regionMatches(true, 0, "Digest ", 0, 7)) {
            throw new MalformedMessage("not a Digest challenge: " + headerValue);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(headerValue.substring(7));
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return new DigestAnswer(parameters);
    }

    String algorithm() {
        return challenge.getOrDefault("algorithm", "MD5");
    }

    /** Whether a SIM is asked for its answer (RFC 3310, RFC 4169). */
    boolean asksSim() {
        return AkaDigest.offered(algorithm());
    }

    /** Whether the answer before was right but its nonce over. */
    boolean stale() {
        return challenge.getOrDefault("stale", "").equalsIgnoreCase("true");
    }

    /** The same challenge with the nonce that Authentication-Info says comes next (RFC 7616 3.5). */
    DigestAnswer next(String nonce) {
        Map<String, String> following = new LinkedHashMap<>(challenge);
        following.put("nonce", nonce);
        return new DigestAnswer(following);
    }

    /**
     * The Authorization value of a telephone with a SIM: with its response, or with auts when it is out of step
     * (RFC 3310 3.4). A card accepts a challenge once.
     */
    String authorization(String method, String uri, String userName, Usim sim, String cnonce) {
        Challenge asked = new Challenge(challenge.getOrDefault("realm", ""), challenge.getOrDefault("nonce", ""),
                challenge.getOrDefault("opaque", ""), algorithm(), challenge.containsKey("qop") ? "auth" : "");
        return sim.answer(asked, method, Credentials.to(asked, userName, uri, 1, cnonce)).headerValue();
    }

    /**
     * The Authorization value.
     *
     * @param count  how often this nonce has been used, from 1
     * @param cnonce the client's nonce, used only when the challenge offers qop
     */
    String authorization(String method, String uri, String userName, String password, int count, String cnonce) {
        String realm = challenge.getOrDefault("realm", "");
        String nonce = challenge.getOrDefault("nonce", "");
        String algorithm = algorithm();
        String ha1 = hash(algorithm, userName + ":" + realm + ":" + password);
        String ha2 = hash(algorithm, method + ":" + uri);
        StringBuilder value = new StringBuilder("Digest username=\"" + userName + "\", realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", uri=\"" + uri + "\"");
        boolean qop = (", " + challenge.getOrDefault("qop", "") + ",").matches(".*[\\s,]auth\\s*,.*");
        String nc = String.format(Locale.ROOT, "%08x", count);
        String response = qop ? hash(algorithm, ha1 + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + ha2)
                : hash(algorithm, ha1 + ":" + nonce + ":" + ha2);
        value.append(", response=\"").append(response).append("\", algorithm=").append(algorithm);
        if (qop) {
            value.append(", qop=auth, nc=").append(nc).append(", cnonce=\"").append(cnonce).append('"');
        }
        if (challenge.containsKey("opaque")) {
            value.append(", opaque=\"").append(challenge.get("opaque")).append('"');
        }
        return value.toString();
    }

    private static String hash(String algorithm, String text) {
        String name = algorithm.equalsIgnoreCase("SHA-256") ? "SHA-256" : "MD5";
        if (!algorithm.equalsIgnoreCase(name)) {
            throw new MalformedMessage("a challenge with algorithm " + algorithm);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }
}
