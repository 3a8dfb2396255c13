package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

    private static final PublicIdentity ALICE = new PublicIdentity("sip:alice@ims.example");
    private static final String DOMAIN = "ims.example";

    @Test
    void ts24229_5_3_1_2_withoutAuthorizationThePrivateIdentityIsDerivedFromTo() {
        assertThat(Identities.privateIdentity(Optional.empty(), ALICE, DOMAIN, true).value())
                .isEqualTo("alice@ims.example");
    }

    @Test
    void ts23003_13_3_aSoftphonesUserNameIsOfTheHomeDomain() {
        assertThat(Identities.privateIdentity(user("alice"), ALICE, DOMAIN, true).value())
                .isEqualTo("alice@ims.example");
    }

    @Test
    void aPrivateIdentityIsTakenAsItIs() {
        assertThat(Identities.privateIdentity(user("001010000000001@private.example"), ALICE, DOMAIN, false).value())
                .isEqualTo("001010000000001@private.example");
    }

    @Test
    void withoutTheToleranceAMissingPrivateIdentityIs403() {
        assertThatThrownBy(() -> Identities.privateIdentity(Optional.empty(), ALICE, DOMAIN, false))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(403);
                    assertThat(refusal.reason()).contains("private identity");
                });
        assertThatThrownBy(() -> Identities.privateIdentity(user("alice"), ALICE, DOMAIN, false))
                .isInstanceOf(SipRefusal.class);
    }

    @Test
    void noPrivateIdentityCanBeDerivedFromATelephoneNumber() {
        assertThatThrownBy(() -> Identities.privateIdentity(Optional.empty(), new PublicIdentity("tel:+4930123"),
                DOMAIN, true)).isInstanceOfSatisfying(SipRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YWxpY2U6YWxpY2U=", "Digest username=\"alice", "Digest", "Digest username"})
    void rfc3261_21_4_1_aBrokenAuthorizationIs400(String header) {
        assertThatThrownBy(() -> Identities.credentials(header)).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.reason()).startsWith("Authorization is malformed");
        });
    }

    @Test
    void anIdentityThatMayBeMissingIsLeftOut() {
        assertThat(Identities.perhaps(null)).isEmpty();
        assertThat(Identities.perhaps("urn:service:sos")).isEmpty();
        assertThat(Identities.perhaps("\"Alice\" <sip:alice@IMS.example;user=phone>")).contains(ALICE);
    }

    @Test
    void rfc3261_7_3_1_aListIsSplitOutsideQuotesAndBrackets() {
        assertThat(Identities.list("\"Smith, \\\"A\\\"\" <sip:a@x.example?Subject=1,2>;q=1, <sip:b@x.example> ,"))
                .containsExactly("\"Smith, \\\"A\\\"\" <sip:a@x.example?Subject=1,2>;q=1", "<sip:b@x.example>");
        assertThat(Identities.list("")).isEmpty();
    }

    private static Optional<Credentials> user(String name) {
        return Optional.of(Credentials.parse("Digest username=\"" + name + "\", realm=\"ims.example\", nonce=\"\","
                + " uri=\"sip:ims.example\", response=\"\""));
    }

    @Test
    void rfc3261_22_3_ofSeveralAuthorizationHeadersTheOneForOurRealmCounts() {
        String ours = "Digest username=\"alice\", realm=\"ims.example\", nonce=\"n\", uri=\"sip:ims.example\"";
        String other = ours.replace("realm=\"ims.example\"", "realm=\"other.example\"");

        assertThat(Identities.authorization(List.of("Basic YWxpY2U6YWxpY2U=", other, ours), "ims.example"))
                .isEqualTo(ours);
        assertThat(Identities.authorization(List.of(ours.replace("realm=\"ims", "realm=\"IMS"), other), "ims.example"))
                .contains("IMS.example");
        assertThat(Identities.authorization(List.of(other), "ims.example")).as("alone").isEqualTo(other);
        assertThat(Identities.authorization(List.of("Basic YWxpY2U6YWxpY2U="), "ims.example")).startsWith("Basic");
        assertThat(Identities.authorization(List.of(), "ims.example")).isEmpty();
        for (List<String> refused : List.of(List.of(ours, ours), List.of(other, other), List.of(ours, "Digest x"))) {
            assertThatThrownBy(() -> Identities.authorization(refused, "ims.example")).isInstanceOfSatisfying(
                    SipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
        }
    }
}
