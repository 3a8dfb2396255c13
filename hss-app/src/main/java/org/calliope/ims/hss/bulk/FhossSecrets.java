package org.calliope.ims.hss.bulk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.secret.Vault;

/**
 * Private identities of an FHoSS. It has one secret for all schemes: for AKA it is K, in hex or filled up with zeros, for
 * digest it is the password. Any thread.
 */
final class FhossSecrets {

    // bits of auth_scheme
    private static final int AKA_V1 = 1;
    private static final int AKA_V2 = 2;
    private static final int DIGEST = 4 | 8 | 16 | 128; // Digest-MD5, Digest, HTTP-Digest-MD5, SIP Digest
    private static final int EARLY_IMS = 32;
    private static final int NASS_BUNDLED = 64;
    private static final int KEY_OCTETS = 16;
    private static final int AMF_OCTETS = 2;
    private static final int HEX = 16;

    private final Vault vault;
    private final String domain;

    FhossSecrets(Vault vault, String domain) {
        this.vault = vault;
        this.domain = domain;
    }

    /**
     * The private identity of a row of impi.
     *
     * @param notes gets what is left out
     */
    PrivateUser user(Row impi, List<String> notes) {
        int schemes = impi.number("auth_scheme");
        int preferred = impi.number("default_auth_scheme");
        String identity = impi.text("identity");
        Optional<String> opc = hex(impi.octets("opc"), KEY_OCTETS).filter(hex -> !hex.matches("0*"));
        Optional<String> op = opc.isPresent() ? Optional.empty() : hex(impi.octets("op"), KEY_OCTETS);
        boolean aka = (schemes & (AKA_V1 | AKA_V2)) != 0 && (op.isPresent() || opc.isPresent());
        Optional<String> k = aka ? hex(impi.octets("k"), KEY_OCTETS) : Optional.empty();
        Optional<String> password = (schemes & DIGEST) == 0 ? Optional.empty() : password(impi.octets("k"));
        if (k.isEmpty() && password.isEmpty()) {
            throw new IllegalArgumentException("private identity " + identity + " has no secret that can be carried over"
                    + " for the schemes it may use (" + schemes + ")");
        }
        if (!impi.text("ip").isEmpty() && (preferred & EARLY_IMS) != 0
                || !impi.text("line_identifier").isEmpty() && (preferred & NASS_BUNDLED) != 0) {
            notes.add(identity + ": authentication by its address or line is not carried over");
        }
        String scheme = (preferred & AKA_V2) != 0 && k.isPresent() ? "akav2"
                : (preferred & DIGEST) != 0 && password.isPresent() || k.isEmpty() ? "digest" : "akav1";
        return new Proof(domain, password.orElse(""), "", k.orElse(""), k.flatMap(key -> op).orElse(""),
                k.flatMap(key -> opc).orElse(""), hex(impi.octets("amf"), AMF_OCTETS).orElse(""), scheme, "",
                sequence(impi.text("sqn"))).user(vault, identity);
    }

    private static String sequence(String hex) {
        try {
            return hex.isEmpty() ? "" : Long.toString(Long.parseLong(hex, HEX));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("sqn is no hex number", e);
        }
    }

    /** Octets, or text that is their hex digits; fewer are filled up with zeros, as an FHoSS does. */
    private static Optional<String> hex(byte[] value, int octets) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (value.length == octets * 2 && text.matches("[0-9A-Fa-f]*")) {
            return Optional.of(text.toLowerCase(Locale.ROOT));
        }
        return value.length == 0 || value.length > octets ? Optional.empty()
                : Optional.of(HexFormat.of().formatHex(Arrays.copyOf(value, octets)));
    }

    private static Optional<String> password(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.isEmpty() || text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\uFFFD')
                ? Optional.empty() : Optional.of(text);
    }
}
