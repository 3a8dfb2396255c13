package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.calliope.ims.cx.IdentityType;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.gruu.GruuSecret;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.ContactDetails;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.calliope.ims.scscf.RegistrationChange.Cause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegInfoDocumentsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final String UUID = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    private static final PublicIdentity TEL = new PublicIdentity("tel:+4930123");

    private final RegInfoDocuments documents = new RegInfoDocuments(new Instances(new Gruus(GruuSecret.random())));

    private static ProfileIdentity member(PublicIdentity identity) {
        return new ProfileIdentity(identity, false, Optional.empty());
    }

    private static Registration set(List<ProfileIdentity> members, Binding... bindings) {
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(members, List.of())));
        return new Registration(IMPI, ALICE, ImplicitSet.of(profile, ALICE), profile, List.of(bindings), NOW);
    }

    private static Registration set(Binding... bindings) {
        return set(List.of(member(ALICE), member(TEL)), bindings);
    }

    private static Binding binding(String contact, long cseq, int seconds) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("+g.3gpp.smsip", "");
        parameters.put("audio", "");
        return new Binding(contact, IMPI, "call-1", cseq, '<' + UUID + '>', 2, 0.5, List.of(), "", "",
                NOW.plusSeconds(seconds), new ContactDetails(Optional.of(ALICE), "Alice \"A.\"", parameters, 1));
    }

    private static List<Event> events(RegistrationElement element) {
        return element.contacts().stream().map(ContactElement::event).toList();
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.2: registered is the identity of the REGISTER, created the others of its set")
    void registeredAndCreated() {
        List<RegistrationElement> full = documents.full(set(binding("sip:a@h", 1, 600)), NOW);

        assertThat(full).extracting(RegistrationElement::aor).containsExactly(ALICE.uri(), TEL.uri());
        assertThat(events(full.get(0))).containsExactly(Event.REGISTERED);
        assertThat(events(full.get(1))).containsExactly(Event.CREATED);
    }

    @Test
    @DisplayName("RFC 3680 5.1.3, TS 24.229 5.4.2.1.2: what is told of a contact")
    void contact() {
        ContactElement contact = documents.full(set(binding("sip:a@h", 7, 600)), NOW).get(0).contacts().get(0);

        assertThat(contact.uri()).isEqualTo("sip:a@h");
        assertThat(contact.callId()).contains("call-1");
        assertThat(contact.cseq()).contains(7L);
        assertThat(contact.q()).contains("0.5");
        assertThat(contact.expires()).contains(600L);
        assertThat(contact.displayName()).contains("Alice \"A.\"");
        assertThat(contact.unknownParams()).containsExactly(Map.entry("+sip.instance", "\"<" + UUID + ">\""),
                Map.entry("reg-id", "2"), Map.entry("+g.3gpp.smsip", ""), Map.entry("audio", ""));
    }

    @Test
    @DisplayName("RFC 5628 5, TS 24.229 5.4.7A: the GRUUs of an active contact, of each identity that can have them")
    void gruus() {
        Binding phone = binding("sip:a@h", 7, 600);
        PublicIdentity work = new PublicIdentity("sip:work@ims.example");
        Registration set = set(List.of(member(ALICE), member(TEL), member(work)), phone);

        List<ContactElement> full = contacts(documents.full(set, NOW));

        assertThat(full).extracting(contact -> contact.pubGruu().orElse("none")).containsExactly(
                "sip:alice@ims.example;gr=" + UUID, "none", "sip:work@ims.example;gr=" + UUID);
        assertThat(full.get(0).tempGruu()).hasValueSatisfying(temporary -> {
            assertThat(temporary.uri()).startsWith("sip:tgruu.").endsWith("@ims.example;gr");
            assertThat(temporary.firstCseq()).isEqualTo(1);
        });
        assertThat(full.get(1).tempGruu()).isEmpty();
        assertThat(full.get(2).tempGruu()).isPresent().isNotEqualTo(full.get(0).tempGruu());
        assertThat(contacts(documents.ended(set, Map.of(), NOW))).as("over with the contact")
                .allSatisfy(contact -> assertThat(contact.pubGruu()).isEmpty())
                .allSatisfy(contact -> assertThat(contact.tempGruu()).isEmpty());
    }

    private static List<ContactElement> contacts(List<RegistrationElement> elements) {
        return elements.stream().flatMap(element -> element.contacts().stream()).toList();
    }

    @Test
    @DisplayName("RFC 3680 5.1.2, 5.1.3: ids are unique in a document")
    void ids() {
        List<RegistrationElement> full = documents.full(set(binding("sip:a@h", 1, 600)), NOW);

        assertThat(full).extracting(RegistrationElement::id).doesNotHaveDuplicates();
        assertThat(full).flatExtracting(RegistrationElement::contacts).extracting("id").doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"REGISTER,UNREGISTERED", "EXPIRED,EXPIRED", "REJECTED,REJECTED", "DEACTIVATED,DEACTIVATED",
        "PROFILE,DEACTIVATED"})
    @DisplayName("RFC 3680 5.1.3: why a contact went is its event")
    void lost(Cause cause, Event event) {
        Binding binding = binding("sip:a@h", 1, 600);
        Map<String, Cause> causes = Map.of(RegInfoDocuments.key(binding), cause);

        List<RegistrationElement> ended = documents.ended(set(binding), causes, NOW);

        assertThat(ended).allSatisfy(element -> {
            assertThat(element.state()).isEqualTo(State.TERMINATED);
            assertThat(events(element)).containsExactly(event);
        });
        assertThat(documents.changed(set(binding), set(), causes, NOW)).hasSize(2).allSatisfy(element -> {
            assertThat(element.state()).isEqualTo(State.ACTIVE);
            assertThat(events(element)).containsExactly(event);
        });
    }

    @ParameterizedTest
    @CsvSource({"REGISTER,REFRESHED", "SHORTENED,SHORTENED"})
    @DisplayName("RFC 3680 5.1.3, TS 24.229 5.4.1.6: refreshed, or shortened by the network, with the time that is left")
    void kept(Cause cause, Event event) {
        Binding before = binding("sip:a@h", 1, 600);
        Registration now = set(binding("sip:a@h", 2, 60));

        List<RegistrationElement> changed = documents.changed(set(before), now,
                Map.of(RegInfoDocuments.key(before), cause), NOW);

        assertThat(changed).hasSize(2).allSatisfy(element -> assertThat(events(element)).containsExactly(event));
        assertThat(changed.get(0).contacts().get(0).expires()).contains(60L);
    }

    @Test
    @DisplayName("RFC 3680 5.1.1: nothing is told of what did not change")
    void unchanged() {
        Registration same = set(binding("sip:a@h", 1, 600));

        assertThat(documents.changed(same, same, Map.of(), NOW)).isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.8: an identity that the HSS takes out of the set is terminated, one it adds is created")
    void profile() {
        Binding binding = binding("sip:a@h", 1, 600);
        PublicIdentity work = new PublicIdentity("sip:work@ims.example");

        List<RegistrationElement> changed = documents.changed(set(binding),
                set(List.of(member(ALICE), member(work)), binding), Map.of(), NOW);

        assertThat(changed).extracting(RegistrationElement::aor).containsExactly(TEL.uri(), work.uri());
        assertThat(changed).extracting(RegistrationElement::state).containsExactly(State.TERMINATED, State.ACTIVE);
        assertThat(events(changed.get(0))).containsExactly(Event.DEACTIVATED);
        assertThat(events(changed.get(1))).containsExactly(Event.CREATED);
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.2, 7.10A: a wildcarded identity is told beside an identity that stands for it")
    void wildcarded() {
        ProfileIdentity rooms = new ProfileIdentity(new PublicIdentity("sip:room-0@ims.example"), false,
                IdentityType.WILDCARDED_IMPU, Optional.of("sip:room-!.*!@ims.example"), Optional.empty(),
                Optional.empty());

        List<RegistrationElement> full =
                documents.full(set(List.of(member(ALICE), rooms), binding("sip:a@h", 1, 600)), NOW);

        assertThat(full.get(0).wildcardedIdentity()).isEmpty();
        assertThat(full.get(1).aor()).isEqualTo(rooms.key().uri());
        assertThat(full.get(1).wildcardedIdentity()).contains("sip:room-!.*!@ims.example");
        assertThat(events(full.get(1))).containsExactly(Event.CREATED);
        assertThat(full.get(1).contacts().get(0).pubGruu()).as("what stands for many is nobody").isEmpty();
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.2, 7.10A: of a wildcarded identity the one that was registered by it stands for it")
    void registeredByWildcard() {
        PublicIdentity room = new PublicIdentity("sip:room-7@ims.example");
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(List.of(member(ALICE),
                new ProfileIdentity(new PublicIdentity("sip:room-0@ims.example"), false, IdentityType.WILDCARDED_IMPU,
                        Optional.of("sip:room-!.*!@ims.example"), Optional.empty(), Optional.empty())), List.of())));
        Registration set = new Registration(IMPI, ALICE, ImplicitSet.of(profile, room), profile,
                List.of(binding("sip:a@h", 1, 600)), NOW);

        assertThat(documents.full(set, NOW)).extracting(RegistrationElement::aor)
                .containsExactly(ALICE.uri(), room.uri());
        assertThat(SubscriptionRules.permitted(set, List.of(new PublicIdentity("sip:room-9@ims.example")))).isTrue();
    }
}
