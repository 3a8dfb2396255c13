package org.calliope.ims.scscf;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.Nonces;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.node.Role;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.Trace;

/**
 * Proves that a REGISTER comes from the user it names: challenge and check of SIP Digest
 * (TS 24.229 5.4.1.2.1, 5.4.1.2.1B, 5.4.1.2.2A, 5.4.1.2.3B). Never blocks. Any thread.
 */
final class Authentication {

    private static final String RULE = "digest";
    private static final String MAR = "MAR";
    private static final String CHALLENGE_CLAUSE = "TS 24.229 5.4.1.2.1B";
    private static final String CHECK_CLAUSE = "TS 24.229 5.4.1.2.2A";
    private static final String ABNORMAL_CLAUSE = "TS 24.229 5.4.1.2.3B";
    private static final int FORBIDDEN = 403;
    private static final int FIRST_ATTEMPT = 1;

    private final ScscfSettings settings;
    private final String serverName;
    private final CxClient cx;
    private final Challenges challenges;
    private final Trace trace;
    private final Nonces nonces = new Nonces();

    /** @param serverName SIP URI of this S-CSCF as the HSS knows it */
    Authentication(ScscfSettings settings, String serverName, CxClient cx, Challenges challenges, Trace trace) {
        this.settings = settings;
        this.serverName = serverName;
        this.cx = cx;
        this.challenges = challenges;
        this.trace = trace;
    }

    /**
     * @return nothing when the user is proven, else the challenge to send; a refusal when the user is unknown, the
     *         answer is no answer, or too many were wrong
     */
    CompletionStage<Optional<Challenged>> check(RegisterRequest request, PrivateIdentity impi,
                                                Optional<Credentials> credentials) {
        // 5.4.1.1: without a response in it the REGISTER asks for its challenge
        if (credentials.isEmpty() || credentials.get().response().isEmpty()) {
            return challenge(request, impi, "unprotected", false);
        }
        Credentials answer = credentials.get();
        Optional<Challenges.Pending> pending = challenges.take(impi, answer.nonce())
                .filter(challenge -> challenge.to().equals(request.to()));
        // 5.4.1.2.3B: a nonce that is unknown, used or over is stale; the user need not be asked again
        if (pending.isEmpty()) {
            return challenge(request, impi, "nonce unknown, used or over", true);
        }
        return secret(answer, pending.get(), request)
                .thenCompose(ha1 -> DigestCheck.proves(answer, pending.get(), ha1, request.domain())
                        ? proven(request, answer, pending.get())
                        : CompletableFuture.completedStage(Optional.of(again(request, pending.get()))));
    }

    private CompletionStage<Optional<Challenged>> challenge(RegisterRequest request, PrivateIdentity impi,
                                                            String why, boolean stale) {
        return ask(request, impi, Optional.empty()).thenApply(
                digest -> Optional.of(send(request, impi, digest, FIRST_ATTEMPT, why, stale)));
    }

    private Challenged send(RegisterRequest request, PrivateIdentity impi, DigestAuthenticate digest, int attempt,
                            String why, boolean stale) {
        Challenge challenge =
                new Challenge(digest.realm(), nonces.next(), "", digest.algorithm(), Digest.QOP_AUTH);
        challenges.keep(new Challenges.Pending(impi, request.to(), digest, challenge, attempt, request.join()));
        trace.decide(Decision.chosen(Role.SCSCF, "challenge", Map.of("private identity", impi.value(), "why", why,
                "algorithm", digest.algorithm(), "attempt", Integer.toString(attempt)), CHALLENGE_CLAUSE,
                request.join()));
        return new Challenged(challenge, stale);
    }

    private CompletionStage<DigestAuthenticate> ask(RegisterRequest request, PrivateIdentity impi,
                                                    Optional<String> userName) {
        MultimediaAuthRequest question = new MultimediaAuthRequest(impi, request.to(), serverName,
                AuthScheme.SIP_DIGEST, 1, userName.map(Octets::ofText));
        return cx.authenticate(question, request.join()).thenApply(Authentication::digest);
    }

    private static DigestAuthenticate digest(MultimediaAuthAnswer answer) {
        if (!answer.result().success()) {
            throw HssResults.ofRegistration(answer.result(), MAR, "TS 24.229 5.4.1.2.1");
        }
        return answer.digest().filter(digest -> !digest.realm().isEmpty() && !digest.ha1().isEmpty())
                .orElseThrow(() -> HssResults.incomplete(MAR, "SIP-Digest-Authenticate", CHALLENGE_CLAUSE));
    }

    // HA1 covers the user name as the phone spells it: a softphone's name without realm needs an HA1 of its own
    private CompletionStage<String> secret(Credentials answer, Challenges.Pending pending, RegisterRequest request) {
        if (answer.username().equals(pending.impi().value())) {
            return CompletableFuture.completedStage(pending.digest().ha1());
        }
        return ask(request, pending.impi(), Optional.of(answer.username())).thenApply(DigestAuthenticate::ha1);
    }

    private CompletionStage<Optional<Challenged>> proven(RegisterRequest request, Credentials answer,
                                                         Challenges.Pending pending) {
        trace.decide(Decision.accepted(Role.SCSCF, RULE, Map.of("user name", answer.username(),
                "realm", answer.realm(), "integrity-protected", answer.integrityProtected(),
                "attempt", Integer.toString(pending.attempt())), CHECK_CLAUSE, request.join()));
        return CompletableFuture.completedStage(Optional.empty());
    }

    // 5.4.1.2.3B: a wrong response is challenged anew a few times, then the attempt is over
    private Challenged again(RegisterRequest request, Challenges.Pending pending) {
        if (pending.attempt() >= settings.maxAttempts()) {
            throw new SipRefusal(FORBIDDEN, "the password is wrong", RULE, ABNORMAL_CLAUSE,
                    Map.of("private identity", pending.impi().value(),
                            "attempts", Integer.toString(pending.attempt())));
        }
        return send(request, pending.impi(), pending.digest(), pending.attempt() + 1, "wrong response", false);
    }

    /** @return whether this refusal ended an attempt for wrong answers */
    static boolean failed(Throwable cause) {
        return cause instanceof SipRefusal refusal && refusal.rule().equals(RULE) && refusal.status() == FORBIDDEN;
    }
}
