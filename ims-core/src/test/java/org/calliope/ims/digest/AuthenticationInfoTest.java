package org.calliope.ims.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes between S-CSCF, P-CSCF and UE beside challenge and answer. */
class AuthenticationInfoTest {

    @Test
    void rfc7616_3_5_itIsReadAsItWasWritten() {
        AuthenticationInfo info = new AuthenticationInfo("n2", "auth", "00ff", "c1", "0000000a");

        assertThat(info.headerValue()).isEqualTo(
                "nextnonce=\"n2\",qop=auth,rspauth=\"00ff\",cnonce=\"c1\",nc=0000000a");
        assertThat(AuthenticationInfo.parse(info.headerValue())).isEqualTo(info);
    }

    @Test
    void rfc7616_3_5_withoutANextNonceThePresentOneGoesOn() {
        assertThat(new AuthenticationInfo("", "auth", "00ff", "c1", "00000001").headerValue()).startsWith("qop=auth");
        assertThat(AuthenticationInfo.parse("qop=auth, rspauth=\"00\"").nextNonce()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ts24229_7_2A_2_everyValueIsReadByItsName(IntegrityProtected value) {
        assertThat(IntegrityProtected.of(value.wireName())).contains(value);
    }

    @Test
    void ts24229_7_2A_2_anUnknownValueIsNotGuessed() {
        assertThat(IntegrityProtected.of("")).isEmpty();
        assertThatThrownBy(() -> IntegrityProtected.of("maybe")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ts24229_7_2A_1_theSessionKeysAreWrittenReadAndNotShown() {
        Challenge challenge = new Challenge("ims.example", "n", "", "AKAv1-MD5", "auth").withKeys("0c", "0d");

        assertThat(challenge.headerValue()).endsWith("ck=\"0c\",ik=\"0d\"");
        assertThat(Challenge.parse(challenge.headerValue())).isEqualTo(challenge);
        assertThat(challenge.toString()).doesNotContain("0c").doesNotContain("0d");
    }
}
