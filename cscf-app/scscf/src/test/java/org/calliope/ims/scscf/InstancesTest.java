package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.gruu.Gruu;
import org.calliope.ims.gruu.GruuSecret;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancesTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final String INSTANCE = "<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";

    private final Instances instances = new Instances(new Gruus(GruuSecret.random()));

    private static Binding binding(String contact, String instance) {
        return new Binding(contact, IMPI, "call", 1, instance, 0, 1, List.of(), "", "", NOW.plusSeconds(600));
    }

    private static Registration set(Instant since, Binding... bindings) {
        return new Registration(IMPI, ALICE, List.of(ALICE), new UserProfile(IMPI, List.of()), List.of(bindings), since);
    }

    private static String temporary(String parameters) {
        Matcher found = Pattern.compile("temp-gruu=\"([^\"]+)\"").matcher(parameters);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    @DisplayName("RFC 5627 5.4: a temporary GRUU ends with the registration that it was given in, a public one does not")
    void ends() {
        Binding phone = binding("sip:a@h", INSTANCE);
        String parameters = instances.parameters(phone, ALICE, set(NOW, phone));
        Gruu temporary = instances.called(temporary(parameters)).orElseThrow();
        Gruu shown = instances.called("sip:alice@ims.example;gr=" + INSTANCE.substring(1, INSTANCE.length() - 1)).orElseThrow();

        assertThat(instances.reached(temporary, set(NOW, phone))).accepts(phone).rejects(binding("sip:b@h", ""));
        assertThat(instances.reached(temporary, set(NOW.plusSeconds(1), phone))).rejects(phone);
        assertThat(instances.reached(shown, set(NOW.plusSeconds(1), phone))).accepts(phone);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @DisplayName("RFC 5627 5.1, TS 24.229 5.4.7A.1: without instance ID, for a tel URI and in distress there is none")
    @CsvSource({"sip:a@h,,sip:alice@ims.example", "sip:a@h,nonsense,sip:alice@ims.example",
        "sip:a@h;sos,<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>,sip:alice@ims.example",
        "sip:a@h,<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>,tel:+4930123"})
    void none(String contact, String instance, String identity) {
        Binding phone = binding(contact, instance == null ? "" : instance);
        assertThat(instances.parameters(phone, new PublicIdentity(identity), set(NOW, phone))).isEmpty();
    }

    @Test
    @DisplayName("RFC 5627 5.1: one of this domain's GRUUs is no contact; another domain's is one like others")
    void noContact() {
        assertThat(instances.isGruu("sip:alice@ims.example;gr=urn:uuid:1", "ims.example")).isTrue();
        assertThat(instances.isGruu("sip:alice@far.example;gr=urn:uuid:1", "ims.example")).isFalse();
        assertThat(instances.isGruu("sip:alice@127.0.0.1:5070", "ims.example")).isFalse();
    }
}
