package org.calliope.ims.scscf;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.calliope.ims.aka.AkaDigest;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.CxClient;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.Nonces;
import org.calliope.ims.element.HssResults;
import org.calliope.ims.scscf.Material.Password;
import org.calliope.ims.scscf.Material.Sim;

/** Asks the HSS what to challenge a user with (TS 29.228 6.3), one vector at a time. Never blocks. Any thread. */
final class Materials {

    private static final String MAR = "MAR";
    private static final String MISSING_CLAUSE = "TS 24.229 5.4.1.2.1";
    private static final int ONE = 1;

    private final ScscfSettings settings;
    private final String serverName;
    private final String domain;
    private final CxClient cx;
    private final Nonces nonces = new Nonces();

    /**
     * @param serverName SIP URI of this S-CSCF as the HSS knows it
     * @param domain     realm of IMS AKA (TS 24.229 5.4.1.2.1A)
     */
    Materials(ScscfSettings settings, String serverName, String domain, CxClient cx) {
        this.settings = settings;
        this.serverName = serverName;
        this.domain = domain;
        this.cx = cx;
    }

    CompletionStage<Material> ask(Attempt attempt) {
        return question(attempt, attempt.scheme(), Optional.empty()).thenApply(answer -> unknown(answer.result())
                ? pretended(attempt) : material(attempt, succeeded(answer)));
    }

    private boolean unknown(ResultCode result) {
        return settings.concealUnknownUsers() && (result == ResultCode.ERROR_USER_UNKNOWN
                || result == ResultCode.ERROR_IDENTITIES_DONT_MATCH);
    }

    /** @return what nobody knows the answer to */
    private Password pretended(Attempt attempt) {
        return new Password(domain, offered(attempt), settings.digestAlgorithms().stream()
                .collect(Collectors.toMap(algorithm -> algorithm, algorithm -> nonces.next())));
    }

    /** @return what the phone can be offered: RFC 8760 2.4 wants it to pass over what it does not know */
    private List<String> offered(Attempt attempt) {
        String agent = attempt.request().userAgent();
        boolean stumbles = settings.md5OnlyAgents().stream()
                .anyMatch(name -> agent.regionMatches(true, 0, name, 0, name.length()));
        return stumbles && settings.digestAlgorithms().contains(Digest.MD5) ? List.of(Digest.MD5)
                : settings.digestAlgorithms();
    }

    /**
     * @param value RAND and AUTS
     * @return nothing when the HSS does not believe that they are the SIM's (TS 33.102 6.3.5)
     */
    CompletionStage<Optional<Material>> resynchronise(Attempt attempt, Octets value) {
        return question(attempt, AuthScheme.DIGEST_AKAV1_MD5, Optional.of(value)).thenApply(answer ->
                answer.result() == ResultCode.UNABLE_TO_COMPLY ? Optional.empty()
                        : Optional.of(material(attempt, succeeded(answer))));
    }

    /**
     * H(A1) that the answer has to prove. It covers the user name as the phone spells it: a softphone's name without
     * realm needs a password's H(A1) of its own.
     */
    CompletionStage<String> ha1(Attempt attempt, Credentials answer, Material material) {
        String algorithm = material.offered(answer.algorithm()).findFirst().orElseThrow();
        if (material instanceof Sim || answer.username().equals(attempt.impi().value())) {
            return CompletableFuture.completedStage(material.ha1(algorithm, answer.username()));
        }
        return question(attempt, AuthScheme.SIP_DIGEST, Optional.of(Octets.ofText(answer.username())))
                .thenApply(spelled -> unknown(spelled.result()) ? pretended(attempt)
                        : password(attempt, digest(succeeded(spelled))))
                .thenApply(spelled -> spelled.offered(algorithm).findFirst()
                        .map(known -> spelled.ha1(known, answer.username()))
                        .orElseThrow(() -> HssResults.incomplete(MAR, "Digest-HA1 by " + algorithm, MISSING_CLAUSE)));
    }

    /** @return where it is written how this is sent */
    static String challengeClause(Material material) {
        return material instanceof Sim ? "TS 24.229 5.4.1.2.1A" : "TS 24.229 5.4.1.2.1B";
    }

    private static MultimediaAuthAnswer succeeded(MultimediaAuthAnswer answer) {
        if (!answer.result().success()) {
            throw HssResults.ofRegistration(answer.result(), MAR, MISSING_CLAUSE);
        }
        return answer;
    }

    private CompletionStage<MultimediaAuthAnswer> question(Attempt attempt, AuthScheme scheme,
                                                           Optional<Octets> value) {
        MultimediaAuthRequest question = new MultimediaAuthRequest(attempt.impi(), attempt.request().to(), serverName,
                scheme, ONE, value);
        return cx.authenticate(question, attempt.request().join());
    }

    private Material material(Attempt attempt, MultimediaAuthAnswer answer) {
        if (!answer.vectors().isEmpty()) {
            boolean named = AkaDigest.offered(attempt.algorithm());
            boolean second = Digest.AKAV2_MD5.equalsIgnoreCase(named ? attempt.algorithm() : settings.akaAlgorithm());
            return Sim.of(domain, second ? Digest.AKAV2_MD5 : Digest.AKAV1_MD5, answer.vectors().get(0));
        }
        if (attempt.scheme() == AuthScheme.DIGEST_AKAV1_MD5) {
            throw HssResults.incomplete(MAR, "an authentication vector", MISSING_CLAUSE);
        }
        return password(attempt, digest(answer));
    }

    private Password password(Attempt attempt, DigestAuthenticate digest) {
        Password password = Password.of(digest, offered(attempt));
        if (password.algorithms().isEmpty()) {
            throw HssResults.incomplete(MAR, "H(A1) by one of " + settings.digestAlgorithms(), MISSING_CLAUSE);
        }
        return password;
    }

    private static DigestAuthenticate digest(MultimediaAuthAnswer answer) {
        return answer.digest().filter(digest -> !digest.realm().isEmpty() && !digest.ha1().isEmpty())
                .orElseThrow(() -> HssResults.incomplete(MAR, "SIP-Digest-Authenticate", MISSING_CLAUSE));
    }
}
