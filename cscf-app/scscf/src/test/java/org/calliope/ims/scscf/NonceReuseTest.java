package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.digest.AuthenticationInfo;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A nonce that goes on proving its user by a higher nc: RFC 7616 3.3 to 3.5, TS 24.229 5.4.1.2.2A. */
class NonceReuseTest {

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");

    @Test
    void ts24229_5_4_1_2_2A_aRefreshWithAHigherCountNeedsOneRoundTripAndNoMar() {
        Challenge challenge = registered(alice);

        assertThat(alice.count(2).answer(challenge)).isInstanceOf(Accepted.class);
        assertThat(alice.count(7).answer(challenge)).as("a gap is no replay").isInstanceOf(Accepted.class);

        assertThat(network.hss.asked).hasSize(1);
    }

    @Test
    void ts24229_5_4_1_4_1_aDeRegistrationNeedsOneRoundTripToo() {
        Challenge challenge = registered(alice);

        Accepted gone = (Accepted) alice.expires(0).count(2).answer(challenge);

        assertThat(gone.bindings()).isEmpty();
        assertThat(network.registrations.size()).isZero();
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.USER_DEREGISTRATION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rfc7616_3_4_aCountThatIsNotHigherIsAReplayAndChallengedAsStale(int replayed) {
        Challenge challenge = registered(alice);
        alice.count(2).answer(challenge);

        Challenged again = (Challenged) alice.count(replayed).answer(challenge);

        assertThat(again.stale()).as("whoever knows the secret is not blamed").isTrue();
        assertThat(again.challenge().nonce()).isNotEqualTo(challenge.nonce());
        assertThat(decisions("replay")).singleElement().satisfies(replay -> {
            assertThat(replay.outcome()).isEqualTo(Decision.Outcome.REFUSED);
            assertThat(replay.reason()).isEqualTo("this nonce count was used before");
        });
        assertThat(alice.count(3).answer(challenge)).as("a replay does not spoil the nonce for its owner")
                .isInstanceOf(Accepted.class);
    }

    @Test
    void rfc7616_3_3_aWrongResponseToAKnownNonceIsNotStale() {
        Challenge challenge = registered(alice);

        assertThat(((Challenged) alice.password("guess").count(2).answer(challenge)).stale()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip-assoc-pending", "tls-pending", ""})
    void ts24229_5_4_1_2_2_aNonceIsNotUsedAgainFromWhereTheUserIsNotRegistered(String integrity) {
        Challenge challenge = registered(alice);

        assertThat(((Challenged) alice.integrity(integrity).count(2).answer(challenge)).stale()).isTrue();
    }

    @Test
    void aNamedSettingAllowsReuseFromAnywhere() {
        Phone.Network open = new Phone.Network("reuse-needs-association", "false");
        Phone phone = open.phone("alice");
        Challenge challenge = registered(phone);

        assertThat(phone.integrity("").count(2).answer(challenge)).isInstanceOf(Accepted.class);
    }

    @Test
    void aNonceIsForgottenAfterItsTime() {
        Phone.Network shortLived = new Phone.Network("nonce-lifetime", "10m");
        Phone phone = shortLived.phone("alice");
        Challenge challenge = registered(phone);
        shortLived.pass(500);
        assertThat(phone.count(2).answer(challenge)).isInstanceOf(Accepted.class);
        shortLived.pass(500);
        assertThat(phone.count(3).answer(challenge)).as("from its last use on").isInstanceOf(Accepted.class);
        shortLived.pass(601);

        assertThat(((Challenged) phone.count(4).answer(challenge)).stale()).isTrue();
        assertThat(shortLived.serving.proofs()).isZero();
    }

    @Test
    void rfc7616_3_5_theLastUseOfANonceNamesTheNextOne() {
        Phone.Network few = new Phone.Network("nonce-uses", "2");
        Phone phone = few.phone("alice");
        Challenge challenge = registered(phone);

        String next = AuthenticationInfo.parse(((Accepted) phone.count(2).answer(challenge)).info()).nextNonce();
        Challenge following = new Challenge(challenge.realm(), next, "", challenge.algorithm(), "auth");

        assertThat(next).isNotEmpty().isNotEqualTo(challenge.nonce());
        assertThat(phone.count(1).answer(following)).isInstanceOf(Accepted.class);
        assertThat(((Challenged) phone.count(3).answer(challenge)).stale()).as("the old one is over").isTrue();
    }

    @Test
    void oneUseANonceMeansAChallengeForEveryRegister() {
        Phone.Network once = new Phone.Network("nonce-uses", "1");
        Phone phone = once.phone("alice");
        Challenge challenge = registered(phone);

        assertThat(((Challenged) phone.count(2).answer(challenge)).stale()).isTrue();
        assertThat(once.serving.proofs()).isZero();
    }

    @Test
    void ts24229_5_4_1_2_2F_the200ProvesThatTheServerKnowsTheSecretToo() {
        Challenge challenge = alice.challenge();
        Credentials answer = Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "0a4f113b");

        AuthenticationInfo info = AuthenticationInfo.parse(((Accepted) alice.answer(challenge)).info());

        assertThat(info.rspauth()).isEqualTo(
                Digest.rspauth(Digest.ha1("alice@ims.example", "ims.example", "alice"), answer));
        assertThat(info.nc()).isEqualTo("00000001");
        assertThat(info.cnonce()).isEqualTo("0a4f113b");
        assertThat(info.nextNonce()).isEmpty();
    }

    @Test
    void phonesOfOneUserCountForThemselves() {
        Phone desk = alice.at("sip:alice@127.0.0.1:5071").integrity("ip-assoc-yes");
        Challenge first = registered(alice);
        Challenge second = registered(desk);

        assertThat(alice.count(2).answer(first)).isInstanceOf(Accepted.class);
        assertThat(desk.count(2).answer(second)).isInstanceOf(Accepted.class);
        assertThat(alice.count(3).answer(first)).isInstanceOf(Accepted.class);
    }

    @Test
    void theNonceThatAPhoneProvesTakesThePlaceOfTheOneBefore() {
        Challenge first = registered(alice);
        registered(alice);
        Challenge last = registered(alice);

        assertThat(network.serving.proofs()).isEqualTo(1);
        assertThat(alice.count(2).answer(last)).isInstanceOf(Accepted.class);
        assertThat(((Challenged) alice.count(2).answer(first)).stale()).isTrue();
    }

    @Test
    void ofTooManyNoncesTheOneGoesThatWasNotUsedForLongest() {
        Phone.Network small = new Phone.Network("max-nonces", "2");
        Phone first = small.phone("alice");
        Phone second = small.phone("bob");
        Challenge ofFirst = registered(first);
        Challenge ofSecond = registered(second);
        assertThat(first.count(2).answer(ofFirst)).isInstanceOf(Accepted.class);

        registered(small.phone("carol"));

        assertThat(small.serving.proofs()).isEqualTo(2);
        assertThat(((Challenged) second.count(2).answer(ofSecond)).stale()).isTrue();
        assertThat(first.count(3).answer(ofFirst)).isInstanceOf(Accepted.class);
    }

    @Test
    void rfc3261_10_2_2_aRegisterThatNamesNoContactOfThePhoneIsProvenByItsNonceToo() {
        Challenge challenge = registered(alice);

        Accepted gone = (Accepted) alice.expires(0).count(2).answer(challenge,
                List.of(ContactEntry.of("*", ContactEntry.ABSENT)));

        assertThat(gone.bindings()).isEmpty();
        assertThat(network.hss.asked).hasSize(1);
    }

    @Test
    void ts24229_5_4_1_2_2A_aNonceProvesNobodyButWhoHasProvenItAndOnNoOtherTerms() {
        Challenge challenge = registered(alice);
        Challenge elsewhere = new Challenge("other.example", challenge.nonce(), "", challenge.algorithm(), "auth");
        Phone bob = network.phone("bob").integrity("ip-assoc-yes").count(2);

        assertThat(bob.answer(challenge)).isInstanceOf(Challenged.class);
        assertThat(alice.count(2).answer(elsewhere)).isInstanceOf(Challenged.class);
        assertThat(alice.userName("alice").answer(challenge)).isInstanceOf(Challenged.class);
        assertThat(alice.userName("alice@ims.example").answer(challenge)).isInstanceOf(Accepted.class);
    }

    @Test
    void ts24229_5_4_1_2_2_aRefreshFromAProtectedFlowNeedsNoProof() {
        registered(alice);

        assertThat(alice.integrity("tls-yes").ask("alice@ims.example")).isInstanceOf(Accepted.class);
        assertThat(alice.integrity("ip-assoc-yes").ask("alice@ims.example")).as("not by default")
                .isInstanceOf(Challenged.class);
    }

    @Test
    void ts24229_5_4_1_2_2_aProtectedFlowMayNotAddAContactUnproven() {
        registered(alice);

        assertThat(alice.at("sip:mallory@127.0.0.1:6666").integrity("tls-yes").ask("alice@ims.example"))
                .isInstanceOf(Challenged.class);
        assertThat(network.phone("bob").integrity("tls-yes").ask("bob@ims.example"))
                .as("who is not registered is challenged").isInstanceOf(Challenged.class);
    }

    @Test
    void ts24229_5_4_1_6_whoIsToProveHimselfAnewIsChallengedOnAProtectedFlowToo() {
        registered(alice);
        network.serving.network().reauthenticate(alice.identity()).toCompletableFuture().join();

        assertThat(alice.integrity("tls-yes").ask("alice@ims.example")).isInstanceOf(Challenged.class);
        registered(alice);
        assertThat(alice.integrity("tls-yes").ask("alice@ims.example")).isInstanceOf(Accepted.class);
    }

    @Test
    void ts24229_5_4_1_2_2_aNamedSettingSaysWhichFlowsNeedNoProof() {
        Phone.Network trusting = new Phone.Network("unchallenged-refresh", "ip-assoc-yes");
        Phone phone = trusting.phone("alice");
        registered(phone);

        assertThat(phone.integrity("ip-assoc-yes").ask("alice@ims.example")).isInstanceOf(Accepted.class);
        assertThat(phone.integrity("tls-yes").ask("alice@ims.example")).isInstanceOf(Challenged.class);
    }

    @Test
    void ts24229_7_2A_2_aProtectionNobodyKnowsIs400() {
        assertThatThrownBy(() -> alice.integrity("surely").ask("alice@ims.example")).isInstanceOfSatisfying(
                SipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    private static Challenge registered(Phone phone) {
        Challenge challenge = phone.challenge();
        assertThat(phone.integrity("ip-assoc-yes").answer(challenge)).isInstanceOf(Accepted.class);
        return challenge;
    }

    private List<Decision> decisions(String rule) {
        return network.trace.since(0, 1000).stream().filter(Decision.class::isInstance).map(Decision.class::cast)
                .filter(decision -> decision.rule().equals(rule)).toList();
    }
}
