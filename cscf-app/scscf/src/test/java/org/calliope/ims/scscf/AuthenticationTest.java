package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.element.Refusals;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");

    @Test
    void ts24229_5_4_1_2_1B_anUnprotectedRegisterIsChallenged() {
        Challenged challenged = (Challenged) alice.ask();

        assertThat(challenged.stale()).isFalse();
        assertThat(challenged.challenge().realm()).isEqualTo("ims.example");
        assertThat(challenged.challenge().algorithm()).isEqualTo("MD5");
        assertThat(challenged.challenge().qop()).isEqualTo("auth");
        assertThat(network.hss.asked).singleElement().satisfies(mar -> {
            assertThat(mar.userName().value()).isEqualTo("alice@ims.example");
            assertThat(mar.serverName()).isEqualTo("sip:127.0.0.1:5064");
        });
    }

    @Test
    void everyAttemptGetsANonceOfItsOwn() {
        assertThat(alice.challenge().nonce())
                .isNotEqualTo(alice.challenge().nonce());
    }

    @Test
    void ts24229_5_4_1_1_credentialsWithoutResponseAskForTheChallenge() {
        String authorization = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"\","
                + " uri=\"sip:ims.example\", response=\"\"";

        assertThat(alice.send(authorization, List.of())).isInstanceOf(Challenged.class);
    }

    @Test
    void ts24229_5_4_1_2_2A_theRightAnswerIsAccepted() {
        assertThat(alice.register().associated()).containsExactly(alice.identity());
    }

    @Test
    void twoAttemptsOfOneUserDoNotDisturbEachOther() {
        Phone desk = alice.at("sip:alice@127.0.0.1:5071");
        Challenge first = alice.challenge();
        Challenge second = desk.challenge();

        assertThat(desk.answer(second)).isInstanceOf(Accepted.class);
        assertThat(alice.answer(first)).isInstanceOf(Accepted.class);
    }

    @Test
    void ts23003_13_3_aSoftphonesUserNameWithoutRealmIsProvenByAnHa1OfItsOwn() {
        alice.userName("alice").register();

        assertThat(network.hss.asked).extracting(mar -> mar.authorization().map(Octets::text).orElse(""))
                .containsExactly("", "alice");
        assertThat(network.hss.asked).extracting(mar -> mar.userName().value())
                .containsOnly("alice@ims.example");
    }

    @Test
    void ts24229_5_4_1_2_3B_aUsedNonceIsStale() {
        Challenge challenge = alice.challenge();
        alice.answer(challenge);

        Challenged again = (Challenged) alice.answer(challenge);

        assertThat(again.stale()).isTrue();
        assertThat(again.challenge().nonce()).isNotEqualTo(challenge.nonce());
        assertThat(alice.answer(again.challenge())).isInstanceOf(Accepted.class);
    }

    @Test
    void ts24229_5_4_1_2_3B_anUnknownNonceIsStale() {
        Challenge invented = new Challenge("ims.example", "f00f00f00f00", "", "MD5", "auth");

        assertThat(((Challenged) alice.answer(invented)).stale()).isTrue();
    }

    @Test
    void aNonceIsNoGoodForSomebodyElse() {
        Challenge forAlice = alice.challenge();

        assertThat(((Challenged) network.phone("bob").answer(forAlice)).stale()).isTrue();
    }

    @Test
    void aChallengeForOneIdentityIsNoGoodForAnother() {
        Challenge forAlice = alice.challenge();

        assertThat(((Challenged) alice.to("sip:bob@ims.example").answer(forAlice)).stale()).isTrue();
    }

    @Test
    void ts24229_7_8_aChallengeEndsWithTimerRegAwaitAuth() {
        Challenge challenge = alice.challenge();
        network.pass(241);

        assertThat(((Challenged) alice.answer(challenge)).stale()).isTrue();
    }

    @Test
    void ts24229_5_4_1_2_3_theHssHearsOfAChallengeThatNobodyAnswered() {
        alice.ask();
        network.pass(241);

        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.AUTHENTICATION_TIMEOUT);
        assertThat(network.serving.challenges()).isZero();
    }

    @Test
    void ts24229_5_4_1_2_3_aRegisteredUserStaysSoWhenAChallengeIsNotAnswered() {
        alice.register();
        alice.ask();
        network.pass(241);

        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION);
        assertThat(network.registrations.find(alice.identity())).isPresent();
    }

    @Test
    void ts24229_5_4_1_2_3B_aWrongPasswordIsChallengedAnewAndThenForbidden() {
        alice.password("guess");
        Challenge challenge = alice.challenge();
        for (int attempt = 1; attempt < 3; attempt++) {
            Challenged again = (Challenged) alice.answer(challenge);
            assertThat(again.stale()).isFalse();
            challenge = again.challenge();
        }
        Challenge last = challenge;

        assertThatThrownBy(() -> alice.answer(last)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.reason()).isEqualTo("the password is wrong");
        });
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.AUTHENTICATION_FAILURE);
        assertThat(network.hss.asked).as("the HSS is asked once").hasSize(1);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void aWrongPasswordDoesNotEndTheRegistrationThereIs() {
        Phone.Network strict = new Phone.Network("max-attempts", "1");
        Phone user = strict.phone("alice");
        user.register();

        assertThat(user.password("guess").refused().status()).isEqualTo(403);
        assertThat(strict.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION);
        assertThat(strict.registrations.find(user.identity())).isPresent();
    }

    @Test
    void aRightPasswordAfterAWrongOneIsAccepted() {
        alice.password("guess");
        Challenged again = (Challenged) alice.answer(alice.challenge());

        assertThat(alice.password("alice").answer(again.challenge())).isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @CsvSource({"ERROR_USER_UNKNOWN, 403", "ERROR_IDENTITIES_DONT_MATCH, 403",
        "ERROR_AUTH_SCHEME_NOT_SUPPORTED, 403", "UNABLE_TO_COMPLY, 500"})
    void ts24229_5_4_1_2_1_aUserTheHssDoesNotGiveCredentialsForIsRefused(ResultCode result, int status) {
        network.hss.authenticating(mar -> CompletableFuture.completedStage(MultimediaAuthAnswer.of(result)));

        assertThat(refusal(() -> alice.ask()).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"alice@ims.example", "alice"})
    void aNamedSettingTreatsAnUnknownUserLikeAWrongPassword(String userName) {
        Phone.Network discreet = new Phone.Network("conceal-unknown-users", "true");
        discreet.hss.knowsSha256();
        List<String> known = course(discreet.phone("alice").userName(userName).password("guess"));
        discreet.hss.authenticating(
                mar -> CompletableFuture.completedStage(MultimediaAuthAnswer.of(ResultCode.ERROR_USER_UNKNOWN)));

        List<String> unknown = course(discreet.phone("nobody").userName(userName.replace("alice", "nobody")));

        assertThat(unknown).isEqualTo(known);
    }

    /** What a guesser sees until it is over. */
    private static List<String> course(Phone phone) {
        List<String> seen = new ArrayList<>();
        Challenged last = (Challenged) phone.ask();
        try {
            while (seen.size() < 10) {
                seen.add(last.challenges().stream().map(Challenge::algorithm).toList() + " "
                        + last.challenge().realm() + " " + last.challenge().nonce().length() + " " + last.stale());
                last = (Challenged) phone.answer(last.challenge());
            }
        } catch (SipRefusal refusal) {
            seen.add(refusal.status() + " " + refusal.reason());
        }
        return seen;
    }

    @Test
    void anHssThatIsAwayLateOrTalksNonsenseLeavesNothingBehind() {
        for (DiameterRefusal.Kind kind : List.of(DiameterRefusal.Kind.UNREACHABLE, DiameterRefusal.Kind.TIMEOUT,
                DiameterRefusal.Kind.MALFORMED)) {
            network.hss.authenticating(mar -> CompletableFuture.failedStage(new DiameterRefusal(kind, "test")));

            assertThatThrownBy(() -> alice.ask()).isInstanceOf(DiameterRefusal.class);
        }
        network.hss.authenticating(mar -> CompletableFuture.completedStage(
                new MultimediaAuthAnswer(ResultCode.SUCCESS, Optional.empty())));

        assertThat(refusal(() -> alice.ask()).reason()).isEqualTo("the HSS's answer lacks SIP-Digest-Authenticate");
        assertThat(network.serving.challenges()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nc=00000001 | nc=1 | nc of eight hex digits",
        "nc=00000001 | nc=00000000 | nc of eight hex digits",
        "nc=00000001 | nc=0000000g | nc of eight hex digits",
        "cnonce=\"0a4f113b\", | '' | cnonce",
        "algorithm=MD5 | algorithm=SHA-256 | algorithm MD5",
        "qop=auth | qop=auth-int | qop=auth",
        "realm=\"ims.example\" | realm=\"other.example\" | realm ims.example",
        "uri=\"sip:ims.example\" | uri=\"sip:other.example\" | digest-uri",
        "uri=\"sip:ims.example\" | uri=\"nonsense\" | digest-uri"})
    void rfc7616_3_4_anAnswerThatIsNoneIs400(String part, String instead, String why) {
        Challenge challenge = alice.challenge();
        String header = Digest.answer("alice", "REGISTER",
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b")).headerValue();
        assertThat(header).contains(part.replace(",", ""));
        String broken = header.replace(part, instead == null ? "" : instead);

        SipRefusal refusal = refusal(() -> alice.send(broken, List.of()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).contains(why);
    }

    @Test
    void rfc2069_anAnswerWithoutQopIsToleratedByANamedSettingOnly() {
        Phone.Network lenient = new Phone.Network("answers-without-qop", "true");
        Phone old = lenient.phone("alice");

        Accepted accepted = (Accepted) old.answer(withoutQop(old.challenge()));
        assertThat(accepted.bindings()).hasSize(1);
        assertThat(accepted.info()).isEmpty();
        assertThat(lenient.serving.proofs()).as("without nc the nonce is not used again").isZero();
        assertThat(refusal(() -> alice.answer(withoutQop(alice.challenge()))).reason()).contains("qop=auth");
    }

    private static Challenge withoutQop(Challenge challenge) {
        return new Challenge(challenge.realm(), challenge.nonce(), "", challenge.algorithm(), "");
    }

    @ParameterizedTest
    @CsvSource({"username", "cnonce", "opaque"})
    void rfc7616_3_4_overLongValuesAre400(String parameter) {
        String header = "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"n\","
                + " uri=\"sip:ims.example\", response=\"0\", ";
        String longest = header.replace(parameter + "=", "x=") + parameter + "=\"" + "a".repeat(5000) + '"';

        SipRefusal refusal = refusal(() -> alice.send(longest, List.of()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.reason()).contains("more than 4096 characters").hasSizeLessThan(200);
    }

    @Test
    void noSecretIsInTheTrace() {
        alice.register();

        assertThat(network.trace.since(0, 1000).toString())
                .doesNotContain(Digest.ha1("alice@ims.example", "ims.example", "alice"));
    }

    private static SipRefusal refusal(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            return Refusals.of(e);
        }
        throw new AssertionError("not refused");
    }
}
