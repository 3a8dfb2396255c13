package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.ContactDetails;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3841 7.2 and 9.1. */
class CallerPreferencesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PublicIdentity USER = new PublicIdentity("sip:user@ims.example");
    private static final PrivateIdentity IMPI = new PrivateIdentity("user@ims.example");
    private static final String MMTEL = "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\"";

    private static Binding contact(String name, double q, String parameters) {
        return new Binding("sip:" + name + "@h.example.com", IMPI, name, 1, "", 0, q, List.of(), "", "", NOW.plusSeconds(60))
                .with(new ContactDetails(Optional.empty(), "", ContactParameters.of("<sip:x>" + parameters), 1));
    }

    private static CallerPreferences invite(List<String> accept, List<String> reject, String... disposition) {
        return CallerPreferences.of("INVITE", accept, reject, List.of(disposition));
    }

    private static Contacts contacts(CallerPreferences wanted, Binding... latestFirst) {
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(
                List.of(new ProfileIdentity(USER, false, Optional.empty())), List.of())));
        List<Binding> bindings = new ArrayList<>(List.of(latestFirst));
        Collections.reverse(bindings);
        return Contacts.of(USER, Optional.of(new Registration(IMPI, USER, List.of(USER), profile, bindings, NOW)), "INVITE",
                NOW, any -> true, wanted);
    }

    private static List<String> names(Contacts contacts) {
        return contacts.bindings().stream().map(binding -> binding.contact().substring(4, 6)).toList();
    }

    private static double score(CallerPreferences wanted, String parameters) {
        return wanted.score(contact("u1", 1, parameters)).orElse(-1);
    }

    @Test
    void theExampleOfTheRfc_7_3() {
        CallerPreferences wanted = invite(List.of("*;audio;require", "*;video;explicit",
                "*;methods=\"BYE\";class=\"business\";q=1.0"), List.of("*;actor=\"msg-taker\";video"));

        assertThat(score(wanted, ";audio;video;methods=\"INVITE,BYE\"")).isEqualTo(0.833, within(0.001));
        assertThat(score(wanted, ";audio=\"FALSE\";methods=\"INVITE\";actor=\"msg-taker\"")).isEqualTo(-1);
        assertThat(score(wanted, ";audio;methods=\"INVITE,OPTIONS\"")).isEqualTo(0.333, within(0.001));
        assertThat(names(contacts(wanted, contact("u1", 0.2, ";audio;video;methods=\"INVITE,BYE\""),
                contact("u2", 0.2, ";audio=\"FALSE\";methods=\"INVITE\";actor=\"msg-taker\""),
                contact("u3", 0.3, ";audio;actor=\"msg-taker\";methods=\"INVITE\";video"),
                contact("u4", 0.2, ";audio;methods=\"INVITE,OPTIONS\""), contact("u5", 0.5, ""))))
                .containsExactly("u5", "u1", "u4");
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "';audio', 0", "';video', 0.5", "';video=\"FALSE\"', 0", "';video;methods=\"INVITE\"', 1"})
    void withoutFlagsNobodyIsOut_7_2_4(String features, double score) {
        assertThat(score(invite(List.of("*;video", "*;methods=\"INVITE\""), List.of()), features)).isEqualTo(score);
    }

    @Test
    void whoWantsATelephoneOfTheImsGetsOne_TS24229_5_1_3_1() {
        Binding ims = contact("im", 1, ";" + MMTEL + ";audio");
        Binding plain = contact("so", 1, ";audio");
        assertThat(names(contacts(invite(List.of("*;" + MMTEL), List.of()), plain, ims))).containsExactly("im", "so");
        assertThat(names(contacts(invite(List.of("*;" + MMTEL + ";require;explicit"), List.of()), plain, ims)))
                .containsExactly("im");
        assertThat(names(contacts(invite(List.of("*;" + MMTEL + ";require"), List.of()), plain, ims)))
                .as("who does not say is not out").containsExactly("im", "so");
    }

    @Test
    void noContactSuits_7_2_4() {
        CallerPreferences wanted = invite(List.of("*;" + MMTEL + ";require;explicit"), List.of());
        assertThatThrownBy(() -> contacts(wanted, contact("so", 1, ";audio"))).isInstanceOfSatisfying(SipRefusal.class,
                refusal -> assertThat(refusal.status()).isEqualTo(480));
        assertThat(names(contacts(wanted, contact("so", 1, "")))).as("who says nothing at all").containsExactly("so");
    }

    @Test
    void whoDoesNotKnowTheMethodIsOut_7_2_2() {
        CallerPreferences message = CallerPreferences.of("MESSAGE", List.of(), List.of(), List.of());
        assertThat(score(message, ";methods=\"INVITE,BYE\"")).isEqualTo(-1);
        assertThat(score(message, ";methods=\"INVITE,MESSAGE\"")).isEqualTo(1);
        assertThat(score(message, ";audio")).isNotNegative();
    }

    @ParameterizedTest
    @CsvSource({"parallel, true, 2", "sequential, false, 2", "no-fork, true, 1", "queue, true, 2"})
    void theCallerSaysHowToFork_9_1(String directive, boolean parallel, int targets) {
        Contacts contacts = contacts(invite(List.of(), List.of(), directive), contact("u1", 1, ""), contact("u2", 1, ""));
        assertThat(contacts.parallel()).isEqualTo(parallel);
        assertThat(contacts.targets()).hasSize(targets);
    }

    @Test
    void parallelOverridesWhatTheContactsPrefer_9_1() {
        assertThat(contacts(invite(List.of(), List.of(), "parallel"), contact("u1", 1, ""), contact("u2", 0.5, "")).parallel())
                .isTrue();
    }

    @Test
    void negatedValuesAndNonsense_RFC3840_9() {
        CallerPreferences wanted = invite(List.of("*;language=\"!en\";require", "", ";", "*;=;;x=y"), List.of("nonsense"));
        assertThat(score(wanted, ";language=\"en\"")).isEqualTo(-1);
        assertThat(score(wanted, ";language=\"en,de\"")).isNotNegative();
        assertThat(score(wanted, ";language=\"de\"")).isNotNegative();
    }
}
