package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneNumberTest {

    private static TelephoneNumber number(String uri) {
        return TelephoneNumber.of(uri).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"tel:+49-30-1234567, +49301234567", "TEL:+1(212)555.0100, +12125550100", "tel:7042;phone-context=example.com, 7042",
        "'sip:+49301234567@ims.example;user=phone', +49301234567", "'sips:+4930-1@ims.example;transport=tcp;User=Phone', +49301"})
    @DisplayName("RFC 3966 5.1.1, RFC 3261 19.1.6: a number, in a tel URI or in a SIP URI with user=phone")
    void numbers(String uri, String expected) {
        assertThat(number(uri).number()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:+49301234567@ims.example", "sip:7042@ims.example;user=phone", "sip:alice@ims.example",
        "sip:ims.example;user=phone", "sip:+49301@ims.example;user=phones", "sip:+@ims.example;user=phone"})
    @DisplayName("RFC 3261 19.1.6: without user=phone, or without a number, a user part is a name")
    void names(String uri) {
        assertThat(TelephoneNumber.of(uri)).isEmpty();
    }

    @Test
    @DisplayName("RFC 3966 5.1.5: a local number counts in its context only")
    void local() {
        TelephoneNumber number = number("tel:7042;phone-context=Example.COM");

        assertThat(number.global()).isFalse();
        assertThat(number.context()).isEqualTo("example.com");
        assertThat(number("tel:+4930;phone-context=example.com").context()).isEmpty();
    }

    @Test
    @DisplayName("RFC 4694 6: number portability, in a tel URI and in a SIP URI")
    void ported() {
        assertThat(number("tel:+1-202-533-1234;npdi;rn=+1-202-000-0000")).satisfies(number -> {
            assertThat(number.dipped()).isTrue();
            assertThat(number.routingNumber()).contains("+12020000000");
        });
        assertThat(number("sip:+12025331234;npdi@ims.example;user=phone")).satisfies(number -> {
            assertThat(number.dipped()).isTrue();
            assertThat(number.routingNumber()).isEmpty();
            assertThat(number.telUri()).isEqualTo("tel:+12025331234;npdi");
        });
    }

    @Test
    @DisplayName("RFC 4904 5: a trunk group counts together with its context")
    void trunkGroup() {
        assertThat(number("tel:+15555551212;tgrp=TG1;trunk-context=Example.com").trunkGroup()).contains("tg1@example.com");
        assertThat(number("tel:+15555551212;tgrp=tg1").trunkGroup()).isEmpty();
    }

    @Test
    @DisplayName("RFC 3966 3: a parameter counts once")
    void repeated() {
        assertThat(number("tel:+4930;rn=+491;rn=+492").telUri()).isEqualTo("tel:+4930;rn=+491");
    }
}
