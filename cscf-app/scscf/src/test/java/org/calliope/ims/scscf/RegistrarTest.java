package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.diameter.DiameterRefusal;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcard;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.scscf.RegisterAnswer.Accepted;
import org.calliope.ims.scscf.RegisterAnswer.Challenged;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegistrarTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity ALICE_TEL = new PublicIdentity("tel:+4930123");
    private static final PublicIdentity ALICE_ALIAS = new PublicIdentity("sip:a.smith@ims.example");

    private final Phone.Network network = new Phone.Network();
    private final Phone alice = network.phone("alice");

    @Test
    void ts24229_5_4_1_2_2F_aRegistrationIsStoredWithItsSetPathAndTime() {
        network.hss.implicitSet(new ProfileIdentity(ALICE_ALIAS, true, Optional.empty()),
                new ProfileIdentity(ALICE, false, Optional.empty()),
                new ProfileIdentity(ALICE_TEL, false, Optional.empty()));

        Accepted accepted = alice.register();

        assertThat(accepted.associated()).as("barred ones are left out, the default one is first")
                .containsExactly(ALICE, ALICE_TEL);
        Registration stored = network.registrations.find(ALICE_TEL).orElseThrow();
        assertThat(stored.defaultIdentity()).isEqualTo(ALICE);
        assertThat(stored.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.path()).containsExactly("<sip:term@127.0.0.1:5060;lr;flow=alice>");
            assertThat(binding.expires()).isEqualTo(network.now().plusSeconds(3600));
        });
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION);
    }

    @Test
    void aRefreshReplacesTheContactAndTellsTheHss() {
        alice.register();
        network.pass(1800);
        Accepted refreshed = alice.register();

        assertThat(refreshed.bindings()).singleElement()
                .satisfies(binding -> assertThat(binding.expires()).isEqualTo(network.now().plusSeconds(3600)));
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.RE_REGISTRATION);
        assertThat(network.hss.assigned.get(1).userDataAlreadyAvailable()).isTrue();
    }

    @Test
    void severalContactsAreListedTogether() {
        alice.register();
        Accepted both = alice.at("sip:alice@127.0.0.1:5071;transport=tcp").register();

        assertThat(both.bindings()).extracting(Binding::contact).containsExactly("sip:alice@127.0.0.1:5070",
                "sip:alice@127.0.0.1:5071;transport=tcp");
    }

    @Test
    void rfc5626_6_anInstanceThatMovedKeepsOneContact() {
        ContactEntry before = new ContactEntry("sip:alice@127.0.0.1:5070", -1, 1.0, "<urn:uuid:1>", 1, "", Map.of());
        ContactEntry after = new ContactEntry("sip:alice@127.0.0.1:5099", -1, 1.0, "<urn:uuid:1>", 1, "", Map.of());
        alice.register(List.of(before));

        assertThat(alice.register(List.of(after)).bindings()).extracting(Binding::contact)
                .containsExactly("sip:alice@127.0.0.1:5099");
    }

    @Test
    void rfc3261_10_2_3_aRegisterWithoutContactAsksWhatIsRegistered() {
        alice.register();

        Accepted answer = alice.register(List.of());

        assertThat(answer.bindings()).hasSize(1);
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION);
    }

    @Test
    void ts24229_5_4_1_4_1_theLastContactEndsTheRegistrationAtTheHss() {
        alice.register();
        Accepted gone = alice.expires(0).register();

        assertThat(gone.bindings()).isEmpty();
        assertThat(gone.associated()).isEmpty();
        assertThat(network.registrations.size()).isZero();
        assertThat(network.book.watched()).isZero();
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.USER_DEREGISTRATION);
    }

    @Test
    void oneContactOfSeveralGoesWithoutTheHss() {
        alice.register();
        Phone desk = alice.at("sip:alice@127.0.0.1:5071");
        desk.register();

        assertThat(desk.expires(0).register().bindings()).extracting(Binding::contact)
                .containsExactly("sip:alice@127.0.0.1:5070");
        assertThat(network.hss.assignmentTypes()).doesNotContain(ServerAssignmentType.USER_DEREGISTRATION);
    }

    @Test
    void rfc3261_10_2_2_theWildcardEndsAllContacts() {
        alice.register();
        alice.at("sip:alice@127.0.0.1:5071").register();

        assertThat(alice.expires(0).register(List.of(ContactEntry.of("*", -1))).bindings()).isEmpty();
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void rfc3261_10_3_step6_theWildcardStandsAloneAndWithExpiresZero() {
        alice.register();

        assertThat(refused(List.of(ContactEntry.of("*", -1))).status()).isEqualTo(400);
        alice.expires(0);
        assertThat(refused(List.of(ContactEntry.of("*", -1), ContactEntry.of("sip:alice@127.0.0.1", 0))).status())
                .isEqualTo(400);
        assertThat(network.registrations.size()).isEqualTo(1);
    }

    @Test
    void deregisteringWhatIsNotThereIsNoError() {
        assertThat(alice.expires(0).register().bindings()).isEmpty();
        assertThat(network.hss.assigned).isEmpty();
    }

    @Test
    void rfc3261_10_3_step7_aShortRegistrationIs423WithMinExpires() {
        SipRefusal refusal = alice.expires(59).refused();

        assertThat(refusal.status()).isEqualTo(423);
        assertThat(refusal.values()).containsEntry("Min-Expires", "60");
        assertThat(network.hss.assigned).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "3600, 3600", "600000, 7200", "-1, 3600"})
    void theTimeGrantedIsWithinTheSettings(int asked, int granted) {
        Accepted accepted = alice.expires(asked).register();

        assertThat(accepted.bindings().get(0).expires()).isEqualTo(network.now().plusSeconds(granted));
    }

    @Test
    void rfc3261_10_2_1_1_theContactsOwnTimeComesFirst() {
        Accepted accepted = alice.expires(3600).register(List.of(ContactEntry.of("sip:alice@127.0.0.1:5070", 120)));

        assertThat(accepted.bindings().get(0).expires()).isEqualTo(network.now().plusSeconds(120));
    }

    @Test
    void tooManyContactsAre403AndTheOthersStay() {
        Phone.Network small = new Phone.Network("max-contacts", "1");
        Phone user = small.phone("alice");
        user.register();

        assertThat(user.at("sip:alice@127.0.0.1:5071").refused().status()).isEqualTo(403);
        assertThat(user.register().bindings()).as("a refresh is no new contact").hasSize(1);
    }

    @Test
    void rfc3261_10_3_step7_anOldRegisterDoesNotUndoANewerOne() {
        alice.register();
        Challenge challenge = ((Challenged) alice.ask()).challenge();
        RegisterRequest late = alice.request("", List.of());
        alice.answer(challenge);
        Challenge forLate = ((Challenged) alice.ask()).challenge();
        String authorization = Digest.answer("alice", "REGISTER",
                Credentials.to(forLate, "alice@ims.example", "sip:ims.example", 1, "c"))
                .headerValue();
        RegisterRequest replayed = new RegisterRequest(late.domain(), late.to(), authorization,
                List.of(ContactEntry.of("sip:alice@127.0.0.1:5070", 0)), 0, late.callId(), late.cseq(), late.path(),
                late.userAgent(), late.received(), late.require(), Join.NONE);

        assertThatThrownBy(() -> alice.send(replayed)).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(500));
        assertThat(network.registrations.size()).isEqualTo(1);
    }

    @Test
    void rfc3261_10_3_step5_anotherDomainIs404() {
        assertThatThrownBy(() -> alice.to("sip:alice@other.example").ask())
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(404);
                    assertThat(refusal.reason()).contains("ims.example");
                });
    }

    @Test
    void rfc3261_10_3_step2_anUnknownExtensionIs420AndNamed() {
        RegisterRequest plain = alice.request("", List.of());
        RegisterRequest wanting = new RegisterRequest(plain.domain(), plain.to(), "", List.of(), -1, plain.callId(),
                plain.cseq(), plain.path(), "", "", List.of("path", "teleport"), Join.NONE);

        assertThatThrownBy(() -> alice.send(wanting)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(420);
            assertThat(refusal.values()).containsEntry("Unsupported", "teleport");
        });
    }

    @Test
    void aRegisterForSomebodyElseIs403AndNothingIsStored() {
        network.hss.assigning(ServerAssignmentType.REGISTRATION, ResultCode.ERROR_IDENTITIES_DONT_MATCH);
        Challenge forBob = ((Challenged) alice.to("sip:bob@ims.example").ask()).challenge();
        Challenge forAlice = ((Challenged) alice.answer(forBob)).challenge();

        assertThatThrownBy(() -> alice.answer(forAlice)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.reason()).contains("may not register this public identity");
        });
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void onlyBarredIdentitiesAre403AndTheHssIsToldThatItIsVoid() {
        network.hss.implicitSet(new ProfileIdentity(ALICE, true, Optional.empty()));

        assertThat(alice.refused().status()).isEqualTo(403);
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void aProfileOfSomebodyElseIs500AndVoid() {
        network.hss.implicitSet(new ProfileIdentity(new PublicIdentity("sip:eve@ims.example"), false,
                Optional.empty()));

        assertThat(alice.refused().status()).isEqualTo(500);
        assertThat(network.hss.assignmentTypes()).contains(ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
        assertThat(network.registrations.size()).isZero();
    }

    @Test
    void anSaaWithoutProfileIs500() {
        network.hss.assigning(ServerAssignmentType.REGISTRATION, ResultCode.SUCCESS);

        assertThat(alice.refused().reason()).isEqualTo("the HSS's answer lacks User-Data");
        assertThat(network.registrations.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = DiameterRefusal.Kind.class, names = {"TIMEOUT", "MALFORMED"})
    void nothingIsHalfRegisteredWhenItIsUnclearWhatTheHssHasStored(DiameterRefusal.Kind kind) {
        network.hss.assigning(ServerAssignmentType.REGISTRATION, new DiameterRefusal(kind, "test"));

        assertThatThrownBy(alice::register).isInstanceOf(DiameterRefusal.class);
        assertThat(network.registrations.size()).isZero();
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION,
                ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION);
    }

    @Test
    void anHssThatCannotBeReachedHasStoredNothing() {
        network.hss.assigning(ServerAssignmentType.REGISTRATION,
                new DiameterRefusal(DiameterRefusal.Kind.UNREACHABLE, "test"));

        assertThatThrownBy(alice::register).isInstanceOf(DiameterRefusal.class);
        assertThat(network.hss.assignmentTypes()).containsExactly(ServerAssignmentType.REGISTRATION);
    }

    @Test
    void aRefreshThatTheHssRefusesLeavesTheRegistrationAsItWas() {
        alice.register();
        Registration before = network.registrations.find(ALICE).orElseThrow();
        network.hss.assigning(ServerAssignmentType.RE_REGISTRATION, ResultCode.UNABLE_TO_COMPLY);

        assertThat(alice.refused().status()).isEqualTo(500);
        assertThat(network.registrations.find(ALICE)).contains(before);
    }

    @Test
    void aDeregistrationThatTheHssDoesNotHearOfLeavesBothSidesAsTheyWere() {
        alice.register();
        network.hss.assigning(ServerAssignmentType.USER_DEREGISTRATION,
                new DiameterRefusal(DiameterRefusal.Kind.UNREACHABLE, "test"));

        assertThatThrownBy(() -> alice.expires(0).register()).isInstanceOf(DiameterRefusal.class);
        assertThat(network.registrations.find(ALICE)).isPresent();
    }

    @Test
    void twoPhonesThatRegisterAtOnceAreBothRegistered() {
        CompletableFuture<ServerAssignmentAnswer> held = new CompletableFuture<>();
        network.hss.assigning(ServerAssignmentType.REGISTRATION, sar -> held);
        Phone desk = alice.at("sip:alice@127.0.0.1:5071");
        CompletionStage<RegisterAnswer> first = answered(alice, "sip:alice@127.0.0.1:5070");
        CompletionStage<RegisterAnswer> second = answered(desk, "sip:alice@127.0.0.1:5071");

        network.hss.profile(network.hss.assigned.get(0)).thenAccept(held::complete);

        assertThat(first.toCompletableFuture()).isCompleted();
        assertThat(second.toCompletableFuture()).isCompleted();
        assertThat(network.registrations.find(ALICE).orElseThrow().bindings()).hasSize(2);
        assertThat(network.hss.assignmentTypes()).as("the second waited and found the first")
                .containsExactly(ServerAssignmentType.REGISTRATION, ServerAssignmentType.RE_REGISTRATION);
    }

    private CompletionStage<RegisterAnswer> answered(Phone phone, String contact) {
        Challenge challenge = ((Challenged) phone.ask()).challenge();
        String authorization = Digest.answer("alice", "REGISTER",
                Credentials.to(challenge, "alice@ims.example", "sip:ims.example", 1, "c"))
                .headerValue();
        return network.serving.register(phone.request(authorization, List.of(ContactEntry.of(contact, -1))));
    }

    private SipRefusal refused(List<ContactEntry> contacts) {
        try {
            throw new AssertionError("not refused but " + alice.register(contacts));
        } catch (SipRefusal refusal) {
            return refusal;
        }
    }

    @Test
    void ts24229_5_4_1_2_2F_anIdentityThatAWildcardedOneStandsForIsRegisteredBesideTheSet() {
        network.hss.implicitSet(new ProfileIdentity(ALICE, false, Optional.empty()), new ProfileIdentity(
                new PublicIdentity("sip:rooms@ims.example"), false, IdentityType.WILDCARDED_IMPU,
                Optional.of("sip:room-!.*!@ims.example"), Optional.empty(), Optional.empty()));

        String named = "Digest username=\"alice@ims.example\",realm=\"ims.example\",nonce=\"\",uri=\"sip:ims.example\","
                + "response=\"\"";
        List<ContactEntry> contacts = List.of(ContactEntry.of("sip:pbx@h", 600));
        alice.to("sip:room-7@ims.example");

        Accepted accepted = (Accepted) alice.answer(((Challenged) alice.send(named, contacts)).challenge(), contacts);

        assertThat(accepted.associated()).containsExactly(ALICE, new PublicIdentity("sip:room-7@ims.example"));
        assertThat(accepted.wildcarded()).extracting(Wildcard::text).containsExactly("sip:room-!.*!@ims.example");
        alice.to("sip:hall@ims.example");
        Challenge challenge = ((Challenged) alice.send(named, contacts)).challenge();
        assertThatThrownBy(() -> alice.answer(challenge, contacts))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(500));
    }

    @Test
    void rfc5628_5_theFirstCSeqOfAContactStaysAsLongAsItsCallIdDoes() {
        Binding first = alice.register().bindings().get(0);
        Binding refreshed = alice.register().bindings().get(0);
        Binding again = alice.at(first.contact() + ";ob").register().bindings().get(0);

        assertThat(refreshed.cseq()).isGreaterThan(first.cseq());
        assertThat(refreshed.details().firstCseq()).isEqualTo(first.cseq());
        assertThat(again.callId()).isNotEqualTo(first.callId());
        assertThat(again.details().firstCseq()).as("of a phone that has started anew").isEqualTo(again.cseq());
    }

    @Test
    void ts24229_5_4_1_4_1_anEmergencyRegistrationEndsByItsTimeOnly() {
        ContactEntry distress = ContactEntry.of("sip:alice@127.0.0.1:5070;sos", 600);
        alice.register();
        assertThat(alice.register(List.of(distress)).bindings()).hasSize(2);

        Challenge challenge = ((Challenged) alice.ask()).challenge();
        assertThatThrownBy(() -> alice.answer(challenge, List.of(ContactEntry.of(distress.uri(), 0))))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(501));
        assertThat(alice.expires(0).register(List.of(ContactEntry.of("*", ContactEntry.ABSENT))).bindings())
                .extracting(Binding::contact).containsExactly(distress.uri());
        network.pass(600);
        assertThat(network.registrations.size()).isZero();
    }

    /** TS 24.229 5.4.1.2.2: a user in distress is none too many; thousands of contacts at once are. */
    @Test
    void ts24229_5_4_1_2_2_theContactLimitIsNotForEmergencies() {
        Phone.Network small = new Phone.Network("max-contacts", "2");
        Phone one = small.phone("alice");
        one.register(List.of(ContactEntry.of("sip:a@h", 600), ContactEntry.of("sip:b@h", 600)));

        assertThat(one.register(List.of(ContactEntry.of("sip:c@h;sos", 600))).bindings()).hasSize(3);
        Challenge challenge = ((Challenged) one.ask()).challenge();
        assertThatThrownBy(() -> one.answer(challenge, IntStream.range(0, 3_000)
                .mapToObj(n -> ContactEntry.of("sip:x" + n + "@h", 0)).toList()))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(403));
    }
}
