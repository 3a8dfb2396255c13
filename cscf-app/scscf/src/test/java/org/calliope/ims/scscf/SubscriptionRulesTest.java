package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.calliope.ims.config.Settings;
import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ServiceProfile;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.registration.Registration;
import org.calliope.ims.sip.SipRefusal;
import org.calliope.ims.trace.Join;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PrivateIdentity IMPI = new PrivateIdentity("alice@ims.example");
    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");

    private final SubscriptionRules rules = new SubscriptionRules(
            Settings.read(ScscfSettings.FILE, new Properties(), ScscfSettings.class));

    /** Alice with a telephone number and a barred identity, behind a P-CSCF, with an application server. */
    private static Registration alice() {
        UserProfile profile = new UserProfile(IMPI, List.of(new ServiceProfile(
                List.of(new ProfileIdentity(ALICE, false, Optional.empty()),
                        new ProfileIdentity(new PublicIdentity("tel:+4930123"), false, Optional.empty()),
                        new ProfileIdentity(new PublicIdentity("sip:old@ims.example"), true, Optional.empty())),
                List.of(new InitialFilterCriteria(0, Optional.empty(), new ApplicationServer(
                        "sip:presence@as.ims.example:5090", DefaultHandling.SESSION_CONTINUED), Optional.empty())))));
        Binding binding = new Binding("sip:alice@10.0.0.7:5070", IMPI, "call-1", 1, "", 0, 1.0,
                List.of("<sip:term@10.0.0.1:5060;lr;flow=a>"), "", "", NOW.plusSeconds(3600));
        return new Registration(IMPI, ALICE, ImplicitSet.of(profile, ALICE), profile, List.of(binding), NOW);
    }

    private static SubscribeRequest request(String asserted, String event, List<String> accept) {
        return new SubscribeRequest(ALICE, Optional.empty(), asserted.isEmpty() ? List.of() : List.of(new PublicIdentity(asserted)),
                event, accept, 600, Join.NONE);
    }

    private SipRefusal refused(SubscribeRequest request) {
        try {
            throw new AssertionError("admitted to " + rules.admit(request, Optional.of(alice())));
        } catch (SipRefusal refusal) {
            return refusal;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@ims.example", "tel:+4930123"})
    @DisplayName("TS 24.229 5.4.2.1.1 step 1: the user by every identity that is not barred")
    void theUser(String asserted) {
        assertThat(rules.admit(request(asserted, "reg", List.of()), Optional.of(alice()))).isEqualTo(alice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:term@10.0.0.1:5060", "sip:10.0.0.1:5060", "sip:10.0.0.1"})
    @DisplayName("TS 24.229 5.4.2.1.1 step 1, 5.2.3: the P-CSCF by the URI of its Path entry")
    void thePcscf(String asserted) {
        assertThat(SubscriptionRules.permitted(alice(), List.of(new PublicIdentity(asserted)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:presence@as.ims.example:5090", "sip:as.ims.example:5090"})
    @DisplayName("TS 24.229 5.4.2.1.1 step 1, 5.7.1.1: an application server of the filter criteria")
    void theApplicationServer(String asserted) {
        assertThat(SubscriptionRules.permitted(alice(), List.of(new PublicIdentity(asserted)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sip:bob@ims.example", "sip:old@ims.example", "sip:10.0.0.1:5061", "sip:10.0.0.2:5060",
        "sip:alice@10.0.0.1:5060", "sip:as.ims.example", "sip:other@as.ims.example:5090", "tel:+4930124"})
    @DisplayName("TS 24.229 5.4.2.1.1 step 1: everybody else is refused with 403")
    void everybodyElse(String asserted) {
        assertThat(refused(request(asserted, "reg", List.of())).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("TS 24.229 5.4.2.1.1 step 0: a user who is not registered is 480")
    void unregistered() {
        assertThatThrownBy(() -> rules.admit(request(ALICE.uri(), "reg", List.of()), Optional.empty()))
                .hasMessageStartingWith("480");
    }

    @ParameterizedTest
    @CsvSource({"reg,true", "reg;id=7,true", "reg.winfo,true", "presence,false", "registration,false", "'',false"})
    @DisplayName("RFC 6665 8.2.1: which Event is for the registrar")
    void concerned(String event, boolean concerned) {
        assertThat(SubscriptionRules.concerns(event)).isEqualTo(concerned);
    }

    @Test
    @DisplayName("RFC 6665 4.2.1.1: another package is 489 with Allow-Events")
    void badEvent() {
        SipRefusal refusal = refused(request(ALICE.uri(), "reg.winfo", List.of()));

        assertThat(refusal.status()).isEqualTo(489);
        assertThat(refusal.values()).containsEntry("Allow-Events", "reg");
    }

    @Test
    @DisplayName("RFC 3680 4.5: who does not take application/reginfo+xml gets 406")
    void accept() {
        assertThat(refused(request(ALICE.uri(), "reg", List.of("application/pidf+xml"))).status()).isEqualTo(406);
        for (String taken : List.of("application/reginfo+xml", "Application/RegInfo+XML;q=0.5", "application/*", "*/*")) {
            rules.understood(request(ALICE.uri(), "reg", List.of("text/plain", taken)));
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,3761", "0,0", "60,60", "600000,600000", "2147483647,600000"})
    @DisplayName("RFC 3680 4.3, RFC 6665 4.2.1.1: how long a subscription lasts")
    void granted(int wished, int granted) {
        assertThat(rules.granted(wished)).isEqualTo(granted);
    }

    @Test
    @DisplayName("RFC 6665 4.2.1.1: a subscription too short is 423 with Min-Expires")
    void tooBrief() {
        assertThatThrownBy(() -> rules.granted(59)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(423);
            assertThat(refusal.values()).containsEntry("Min-Expires", "60");
        });
    }
}
