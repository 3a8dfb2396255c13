package org.calliope.ims.scscf;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.aka.Auts;
import org.calliope.ims.aka.Resynchronisation;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.AuthenticationInfo;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.IntegrityProtected;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.scscf.Challenges.Pending;
import org.calliope.ims.scscf.Material.Password;
import org.calliope.ims.scscf.Material.Sim;
import org.calliope.ims.scscf.Proofs.Proof;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * Proves that a REGISTER comes from the user it names: challenge and check of SIP Digest (TS 24.229 5.4.1.2.1B,
 * 5.4.1.2.2A, 5.4.1.2.3B) and IMS AKA (5.4.1.2.1A, 5.4.1.2.2, 5.4.1.2.3A). Never blocks. Any thread.
 */
final class Authentication {

    private static final String DIGEST = "digest";
    private static final String AKA = "aka";
    private static final String DIGEST_CLAUSE = "TS 24.229 5.4.1.2.2A";
    private static final String AKA_CLAUSE = "TS 24.229 5.4.1.2.2";
    private static final String DIGEST_ABNORMAL = "TS 24.229 5.4.1.2.3B";
    private static final String AKA_ABNORMAL = "TS 24.229 5.4.1.2.3A";
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int FIRST_ATTEMPT = 1;

    private final ScscfSettings settings;
    private final Materials materials;
    private final Challenges challenges;
    private final Proofs proofs;
    private final FailedAttempts failures;
    private final RegistrationBook book;
    private final Trace trace;
    private final InstantSource time;

    /**
     * What became of a REGISTER.
     *
     * @param challenge to send, nothing when the user is proven
     * @param info      Authentication-Info of the 200, "" for none
     */
    record Outcome(Optional<Challenged> challenge, String info) {

        /** @return the registrar's answer with what authentication adds to it */
        RegisterAnswer told(RegisterAnswer answer) {
            return answer instanceof Accepted accepted ? accepted.withInfo(info) : answer;
        }
    }

    Authentication(ScscfSettings settings, Materials materials, Challenges challenges, Proofs proofs,
                   FailedAttempts failures, RegistrationBook book, Trace trace, InstantSource time) {
        this.settings = settings;
        this.materials = materials;
        this.challenges = challenges;
        this.proofs = proofs;
        this.failures = failures;
        this.book = book;
        this.trace = trace;
        this.time = time;
    }

    /** @return a refusal when the user is unknown, the answer is no answer, or too many were wrong */
    CompletionStage<Outcome> check(RegisterRequest request, PrivateIdentity impi, Optional<Credentials> credentials) {
        failures.admit(request, impi);
        Attempt attempt = new Attempt(request, impi, credentials, integrity(credentials));
        Optional<Credentials> answer = credentials.filter(given -> DigestCheck.answers(given, request.domain()));
        Optional<Pending> pending = answer.flatMap(given -> challenges.take(impi, given.nonce()))
                .filter(challenge -> challenge.to().equals(request.to()));
        if (pending.isPresent()) {
            return answered(attempt, answer.get(), pending.get());
        }
        Optional<Proof> proof = answer.flatMap(given -> proofs.find(attempt, given));
        if (proof.isPresent()) {
            return counted(attempt, answer.get(), proof.get());
        }
        if (attempt.refreshes(settings.unchallengedRefresh(), book,
                time.instant().plus(settings.reauthenticationTime()))) {
            return unchallenged(attempt);
        }
        // 5.4.1.2.3B: a nonce that is unknown, used or over is stale; the user need not be asked again. 5.4.1.1:
        // without a response in it the REGISTER asks for its challenge
        boolean stale = answer.filter(given -> !given.response().isEmpty()).isPresent();
        return challenge(attempt, stale ? "nonce unknown, used or over" : "unprotected", stale);
    }

    private static Optional<IntegrityProtected> integrity(Optional<Credentials> credentials) {
        try {
            return IntegrityProtected.of(credentials.map(Credentials::integrityProtected).orElse(""));
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("Authorization", e);
        }
    }

    private CompletionStage<Outcome> challenge(Attempt attempt, String why, boolean stale) {
        return materials.ask(attempt).thenApply(
                material -> send(attempt, material, FIRST_ATTEMPT, false, why, stale));
    }

    private Outcome send(Attempt attempt, Material material, int number, boolean repeated, String why,
                         boolean stale) {
        String nonce = material.nonce(() -> proofs.nonce(attempt));
        challenges.keep(new Pending(attempt.impi(), attempt.request().to(), material, nonce, number, repeated,
                attempt.request().join()));
        trace.decide(Decision.chosen(Role.SCSCF, "challenge", Map.of("private identity", attempt.impi().value(),
                "why", why, "algorithm", String.join(", ", material.algorithms()), "integrity-protected",
                attempt.integrity().map(IntegrityProtected::wireName).orElse("absent"), "attempt",
                Integer.toString(number)), Materials.challengeClause(material), attempt.request().join()));
        List<Challenge> all = material.algorithms().stream()
                .map(algorithm -> new Challenge(material.realm(), nonce, "", algorithm, Digest.QOP_AUTH))
                .map(challenge -> attempt.keyed(challenge, material, settings.sessionKeys())).toList();
        // TS 24.229 5.4.1.2.1A knows no stale: a SIM answers whatever it is asked
        return new Outcome(Optional.of(new Challenged(all, stale && material instanceof Password)), "");
    }

    private CompletionStage<Outcome> answered(Attempt attempt, Credentials answer, Pending pending) {
        boolean sim = pending.material() instanceof Sim;
        if (!answer.auts().isEmpty()) {
            return outOfStep(attempt, answer, pending);
        }
        if (answer.response().isEmpty()) {
            return sim ? notGenuine(attempt, pending) : challenge(attempt, "no response", false);
        }
        DigestCheck.form(answer, pending.material(), settings.answersWithoutQop());
        return materials.ha1(attempt, answer, pending.material()).thenCompose(ha1 -> DigestCheck.proves(answer, ha1)
                ? CompletableFuture.completedStage(proven(attempt, answer, pending, ha1))
                : again(attempt, pending));
    }

    private Outcome proven(Attempt attempt, Credentials answer, Pending pending, String ha1) {
        failures.succeeded(attempt.request(), attempt.impi());
        boolean sim = pending.material() instanceof Sim;
        trace.decide(Decision.accepted(Role.SCSCF, sim ? AKA : DIGEST, Map.of("user name", answer.username(),
                "realm", answer.realm(), "algorithm", answer.algorithm(),
                "integrity-protected", answer.integrityProtected(),
                "attempt", Integer.toString(pending.attempt())), sim ? AKA_CLAUSE : DIGEST_CLAUSE,
                attempt.request().join()));
        if (sim || answer.qop().isEmpty()) {
            return new Outcome(Optional.empty(), "");
        }
        return accepted(attempt, answer, proofs.keep(attempt, answer, ha1));
    }

    // 5.4.1.2.2F, RFC 7616 3.5: a nonce that has served its time is followed by the next one, so that the next
    // refresh needs no challenge either
    private Outcome accepted(Attempt attempt, Credentials answer, Proof proof) {
        String next = "";
        if (proof.uses() >= settings.nonceUses()) {
            if (settings.nonceUses() > 1) {
                next = proofs.next(attempt, answer, proof);
            } else {
                proofs.drop(answer);
            }
        }
        return new Outcome(Optional.empty(), AuthenticationInfo.to(answer, proof.ha1(), next).headerValue());
    }

    // RFC 7616 3.4, nc; 3.3, stale: whoever knows the secret is asked again without being blamed
    private CompletionStage<Outcome> counted(Attempt attempt, Credentials answer, Proof proof) {
        DigestCheck.counted(answer);
        if (!DigestCheck.proves(answer, proof.ha1())) {
            failures.failed(attempt.request(), attempt.impi());
            return challenge(attempt, "wrong response", false);
        }
        if (settings.reuseNeedsAssociation() && !attempt.associated()) {
            return challenge(attempt, "the nonce was proven elsewhere", true);
        }
        Optional<Proof> higher = proofs.count(attempt, answer);
        if (higher.isEmpty()) {
            trace.decide(Decision.refused(Role.SCSCF, "replay", Map.of("private identity", attempt.impi().value(),
                    "nc", answer.nc(), "last", Long.toHexString(proof.nc())), "RFC 7616 3.4", UNAUTHORIZED,
                    "this nonce count was used before", attempt.request().join()));
            return challenge(attempt, "nonce count used before", true);
        }
        failures.succeeded(attempt.request(), attempt.impi());
        trace.decide(Decision.accepted(Role.SCSCF, DIGEST, Map.of("user name", answer.username(), "nc", answer.nc(),
                "integrity-protected", answer.integrityProtected()), DIGEST_CLAUSE, attempt.request().join()));
        return CompletableFuture.completedStage(accepted(attempt, answer, higher.get()));
    }

    // 5.4.1.2.2 step 1: the P-CSCF vouches for whoever refreshes what is registered
    private CompletionStage<Outcome> unchallenged(Attempt attempt) {
        trace.decide(Decision.accepted(Role.SCSCF, "protected register", Map.of("integrity-protected",
                attempt.integrity().orElseThrow().wireName(), "private identity", attempt.impi().value()),
                "TS 24.229 5.4.1.2.2 step 1", attempt.request().join()));
        return CompletableFuture.completedStage(new Outcome(Optional.empty(), ""));
    }

    // 5.4.1.2.3B: a wrong response is challenged anew a few times, then the attempt is over
    private CompletionStage<Outcome> again(Attempt attempt, Pending pending) {
        failures.failed(attempt.request(), attempt.impi());
        boolean sim = pending.material() instanceof Sim;
        if (pending.attempt() >= settings.maxAttempts()) {
            return CompletableFuture.failedStage(sim
                    ? ended(attempt, "the SIM's answer is wrong", AKA, AKA_ABNORMAL, pending)
                    : ended(attempt, "the password is wrong", DIGEST, DIGEST_ABNORMAL, pending));
        }
        // a vector is good for one challenge, a password for all of them
        CompletionStage<Material> next = sim ? materials.ask(attempt)
                : CompletableFuture.completedStage(pending.material());
        return next.thenApply(
                material -> send(attempt, material, pending.attempt() + 1, false, "wrong response", false));
    }

    // 5.4.1.2.3A: the HSS goes on from the SIM's sequence number, and the attempt is over when it does not; a SIM that is
    // out of step again stays so
    private CompletionStage<Outcome> outOfStep(Attempt attempt, Credentials answer, Pending pending) {
        if (!(pending.material() instanceof Sim sim)) {
            throw Refusals.malformed("Authorization", "auts answers a challenge by AKA only");
        }
        Octets resynchronisation;
        try {
            resynchronisation = Octets.of(
                    new Resynchronisation(sim.vector().rand(), Auts.parse(answer.auts())).value());
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("Authorization", e);
        }
        if (pending.repeated()) {
            return CompletableFuture.failedStage(
                    ended(attempt, "the SIM is out of step again", AKA, AKA_ABNORMAL, pending));
        }
        return materials.resynchronise(attempt, resynchronisation).thenApply(material -> {
            if (material.isEmpty()) {
                failures.failed(attempt.request(), attempt.impi());
                throw ended(attempt, "the HSS does not believe that the SIM is out of step", AKA, AKA_ABNORMAL, pending);
            }
            return send(attempt, material.get(), pending.attempt(), true, "resynchronisation", false);
        });
    }

    // 5.4.1.2.3A: neither response nor auts: the SIM says that the challenge is not of its network
    private CompletionStage<Outcome> notGenuine(Attempt attempt, Pending pending) {
        if (pending.repeated()) {
            return CompletableFuture.failedStage(ended(attempt, "the SIM takes the network for an impostor", AKA,
                    AKA_ABNORMAL, pending));
        }
        return materials.ask(attempt).thenApply(
                material -> send(attempt, material, pending.attempt(), true, "the SIM refused MAC", false));
    }

    private static SipRefusal ended(Attempt attempt, String reason, String rule, String clause, Pending pending) {
        return new SipRefusal(FORBIDDEN, reason, rule, clause, Map.of("private identity", attempt.impi().value(),
                "attempts", Integer.toString(pending.attempt())));
    }

    /** @return whether this refusal ended an attempt for wrong answers */
    static boolean failed(Throwable cause) {
        return cause instanceof SipRefusal refusal && Set.of(DIGEST, AKA).contains(refusal.rule())
                && refusal.status() == FORBIDDEN;
    }
}
