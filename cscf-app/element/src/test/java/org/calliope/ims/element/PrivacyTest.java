package org.calliope.ims.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.calliope.ims.sip.SipRefusal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivacyTest {

    @Test
    @DisplayName("RFC 3323 4.2: values in one header or several, in any case, empty ones not counted")
    void parse() {
        assertThat(Privacy.parse(List.of(" ID ; header;;", "user, critical", ""))).containsExactly("id", "header", "user", "critical");
        assertThat(Privacy.parse(List.of("idle"))).doesNotContain("id");
    }

    @ParameterizedTest
    @CsvSource({"<sip:bob@ims.example>;index=1, <sip:bob@ims.example>;index=1",
        "<sip:bob@ims.example?Privacy=none>;index=1, <sip:bob@ims.example?Privacy=none>;index=1",
        "\"Bob\" <sip:bob@ims.example?Privacy=history>;index=1, <sip:anonymous@anonymous.invalid>;index=1",
        "<sip:bob@ims.example?Reason=SIP%3Bcause%3D302&privacy=HISTORY>;index=1.1;mp=1;who=\"bob\", <sip:anonymous@anonymous.invalid>;index=1.1;mp=1",
        "<sip:bob@ims.example?Privacy=none-such>;index=1, <sip:anonymous@anonymous.invalid>;index=1",
        "garbage?privacy=history, ''"})
    @DisplayName("RFC 7044 10.1.1: an entry that asks for it is anonymised, others stay")
    void entry(String entry, String shown) {
        assertThat(Privacy.entry(entry, false)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"<sip:bob@ims.example>;index=1.2;rc=1, <sip:anonymous@anonymous.invalid>;index=1.2;rc=1",
        "<sip:bob@ims.example?Privacy=none>;index=1, <sip:anonymous@anonymous.invalid>;index=1",
        "sip:bob@ims.example;index=1, <sip:anonymous@anonymous.invalid>;index=1",
        "<sip:bob@ims.example>;index=bob, ''", "<<<sip:bob, ''", "bob, ''"})
    @DisplayName("RFC 7044 10.1.2: with Privacy history or header all of them, and what can not be read is not shown")
    void allEntries(String entry, String shown) {
        assertThat(Privacy.entry(entry, true)).isEqualTo(shown);
    }

    @Test
    @DisplayName("RFC 3323 5: 500 that says what can not be given, when that is critical")
    void critical() {
        assertThatThrownBy(() -> new Privacy(Set.of("session", "critical")).check(true)).isInstanceOf(SipRefusal.class)
                .hasMessageContaining("session").satisfies(thrown -> assertThat(((SipRefusal) thrown).status()).isEqualTo(500));
        assertThatThrownBy(() -> new Privacy(Set.of("user", "critical")).check(false)).isInstanceOf(SipRefusal.class)
                .hasMessageContaining("user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "critical", "id;critical", "user;header;history;id;critical", "none"})
    @DisplayName("RFC 3323 4.2: else the request goes on with what can be done")
    void notCritical(String values) {
        assertThatCode(() -> new Privacy(Privacy.parse(List.of(values))).check(true)).doesNotThrowAnyException();
    }
}
