package org.calliope.ims.pcscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.calliope.ims.pcscf.SecurityAgreement.Asked;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3329 2, TS 24.229 5.2.2. */
class SecurityAgreementTest {

    private static final String TLS = "tls;q=0.2";
    private static final String DIGEST = "digest;d-alg=MD5;d-qop=auth;q=0.1";
    private static final String IPSEC = "ipsec-3gpp; alg=hmac-sha-1-96; spi-c=23456789; port-c=2468";

    private final SecurityAgreement agreement = new SecurityAgreement(Conf.DEFAULT);

    @Test
    void rfc3329_2_3_1_theOfferIsInTheServersOrder() {
        assertThat(agreement.register(demanded(List.of("digest", "tls;q=0.9"), List.of(), false)))
                .isEqualTo(TLS + ", " + DIGEST);
        assertThat(new SecurityAgreement(Conf.agreement(List.of("digest"), false))
                .register(demanded(List.of("digest"), List.of(), false))).isEqualTo(DIGEST);
    }

    @Test
    void whoAsksForNothingIsOfferedNothing() {
        assertThat(agreement.register(new Asked(false, List.of(), List.of(), false))).isEmpty();
        assertThat(agreement.register(new Asked(false, List.of(IPSEC), List.of(), false)))
                .as("RFC 3329 2.3.1: without the option tag it is no request for it").isEmpty();
    }

    @Test
    void ts24229_5_2_2_2_ipsecAloneIsNoCommonMechanism() {
        refused(494, "offered here", () -> agreement.register(demanded(List.of(IPSEC), List.of(), false)));
        refused(494, "without Security-Client", () -> agreement.register(demanded(List.of(), List.of(), false)));
        assertThat(agreement.register(demanded(List.of(IPSEC, "digest"), List.of(), false))).isNotEmpty();
    }

    @Test
    void rfc3329_2_3_1_whatIsVerifiedIsWhatWasOffered() {
        List<String> client = List.of("digest", IPSEC);
        agreement.register(demanded(client, List.of(TLS, DIGEST), false));
        agreement.register(demanded(client, List.of("TLS ; q=0.2", "digest;d-qop=\"auth\";q=0.1;d-alg=MD5"
                + ";d-ver=\"0123456789abcdef0123456789abcdef\""), false));

        refused(494, "Security-Verify", () -> agreement.register(demanded(client, List.of(DIGEST), false)));
        refused(494, "Security-Verify", () -> agreement.register(demanded(client, List.of(DIGEST, TLS), false)));
        refused(494, "Security-Verify",
                () -> agreement.register(demanded(client, List.of("tls;q=0.1", DIGEST), false)));
        refused(494, "Security-Verify", () -> agreement.request(demanded(List.of(), List.of(DIGEST), false)));
    }

    @Test
    void rfc3329_2_3_2_whoCanDoTlsIsToUseItOnceItWasOffered() {
        List<String> client = List.of("digest", "tls");
        agreement.register(demanded(client, List.of(TLS, DIGEST), true));
        refused(494, "over TLS", () -> agreement.register(demanded(client, List.of(TLS, DIGEST), false)));
    }

    @Test
    void rfc3329_2_3_1_anotherRequestVerifies() {
        agreement.request(demanded(List.of(), List.of(TLS, DIGEST), false));
        agreement.request(new Asked(false, List.of(), List.of(), false));
        refused(494, "without Security-Verify", () -> agreement.request(demanded(List.of(), List.of(), false)));
    }

    @Test
    void rfc3329_2_3_1_whereItIsRequiredARegisterWithoutItIs421() {
        SecurityAgreement required = new SecurityAgreement(Conf.agreement(List.of("tls"), true));

        assertThatThrownBy(() -> required.register(new Asked(false, List.of(), List.of(), true)))
                .isInstanceOfSatisfying(SipRefusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(421);
                    assertThat(refusal.values()).containsEntry("Require", "sec-agree")
                            .containsEntry("Security-Server", "tls;q=0.1");
                });
        assertThat(required.register(demanded(List.of("tls"), List.of(), true))).isEqualTo("tls;q=0.1");
    }

    @Test
    void aRefusalTellsTheOffer() {
        assertThatThrownBy(() -> agreement.register(demanded(List.of(IPSEC), List.of(), false)))
                .isInstanceOfSatisfying(SipRefusal.class,
                        refusal -> assertThat(refusal.values()).containsEntry("Security-Server", TLS + ", " + DIGEST));
    }

    @Test
    void withoutMechanismsTheExtensionIsUnknown() {
        SecurityAgreement none = new SecurityAgreement(Conf.agreement(List.of(), false));

        assertThat(none.understood()).isFalse();
        assertThat(none.register(demanded(List.of("tls"), List.of(), false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";q=0.1", "tls;;", "tls;q=0.1;", "tls;q=", "tls;q=\"", "tls;q=0.1;q=0.2", "t ls", "tls;=1",
        "tls;q=\"a\"b", "\u0000"})
    void whatIsMalformedIs400(String value) {
        refused(400, "Security-Client", () -> agreement.register(demanded(List.of(value), List.of(), false)));
        refused(400, "Security-Verify", () -> agreement.register(demanded(List.of("tls"), List.of(value), false)));
        refused(400, "Security-Verify", () -> agreement.request(demanded(List.of(), List.of(value), false)));
    }

    @Test
    void theListsAreBounded() {
        refused(400, "more than 16",
                () -> agreement.register(demanded(Collections.nCopies(17, "tls"), List.of(), false)));
    }

    @Test
    void anUnknownMechanismStopsTheStart() {
        assertThatThrownBy(() -> Conf.agreement(List.of("ipsec-3gpp"), false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ipsec-3gpp");
        assertThatThrownBy(() -> Conf.agreement(List.of(), true)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Asked demanded(List<String> client, List<String> verify, boolean secure) {
        return new Asked(true, client, verify, secure);
    }

    private static void refused(int status, String why, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(SipRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.reason()).contains(why);
        });
    }
}
