package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity ALICE_TEL = new PublicIdentity("tel:+4930123");
    private static final PublicIdentity BARRED = new PublicIdentity("sip:old@ims.example");
    private static final PublicIdentity EVE = new PublicIdentity("sip:eve@ims.example");

    private final Registrations registrations = new MemoryRegistrations();

    @BeforeEach
    void register() {
        put(registration(binding("sip:alice@127.0.0.1:5070", 1.0, 100)));
    }

    private void put(Registration registration) {
        registrations.find(registration.defaultIdentity()).ifPresent(registrations::remove);
        registrations.add(registration);
    }

    @Test
    void ts24229_5_4_3_2_theServedUserIsTheAssertedIdentity() {
        assertThat(ServedUser.of(List.of(ALICE_TEL, ALICE), "", registrations::find).identity()).isEqualTo(ALICE_TEL);
        assertThat(ServedUser.of(List.of(EVE, ALICE), "", registrations::find).identity()).isEqualTo(ALICE);
    }

    @Test
    void ts24229_5_4_3_2_whoIsNotAssertedOrNotRegisteredMayNotCall() {
        refused(403, "nobody is asserted", () -> ServedUser.of(List.of(), "", registrations::find));
        refused(403, "not registered", () -> ServedUser.of(List.of(EVE), "", registrations::find));
    }

    @Test
    void ts24229_5_4_3_2_aBarredIdentityMayNotCall() {
        refused(403, "barred", () -> ServedUser.of(List.of(BARRED), "", registrations::find));
    }

    @Test
    void ts24229_5_4_3_2_aTelephoneNumberIsAssertedBesideALoneSipUri() {
        ServedUser served = ServedUser.of(List.of(ALICE), "", registrations::find);

        assertThat(ServedUser.telephoneAlias(served.registration(), List.of(ALICE))).contains(ALICE_TEL);
        assertThat(ServedUser.telephoneAlias(served.registration(), List.of(ALICE, ALICE_TEL))).isEmpty();
    }

    @Test
    void ts24229_5_4_3_3_whoIsNotRegisteredIsUnavailable() {
        refused(480, "not registered", () -> called(EVE, "INVITE"));
    }

    @Test
    void ts24229_5_4_3_3_aContactThatIsOverIsNotReached() {
        refused(480, "not registered", () -> Contacts.of(ALICE, registrations.find(ALICE), "INVITE", NOW.plusSeconds(100)));
    }

    @Test
    void ts24229_5_4_3_3_aBarredIdentityDoesNotExistForCallers() {
        refused(404, "barred", () -> called(BARRED, "INVITE"));
    }

    @Test
    void rfc3261_16_6_equalContactsRingTogether() {
        put(registration(binding("sip:a@h", 0.5, 100), binding("sip:b@h", 0.5, 100)));

        Contacts contacts = called(ALICE_TEL, "INVITE");

        assertThat(contacts.parallel()).isTrue();
        assertThat(contacts.bindings()).hasSize(2);
    }

    @Test
    void rfc3261_16_6_preferredContactsRingFirst() {
        put(registration(binding("sip:a@h", 0.1, 100), binding("sip:b@h", 0.9, 100),
                binding("sip:c@h", 0.5, 100)));

        Contacts contacts = called(ALICE, "INVITE");

        assertThat(contacts.parallel()).isFalse();
        assertThat(contacts.bindings()).extracting(Binding::contact).containsExactly("sip:b@h", "sip:c@h", "sip:a@h");
    }

    @Test
    void ts24229_5_4_3_3_anEmergencyContactIsNotReachedByOthers() {
        put(registration(binding("sip:a@h;sos", 1.0, 100), binding("sip:b@h", 1.0, 100)));

        assertThat(called(ALICE, "INVITE").bindings())
                .extracting(Binding::contact).containsExactly("sip:b@h");
    }

    @Test
    void rfc5626_7_anInstanceIsReachedByOneOfItsFlowsTheLastOneFirst() {
        put(registration(flow("sip:a@h:1", "<urn:uuid:1>", 1), flow("sip:b@h", "<urn:uuid:2>", 1),
                flow("sip:a@h:2", "<urn:uuid:1>", 2)));

        Contacts contacts = called(ALICE, "INVITE");

        assertThat(contacts.parallel()).isTrue();
        assertThat(flows(contacts)).containsExactly(List.of("sip:a@h:2", "sip:a@h:1"), List.of("sip:b@h"));
    }

    @Test
    void rfc5626_7_ofTheFlowsOfAnInstanceThePreferredOneIsFirst() {
        put(registration(flow("sip:a@h:1", IMPI, "<urn:uuid:1>", 1, 1.0), flow("sip:a@h:2", IMPI, "<urn:uuid:1>", 2, 0.5),
                flow("sip:b@h", IMPI, "<urn:uuid:2>", 1, 0.7)));

        Contacts contacts = called(ALICE, "INVITE");

        assertThat(contacts.parallel()).isFalse();
        assertThat(flows(contacts)).containsExactly(List.of("sip:a@h:1", "sip:a@h:2"), List.of("sip:b@h"));
    }

    @Test
    void rfc5626_6_whatHasNoRegIdOrAnotherPrivateIdentityIsNoOtherFlow() {
        put(registration(flow("sip:a@h:1", IMPI, "<urn:uuid:1>", 1, 1.0), flow("sip:a@h:2", IMPI, "<urn:uuid:1>", 0, 1.0),
                flow("sip:a@h:3", new PrivateIdentity("tablet@ims.example"), "<urn:uuid:1>", 2, 1.0)));

        assertThat(flows(called(ALICE, "MESSAGE")))
                .containsExactly(List.of("sip:a@h:3"), List.of("sip:a@h:2"), List.of("sip:a@h:1"));
    }

    @ParameterizedTest
    @CsvSource({"430, true", "408, true", "503, true", "180, false", "200, false", "404, false", "480, false",
        "486, false", "500, false", "600, false"})
    void rfc5626_7_afterAnyOtherResponseTheInstanceHasSpoken(int status, boolean anotherFlow) {
        assertThat(Fork.flowFailed(status)).isEqualTo(anotherFlow);
    }

    @Test
    void ts23003_13_4A_aWildcardedIdentityIsServedByItsProfileKey() {
        PublicIdentity room = new PublicIdentity("sip:room-7@ims.example");
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(List.of(
                new ProfileIdentity(EVE, false, Optional.empty()), new ProfileIdentity(
                        new PublicIdentity("sip:rooms@ims.example"), false, IdentityType.WILDCARDED_IMPU,
                        Optional.of("sip:room-!.*!@ims.example"), Optional.empty(), Optional.empty())), List.of())));
        put(new Registration(IMPI, EVE, List.of(EVE), profile, List.of(binding("sip:pbx@h", 1.0, 100)), NOW));

        String key = "<sip:room-!.*!@ims.example>";
        Optional<Registration> found = ProfileKey.of(key, room).flatMap(registrations::find);

        assertThat(found.map(Registration::defaultIdentity)).contains(EVE);
        assertThat(Contacts.of(room, found, "INVITE", NOW).bindings()).hasSize(1);
        assertThat(registrations.find(room)).isEmpty();
        for (String other : new String[] {"", "<sip:room-7@ims.example>", "<sip:flat-!.*!@ims.example>", "<sip:!(!>"}) {
            assertThat(ProfileKey.of(other, room)).as(other).isEmpty();
            refused(403, "not registered", () -> ServedUser.of(List.of(room), other, registrations::find));
        }
        ServedUser served = ServedUser.of(List.of(room), key, registrations::find);
        assertThat(served.identity()).isEqualTo(room);
        assertThat(served.registration().defaultIdentity()).isEqualTo(EVE);
        put(registration(List.of(room), binding("sip:room@h", 1.0, 100)));
        refused(403, "another user's", () -> ServedUser.of(List.of(room), key, registrations::find));
    }

    @Test
    void rfc3261_16_7_otherRequestsGoToThePhoneThatRegisteredLast() {
        put(registration(binding("sip:old@h", 1.0, 100), binding("sip:new@h", 1.0, 100),
                binding("sip:last-resort@h", 0.1, 100)));

        Contacts contacts = called(ALICE, "MESSAGE");

        assertThat(contacts.parallel()).isFalse();
        assertThat(contacts.bindings()).extracting(Binding::contact)
                .containsExactly("sip:new@h", "sip:old@h", "sip:last-resort@h");
    }

    private static void refused(int status, String why, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.reason()).contains(why);
        });
    }

    private static Registration registration(Binding... bindings) {
        return registration(List.of(ALICE, ALICE_TEL), bindings);
    }

    private static Registration registration(List<PublicIdentity> identities, Binding... bindings) {
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(List.of(
                new ProfileIdentity(ALICE, false, Optional.empty()),
                new ProfileIdentity(ALICE_TEL, false, Optional.empty()),
                new ProfileIdentity(BARRED, true, Optional.empty())), List.of())));
        return new Registration(IMPI, identities.get(0), identities, profile, List.of(bindings), NOW);
    }

    private static Binding binding(String contact, double q, int seconds) {
        return new Binding(contact, IMPI, "call", 1, "", 0, q, List.of("<sip:term@p;lr>"), "", "",
                NOW.plusSeconds(seconds));
    }

    private static Binding flow(String contact, String instance, int regId) {
        return flow(contact, IMPI, instance, regId, 1.0);
    }

    private static Binding flow(String contact, PrivateIdentity impi, String instance, int regId, double q) {
        return new Binding(contact, impi, "call", 1, instance, regId, q, List.of(), "", "", NOW.plusSeconds(100));
    }

    /** Where a request to this identity goes. */
    private Contacts called(PublicIdentity identity, String method) {
        return Contacts.of(identity, registrations.find(identity), method, NOW);
    }

    private static List<List<String>> flows(Contacts contacts) {
        return contacts.targets().stream().map(target -> target.flows().stream().map(Binding::contact).toList()).toList();
    }
}
