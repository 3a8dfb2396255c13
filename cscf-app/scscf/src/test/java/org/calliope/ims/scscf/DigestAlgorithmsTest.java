package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.Optional;
import org.calliope.ims.cx.DigestAuthenticate;
import org.calliope.ims.cx.MultimediaAuthAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;

/** SIP Digest by more than one algorithm: RFC 8760, RFC 7616, TS 29.229 6.3.68. */
class DigestAlgorithmsTest {

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");

    @Test
    void rfc8760_2_4_bothAlgorithmsAreOfferedTheStrongestFirst() {
        network.hss.knowsSha256();

        List<Challenge> challenges = ((Challenged) alice.ask()).challenges();

        assertThat(challenges).extracting(Challenge::algorithm).containsExactly("SHA-256", "MD5");
        assertThat(challenges).extracting(Challenge::realm).containsOnly("ims.example");
    }

    @Test
    void rfc8760_2_4_theClientMayAnswerEither() {
        network.hss.knowsSha256();

        for (int which = 0; which < 2; which++) {
            Challenge picked = ((Challenged) alice.ask()).challenges().get(which);
            assertThat(alice.answer(picked)).as(picked.algorithm()).isInstanceOf(Accepted.class);
        }
        assertThat(network.hss.asked).as("one MAR a challenge gives both").hasSize(2);
    }

    @Test
    void rfc7616_3_4_anAlgorithmThatWasNotOfferedIs400() {
        Challenge md5Only = alice.challenge();
        Challenge other = new Challenge(md5Only.realm(), md5Only.nonce(), "", "SHA-256", "auth");

        assertThatThrownBy(() -> alice.answer(other)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.reason()).contains("algorithm MD5");
        });
    }

    @Test
    void anHssThatKnowsMd5AloneStillServes() {
        assertThat(((Challenged) alice.ask()).challenges()).extracting(Challenge::algorithm).containsExactly("MD5");
        assertThat(alice.register().bindings()).hasSize(1);
    }

    @Test
    void rfc7616_3_3_anAlternateAlgorithmThatWeDoNotKnowIsLeftOut() {
        network.hss.authenticating(mar -> CompletableFuture.completedStage(new MultimediaAuthAnswer(ResultCode.SUCCESS,
                Optional.of(new DigestAuthenticate("ims.example", "MD5", "auth", "00",
                        Optional.of(new DigestAuthenticate.Alternate("SHA-512-256", "11")))))));

        assertThat(((Challenged) alice.ask()).challenges()).extracting(Challenge::algorithm).containsExactly("MD5");
    }

    @Test
    void rfc8760_2_4_aPhoneThatGivesUpAtWhatItDoesNotKnowIsOfferedMd5AloneByANamedSetting() {
        network.hss.knowsSha256();

        assertThat(((Challenged) alice.userAgent("Baresip v1.0.0 (x86_64/linux)").ask()).challenges())
                .extracting(Challenge::algorithm).containsExactly("MD5");
        assertThat(alice.register().bindings()).hasSize(1);
        assertThat(((Challenged) alice.userAgent("baresip v3.5").ask()).challenges()).hasSize(2);
    }

    @Test
    void anOperatorMayOfferSha256Alone() {
        Phone.Network strict = new Phone.Network("digest-algorithms", "SHA-256");
        strict.hss.knowsSha256();
        Phone phone = strict.phone("alice");

        assertThat(((Challenged) phone.ask()).challenges()).extracting(Challenge::algorithm)
                .containsExactly("SHA-256");
        assertThat(phone.register().bindings()).hasSize(1);
    }

    @Test
    void aUserWithoutAnyOfferedAlgorithmIsRefusedWithTheReason() {
        Phone.Network strict = new Phone.Network("digest-algorithms", "SHA-256");

        assertThatThrownBy(() -> strict.phone("alice").ask()).isInstanceOfSatisfying(SipRefusal.class, refusal ->
                assertThat(refusal.reason()).contains("H(A1) by one of [SHA-256]"));
    }

    @Test
    void ts23003_13_3_aSoftphonesShortUserNameIsProvenBySha256Too() {
        network.hss.knowsSha256();

        assertThat(alice.userName("alice").answer(alice.challenge())).isInstanceOf(Accepted.class);
    }
}
