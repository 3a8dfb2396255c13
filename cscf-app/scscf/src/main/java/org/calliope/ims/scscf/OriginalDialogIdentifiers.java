package org.calliope.ims.scscf;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.kept.OctetReader;
import org.calliope.ims.kept.OctetWriter;
import org.calliope.ims.sip.SipRefusal;

/**
 * Original dialog identifiers: user parts of this S-CSCF's entry in the Route of a request to an application server, by
 * which it knows the request again when the server sends it on, as a proxy or in a dialog of its own (TS 24.229 5.4.3.4).
 *
 * <p>Each carries where the request was, so that nothing is kept for a server that sends nothing back, and is signed: who
 * makes one up is refused. They are good as long as the process lives. Any thread.
 */
final class OriginalDialogIdentifiers {

    private static final String PREFIX = "odi_";
    private static final String RULE = "original dialog identifier";
    private static final String CLAUSE = "TS 24.229 5.4.3.4";
    private static final String MAC = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int FORBIDDEN = 403;

    private final SecretKeySpec key;

    OriginalDialogIdentifiers() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, MAC);
    }

    /** @return a user part of a SIP URI, letters, digits, "-" and "_" */
    String issue(ServiceStep step) {
        OctetWriter content = new OctetWriter();
        content.number(step.sessionCase().ordinal());
        content.number(step.from());
        content.text(step.served().uri());
        content.text(step.set().equals(step.served()) ? "" : step.set().uri());
        byte[] octets = content.written();
        byte[] signed = Arrays.copyOf(octets, octets.length + SIGNATURE_BYTES);
        System.arraycopy(signature(octets), 0, signed, octets.length, SIGNATURE_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /**
     * @param user user part of the entry, null when there is none
     * @return nothing when it is no such identifier at all
     * @throws SipRefusal 403 when it looks like one and was not issued here
     */
    Optional<ServiceStep> read(String user) {
        if (user == null || !user.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] signed = Base64.getUrlDecoder().decode(user.substring(PREFIX.length()));
            int length = signed.length - SIGNATURE_BYTES;
            if (length < 1) {
                throw forged();
            }
            byte[] content = Arrays.copyOf(signed, length);
            byte[] signature = Arrays.copyOfRange(signed, length, signed.length);
            if (!MessageDigest.isEqual(signature, Arrays.copyOf(signature(content), SIGNATURE_BYTES))) {
                throw forged();
            }
            return Optional.of(step(new OctetReader(content)));
        } catch (IllegalArgumentException e) {
            throw forged();
        }
    }

    private static ServiceStep step(OctetReader content) {
        SessionCase sessionCase = content.oneOf(SessionCase.values());
        int from = content.small();
        PublicIdentity served = PublicIdentity.parse(content.text());
        String set = content.text();
        return new ServiceStep(sessionCase, served, set.isEmpty() ? served : PublicIdentity.parse(set), from);
    }

    private byte[] signature(byte[] content) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    private static SipRefusal forged() {
        return new SipRefusal(FORBIDDEN, "the original dialog identifier in the Route was not given out by this S-CSCF, or"
                + " before it was started anew", RULE, CLAUSE);
    }
}
