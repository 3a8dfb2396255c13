package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.calliope.ims.aka.AuthenticationVector;
import org.calliope.ims.aka.Milenage;
import org.calliope.ims.aka.Resynchronisation;
import org.calliope.ims.aka.SequenceNumbers;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.cx.AkaVector;
import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.MultimediaAuthRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.Octets;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IMS AKA: TS 24.229 5.4.1.2.1A, 5.4.1.2.2, 5.4.1.2.3A; RFC 3310, RFC 4169. */
class AkaAuthenticationTest {

    private static final byte[] K = "0123456789abcdef".getBytes();
    private static final byte[] OPC = "fedcba9876543210".getBytes();

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");
    private Usim sim = new Usim(K, OPC, 0);
    private long sqn;

    AkaAuthenticationTest() {
        network.hss.authenticating(this::vector);
    }

    @ParameterizedTest
    @CsvSource({"AKAv1-MD5", "AKAv2-MD5"})
    void ts24229_5_4_1_2_1A_theUesOwnVersionIsChallengedAndItsSimProvesIt(String algorithm) {
        Challenge challenge = ask(algorithm, "");

        assertThat(challenge.algorithm()).isEqualTo(algorithm);
        assertThat(challenge.realm()).isEqualTo("ims.example");
        assertThat(answer(challenge)).isInstanceOf(Accepted.class);
        assertThat(((Accepted) alice.integrity("yes").ask("alice@ims.example")).bindings()).as("refresh").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'', no, DIGEST_AKAV1_MD5", "'', yes, DIGEST_AKAV1_MD5", "'', tls-connected, DIGEST_AKAV1_MD5",
        "AKAv1-MD5, '', DIGEST_AKAV1_MD5", "AKAv2-MD5, ip-assoc-pending, DIGEST_AKAV1_MD5", "'', '', UNKNOWN",
        "'', tls-pending, SIP_DIGEST", "'', tls-yes, SIP_DIGEST", "MD5, ip-assoc-yes, SIP_DIGEST",
        "'', ip-assoc-pending, SIP_DIGEST"})
    void ts24229_5_4_1_1_whatTheHssIsAskedFor(String algorithm, String integrity, AuthScheme scheme) {
        ask(algorithm, integrity);

        assertThat(network.hss.asked).extracting(MultimediaAuthRequest::scheme).containsExactly(scheme);
        assertThat(network.hss.asked).extracting(MultimediaAuthRequest::items).containsExactly(1);
    }

    @Test
    void rfc4169_anotherDefaultVersionIsANamedSetting() {
        Phone.Network second = new Phone.Network("aka-algorithm", "AKAv2-MD5");
        second.hss.authenticating(this::vector);

        assertThat(second.phone("alice").challenge().algorithm()).isEqualTo("AKAv2-MD5");
    }

    @ParameterizedTest
    @CsvSource({"no, true", "yes, true", "'', false", "ip-assoc-pending, false"})
    void ts24229_5_4_1_2_1A_ckAndIkGoToAPcscfThatSetsUpSecurityAssociations(String integrity, boolean given) {
        Challenge challenge = ask("AKAv1-MD5", integrity);

        assertThat(challenge.ck().length()).isEqualTo(given ? 32 : 0);
        assertThat(challenge.ik().length()).isEqualTo(given ? 32 : 0);
        assertThat(challenge.headerValue().contains(",ck=\"")).isEqualTo(given);
    }

    @Test
    void ts24229_7_2A_1_aNamedSettingGivesCkAndIkAlways() {
        Phone.Network always = new Phone.Network("session-keys", "always");
        always.hss.authenticating(this::vector);

        Challenge challenge = always.phone("alice").challenge();

        assertThat(challenge.ck()).isNotEmpty();
        assertThat(challenge.toString()).doesNotContain(challenge.ck()).doesNotContain(challenge.ik());
    }

    @Test
    void ts33102_6_3_5_aSimThatIsOutOfStepIsResynchronised() {
        sim = new Usim(K, OPC, 1L << 20);
        Challenge first = ask("AKAv1-MD5", "");

        Challenge second = ((Challenged) answer(first)).challenge();

        assertThat(network.hss.asked.get(1).authorization().orElseThrow().length()).isEqualTo(30);
        assertThat(second.nonce()).isNotEqualTo(first.nonce());
        assertThat(answer(second)).isInstanceOf(Accepted.class);
    }

    @Test
    void ts24229_5_4_1_2_3A_aSecondAutsInARowEndsTheAttempt() {
        sim = new Usim(K, OPC, 1L << 20);
        network.hss.authenticating(mar -> vector(new MultimediaAuthRequest(mar.userName(), mar.publicIdentity(),
                mar.serverName(), mar.scheme(), 1, java.util.Optional.empty())));
        Challenge second = ((Challenged) answer(ask("AKAv1-MD5", ""))).challenge();

        SipRefusal refusal = refused(() -> answer(second));

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.reason()).isEqualTo("the SIM is out of step again");
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.AUTHENTICATION_FAILURE);
    }

    @Test
    void ts24229_5_4_1_2_3A_aSimThatDoesNotBelieveTheNetworkIsAskedOnceMore() {
        Challenge first = ask("AKAv1-MD5", "");
        Challenge second = ((Challenged) empty(first)).challenge();

        assertThat(second.nonce()).isNotEqualTo(first.nonce());
        assertThat(refused(() -> empty(second)).status()).isEqualTo(403);
    }

    @Test
    void ts24229_5_4_1_2_3A_aWrongResIsChallengedAnewAndThenForbidden() {
        sim = new Usim("another key 0123".getBytes(), OPC, 0);
        Challenge challenge = ask("AKAv1-MD5", "");
        for (int attempt = 1; attempt < 3; attempt++) {
            Challenged again = (Challenged) wrong(challenge);
            assertThat(again.challenge().nonce()).as("a vector is good for one challenge").isNotEqualTo(challenge.nonce());
            challenge = again.challenge();
        }
        Challenge last = challenge;

        SipRefusal refusal = refused(() -> wrong(last));

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.reason()).isEqualTo("the SIM's answer is wrong");
        assertThat(network.registrations.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "no base64!", "AAAAAAAAAAAAAAAAAAAAAAAA"})
    void rfc3310_3_4_anAutsOfAnotherLengthIs400(String auts) {
        Challenge challenge = ask("AKAv1-MD5", "");
        Credentials answer = Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b");

        SipRefusal refusal = refused(() -> alice.send(answer.withAuts(auts).headerValue(), List.of()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(network.hss.asked).as("the HSS is not bothered").hasSize(1);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3A, TS 33.102 6.3.5: an AUTS that the HSS does not believe ends the attempt with 403")
    void autsNotBelieved() {
        Challenge challenge = outOfStep(ResultCode.UNABLE_TO_COMPLY);

        SipRefusal refusal = refused(() -> answer(challenge));

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.reason()).isEqualTo("the HSS does not believe that the SIM is out of step");
        assertThat(network.serving.challenges()).isZero();
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.AUTHENTICATION_FAILURE);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3A: nor is a user who is registered taken away by it")
    void autsNotBelievedOfARegisteredUser() {
        answer(ask("AKAv1-MD5", ""));
        Challenge challenge = outOfStep(ResultCode.UNABLE_TO_COMPLY);

        assertThat(refused(() -> answer(challenge)).status()).isEqualTo(403);
        assertThat(network.registrations.find(alice.identity())).isPresent();
        assertThat(network.hss.assignmentTypes()).doesNotContain(ServerAssignmentType.AUTHENTICATION_FAILURE);
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.3A: an HSS that is too busy says nothing about the SIM")
    void autsAtABusyHss() {
        Challenge challenge = outOfStep(ResultCode.TOO_BUSY);

        assertThat(refused(() -> answer(challenge)).status()).isEqualTo(480);
        assertThat(network.hss.assigned).isEmpty();
    }

    /** @return a challenge that the SIM will answer with AUTS, of which the HSS will say this */
    private Challenge outOfStep(ResultCode result) {
        sim = new Usim(K, OPC, 1L << 20);
        Challenge challenge = ask("AKAv1-MD5", "");
        network.hss.authenticating(mar -> CompletableFuture.completedStage(MultimediaAuthAnswer.of(result)));
        return challenge;
    }

    @Test
    void rfc3310_3_4_autsAnswersNoPassword() {
        Phone.Network plain = new Phone.Network();
        Phone bob = plain.phone("bob");
        Credentials answer = Credentials.to(bob.challenge(), "bob@ims.example", "sip:ims.example", 1, "0a4f113b");

        assertThat(refused(() -> bob.send(answer.withAuts("AAAAAAAAAAAAAAAAAAA=").headerValue(), List.of())).reason())
                .contains("auts answers a challenge by AKA only");
    }

    @Test
    void ts24229_5_4_1_2_1A_anHssWithoutVectorsForASimIsRefused() {
        Phone.Network plain = new Phone.Network();

        assertThatThrownBy(() -> plain.phone("bob").integrity("no").ask("bob@ims.example"))
                .hasMessageContaining("an authentication vector");
    }

    @Test
    void ts33203_6_1_1_aVectorIsGoodForOneAnswer() {
        Challenge challenge = ask("AKAv1-MD5", "");
        Credentials unanswered = Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b");
        String answer = sim.answer(challenge, "REGISTER", unanswered).headerValue();
        assertThat(alice.send(answer, List.of())).isInstanceOf(Accepted.class);

        Challenged again = (Challenged) alice.send(answer, List.of());

        assertThat(again.stale()).as("5.4.1.2.1A knows no stale").isFalse();
    }

    private Challenge ask(String algorithm, String integrity) {
        String named = algorithm == null || algorithm.isEmpty() ? "" : ", algorithm=" + algorithm;
        String mark = integrity == null || integrity.isEmpty() ? "" : ", integrity-protected=\"" + integrity + '"';
        return ((Challenged) alice.register("Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"\","
                + " uri=\"sip:ims.example\", response=\"\"" + named + mark)).challenge();
    }

    private RegisterAnswer answer(Challenge challenge) {
        return alice.register(sim.answer(challenge, "REGISTER",
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b")).headerValue());
    }

    private RegisterAnswer empty(Challenge challenge) {
        return alice.register(
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b").headerValue());
    }

    private RegisterAnswer wrong(Challenge challenge) {
        return alice.register(Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b")
                .withResponse("0123456789abcdef0123456789abcdef").headerValue());
    }

    private static SipRefusal refused(Runnable action) {
        try {
            action.run();
        } catch (SipRefusal refusal) {
            return refusal;
        }
        throw new AssertionError("not refused");
    }

    private CompletionStage<MultimediaAuthAnswer> vector(MultimediaAuthRequest mar) {
        Milenage milenage = new Milenage(K, OPC);
        mar.authorization().ifPresent(value -> sqn = SequenceNumbers.resynchronised(sqn,
                Resynchronisation.parse(value.bytes()).sqn(milenage).orElseThrow()));
        sqn = SequenceNumbers.next(sqn);
        byte[] rand = new byte[16];
        rand[0] = (byte) network.hss.asked.size();
        AuthenticationVector made = milenage.vector(rand, sqn, 0x8000);
        return CompletableFuture.completedStage(MultimediaAuthAnswer.of(List.of(new AkaVector(1,
                Octets.of(made.challenge()), Octets.of(made.xres()), Octets.of(made.ck()), Octets.of(made.ik())))));
    }
}
