package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.element.ContactUri;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.identity.Wildcards;
import org.calliope.ims.pcscf.UeRegistration.Outbound;
import org.calliope.ims.reginfo.ContactElement;
import org.calliope.ims.reginfo.ContactElement.Event;
import org.calliope.ims.reginfo.RegInfo;
import org.calliope.ims.reginfo.RegInfo.DocumentState;
import org.calliope.ims.reginfo.RegistrationElement;
import org.calliope.ims.reginfo.RegistrationElement.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TS 24.229 5.2.3, 5.2.5.2. */
class NetworkChangeTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final PublicIdentity TEL = new PublicIdentity("tel:+4930123");
    private static final String ROOMS = "sip:room-!.*!@ims.example";
    private static final String PHONE = "sip:alice@127.0.0.1:5070";
    private static final String OTHER = "sip:alice@127.0.0.1:5999";

    private final UeRegistration registered = registration(Outbound.NONE);

    @Test
    void ts24229_5_2_3_whatIsAsItWasChangesNothing() {
        assertThat(change(registered, active("sip:alice@ims.example", Event.REGISTERED))).contains(registered);
        assertThat(change(registered)).contains(registered);
    }

    @Test
    void ts24229_5_2_3_anIdentityThatIsRegisteredWithOurContactIsLearned() {
        assertThat(change(registered, active("tel:+4930123", Event.CREATED)).orElseThrow().identities())
                .containsExactly(ALICE, TEL);
        assertThat(change(registered, element("tel:+4930123", State.ACTIVE, contact(Event.CREATED, OTHER))))
                .as("with another contact it is not this UE's").contains(registered);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "DEACTIVATED", "PROBATION", "UNREGISTERED", "REJECTED"})
    void ts24229_5_2_5_2_aContactThatTheNetworkEndedIsTheEnd(Event event) {
        assertThat(change(registered, active("sip:alice@ims.example", event))).isEmpty();
        assertThat(change(registered, element("sip:alice@ims.example", State.ACTIVE, contact(event, OTHER))))
                .as("another phone's contact").contains(registered);
    }

    @Test
    void ts24229_5_2_5_2_anIdentityThatIsTerminatedIsLost() {
        UeRegistration two = registered.withIdentities(List.of(ALICE, TEL));

        assertThat(change(two, element("tel:+4930123", State.TERMINATED)).orElseThrow().identities())
                .containsExactly(ALICE);
        assertThat(change(two, element("tel:+4930123", State.TERMINATED),
                element("sip:alice@ims.example", State.TERMINATED))).isEmpty();
    }

    @Test
    void ts24229_5_2_3_aWildcardedIdentityIsLearnedAndLost() {
        UeRegistration learned = change(registered, room(State.ACTIVE, ROOMS)).orElseThrow();
        assertThat(learned.identities()).as("what stands for it is no identity of its own").containsExactly(ALICE);
        assertThat(learned.wildcards()).isEqualTo(Wildcards.of(List.of(ROOMS)));
        assertThat(change(learned, room(State.ACTIVE, ROOMS))).as("told again").contains(learned);

        assertThat(change(learned, room(State.TERMINATED, ROOMS))).contains(registered);
        assertThat(change(registered, room(State.ACTIVE, "sip:!(!@ims.example")).orElseThrow().wildcards())
                .as("none that could be matched").isEqualTo(Wildcards.NONE);
    }

    private static RegistrationElement room(State state, String wildcard) {
        return new RegistrationElement("sip:room-0@ims.example", "r", state, Optional.of(wildcard),
                List.of(contact(state == State.ACTIVE ? Event.CREATED : Event.DEACTIVATED, PHONE)));
    }

    @Test
    void ts24229_5_2_5_2_oneOfTwoContactsGoes() {
        UeRegistration two = registered.withContacts(List.of(ContactUri.parse(PHONE), ContactUri.parse(OTHER)));

        UeRegistration after = change(two, active("sip:alice@ims.example", Event.DEACTIVATED)).orElseThrow();

        assertThat(after.contacts()).containsExactly(ContactUri.parse(OTHER));
        assertThat(after.identities()).containsExactly(ALICE);
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "600, 600", "6000, 600", "9223372036854775807, 600"})
    void ts24229_5_2_3_aShortenedContactEndsEarlierNeverLater(long told, long left) {
        UeRegistration after = change(registered, element("sip:alice@ims.example", State.ACTIVE,
                ContactElement.after(Event.SHORTENED, "c", PHONE).expires(told).build())).orElseThrow();

        assertThat(after.expires()).isEqualTo(NOW.plusSeconds(left));
    }

    @Test
    void ts24229_5_2_3_shortenedToNothingIsTheEnd() {
        assertThat(change(registered, element("sip:alice@ims.example", State.ACTIVE,
                ContactElement.after(Event.SHORTENED, "c", PHONE).expires(0).build()))).isEmpty();
    }

    @Test
    void rfc5626_6_ofTwoFlowsWithOneContactTheOneThatIsMeantGoes() {
        RegistrationElement ended = element("sip:alice@ims.example", State.ACTIVE,
                ContactElement.after(Event.DEACTIVATED, "c", PHONE).unknownParam("+sip.instance", "\"<urn:x>\"")
                        .unknownParam("reg-id", "2").build());

        assertThat(change(registration(new Outbound("\"<urn:x>\"", 2)), ended)).isEmpty();
        assertThat(change(registration(new Outbound("\"<urn:x>\"", 1)), ended)).isPresent();
        assertThat(change(registration(new Outbound("\"<urn:y>\"", 2)), ended)).isPresent();
    }

    @Test
    void whatIsNoIdentityOrContactIsPassedOver() {
        assertThat(change(registered, element("mailto:a@b", State.TERMINATED),
                element("sip:alice@ims.example", State.ACTIVE, contact(Event.EXPIRED, "tel:+1555"),
                        contact(Event.EXPIRED, "no uri")))).contains(registered);
    }

    private static Optional<UeRegistration> change(UeRegistration before, RegistrationElement... told) {
        return new NetworkChange(new RegInfo(0, DocumentState.FULL, List.of(told)), NOW).of(before);
    }

    private static RegistrationElement active(String aor, Event event) {
        return element(aor, State.ACTIVE, contact(event, PHONE));
    }

    private static RegistrationElement element(String aor, State state, ContactElement... contacts) {
        return new RegistrationElement(aor, aor, state, List.of(contacts));
    }

    private static ContactElement contact(Event event, String uri) {
        return ContactElement.after(event, uri, uri).build();
    }

    private static UeRegistration registration(Outbound outbound) {
        return new UeRegistration("f", "alice", ALICE, List.of(ALICE), Wildcards.NONE,
                List.of(ContactUri.parse(PHONE)), List.of(), outbound,
                new Source("127.0.0.1", 5070, "udp", "127.0.0.1:5070"), NOW.plusSeconds(600));
    }
}
