package org.calliope.ims.hss.bulk;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Sealed;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.secret.SecretUnreadable;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.identity.PrivateIdentity;

/**
 * What a row says a private identity proves itself by, in clear; "" for what it does not say. {@link #toString} hides
 * it.
 *
 * @param realm  of the password or HA1
 * @param amf    4 hex digits, 8000 when it is not said (TS 33.102 Annex H: the separation bit)
 * @param scheme a name of TS 29.229 6.3.9 or one of {@code digest}, {@code akav1}, {@code akav2}
 * @param sealed base64 of what an export with secrets has
 * @param sqn    SQN_HE in decimal
 */
record Proof(String realm, String password, String ha1, String k, String op, String opc, String amf, String scheme,
             String sealed, String sqn) {

    private static final String DEFAULT_AMF = "8000";

    /** The private identity, sealed; without anything to prove itself by it keeps what is stored. */
    PrivateUser user(Vault vault, String identity) {
        Optional<Credentials> said = sealed.isEmpty() ? inClear(identity) : opened(vault, identity);
        Optional<Credentials> preferred = scheme.isEmpty() ? said : said.map(all -> all.preferring(scheme(scheme)));
        return new PrivateUser(identity,
                preferred.map(Credentials::preferred).orElse(scheme.isEmpty() ? AuthScheme.SIP_DIGEST : scheme(scheme)),
                preferred.map(all -> new Sealed(all.seal(vault, identity))).orElse(Sealed.KEEP), sequence());
    }

    private Optional<Credentials> inClear(String identity) {
        if (!password.isEmpty() && !ha1.isEmpty() || !op.isEmpty() && !opc.isEmpty()) {
            throw new IllegalArgumentException("give password or ha1, and op or opc, not both");
        }
        if (k.isEmpty() != (op.isEmpty() && opc.isEmpty())) {
            throw new IllegalArgumentException("the keys of a SIM are k and one of op and opc");
        }
        Optional<Credentials> digest = Optional.empty();
        if (!password.isEmpty()) {
            digest = Optional.of(Credentials.ofPassword(new PrivateIdentity(identity), realm, password));
        } else if (!ha1.isEmpty()) {
            digest = Optional.of(Credentials.ofHa1(realm, ha1));
        }
        if (k.isEmpty()) {
            return digest;
        }
        Credentials sim = Credentials.ofAka(k, opc.isEmpty() ? op : opc, opc.isEmpty(),
                amf.isEmpty() ? DEFAULT_AMF : amf);
        return Optional.of(digest.map(sim::and).orElse(sim));
    }

    private Optional<Credentials> opened(Vault vault, String identity) {
        try {
            return Optional.of(Credentials.open(vault, identity, Base64.getDecoder().decode(sealed)));
        } catch (SecretUnreadable e) {
            throw new IllegalArgumentException("its secret does not open: " + e.getMessage()
                    + " (export and import need the same key file)", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its secret is no base64", e);
        }
    }

    static AuthScheme scheme(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "digest", "sip digest" -> AuthScheme.SIP_DIGEST;
            case "akav1", "digest-akav1-md5" -> AuthScheme.DIGEST_AKAV1_MD5;
            case "akav2", "digest-akav2-md5" -> AuthScheme.DIGEST_AKAV2_MD5;
            default -> throw new IllegalArgumentException("the scheme is digest, akav1 or akav2");
        };
    }

    private long sequence() {
        try {
            return sqn.isEmpty() ? PrivateUser.KEEP_SEQUENCE : Long.parseLong(sqn);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("sqn is a decimal number of 0 to 2^48-1", e);
        }
    }

    @Override
    public String toString() {
        return "Proof[***]";
    }
}
