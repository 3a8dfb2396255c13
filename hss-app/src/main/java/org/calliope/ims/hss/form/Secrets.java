package org.calliope.ims.hss.form;

import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.identity.PrivateIdentity;

/** What a form asks to prove a private identity: a password, the keys of a SIM, or both. */
public final class Secrets {

    private static final String DEFAULT_AMF = "8000"; // TS 33.102 Annex H: the separation bit is for LTE and later

    private Secrets() {
    }

    /**
     * What was typed.
     *
     * @param prefix before the names of the fields
     * @param realm  of the password, which is the home domain (TS 24.229 5.4.1.2.2)
     * @return empty when nothing was
     * @throws IllegalArgumentException says what is wrong, beginning with the name of the field, without showing it
     */
    public static Optional<Credentials> read(Values values, String prefix, String identity, String realm) {
        Optional<Credentials> digest = Optional.of(values.raw(prefix + "password")).filter(text -> !text.isEmpty())
                .map(password -> Credentials.ofPassword(new PrivateIdentity(identity), realm, password));
        Optional<Credentials> aka = sim(values, prefix);
        if (digest.isEmpty() || aka.isEmpty()) {
            return digest.or(() -> aka);
        }
        Credentials both = aka.get().and(digest.get());
        return Optional.of(both.preferring(AuthScheme.DIGEST_AKAV1_MD5));
    }

    private static Optional<Credentials> sim(Values values, String prefix) {
        String k = hex(values, prefix + "k");
        String op = hex(values, prefix + "op");
        String amf = hex(values, prefix + "amf");
        if (k.isEmpty() && op.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Credentials.ofAka(k, op, values.text(prefix + "constant").equals("op"),
                amf.isEmpty() ? DEFAULT_AMF : amf));
    }

    // as the sheet of a SIM vendor groups them
    private static String hex(Values values, String name) {
        return values.text(name).replaceAll("[\\s:-]", "");
    }

    /** Which field a refusal of {@link #read} is about, without the prefix. */
    public static String field(String message) {
        return message.startsWith("K ") ? "k" : message.startsWith("OP") ? "op" : message.startsWith("AMF") ? "amf"
                : "password";
    }
}
