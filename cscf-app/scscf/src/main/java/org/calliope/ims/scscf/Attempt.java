package org.calliope.ims.scscf;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.IntegrityProtected;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.Material.Sim;
import org.calliope.ims.scscf.ScscfSettings.SessionKeys;

/**
 * A REGISTER as its authentication sees it. Pure.
 *
 * @param integrity what the P-CSCF says of its protection, nothing when it says nothing
 */
record Attempt(RegisterRequest request, PrivateIdentity impi, Optional<Credentials> credentials,
               Optional<IntegrityProtected> integrity) {

    /**
     * What the HSS is asked for, 5.4.1.1: the UE's own word goes first, then what the P-CSCF has set up with it, else
     * the HSS knows. Every version of AKA is asked for as AKAv1 (TS 29.229 6.3.9 NOTE 1).
     */
    AuthScheme scheme() {
        if (AkaDigest.offered(algorithm())) {
            return AuthScheme.DIGEST_AKAV1_MD5;
        }
        return integrity.map(by -> by.aka() ? AuthScheme.DIGEST_AKAV1_MD5 : AuthScheme.SIP_DIGEST)
                .orElse(AuthScheme.UNKNOWN);
    }

    /** @return the algorithm the UE names, "" when none */
    String algorithm() {
        return credentials.map(Credentials::algorithm).orElse("");
    }

    /** @return whether the P-CSCF knows the UE as registered from where this came from */
    boolean associated() {
        return integrity.filter(IntegrityProtected::associated).isPresent();
    }

    /**
     * 5.4.1.2.2 step 1.
     *
     * @param trusted   values of integrity-protected that need no proof
     * @param shortened what ends by then may have been shortened so that the user proves himself (5.4.1.6)
     * @return whether this changes nothing but the time of contacts that are registered, as the P-CSCF vouches
     */
    boolean refreshes(List<String> trusted, RegistrationBook book, Instant shortened) {
        if (integrity.filter(by -> trusted.contains(by.wireName())).isEmpty()) {
            return false;
        }
        List<String> own = book.find(request.to()).map(Registration::bindings).orElse(List.of()).stream()
                .filter(binding -> binding.impi().equals(impi) && binding.expires().isAfter(shortened))
                .map(BindingRules::key).toList();
        return !own.isEmpty() && request.contacts().stream().allMatch(contact -> contact.isWildcard()
                || own.contains(BindingRules.key(contact.uri(), contact.instanceId(), contact.regId())));
    }

    /** TS 24.229 5.4.1.2.1A, 7.2A.1: the P-CSCF sets up security associations with CK and IK. */
    Challenge keyed(Challenge challenge, Material material, SessionKeys to) {
        boolean wanted = to == SessionKeys.ALWAYS || integrity.filter(IntegrityProtected::aka).isPresent();
        return wanted && material instanceof Sim sim
                ? challenge.withKeys(HexFormat.of().formatHex(sim.vector().ck()),
                        HexFormat.of().formatHex(sim.vector().ik()))
                : challenge;
    }
}
