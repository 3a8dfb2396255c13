package org.calliope.ims.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateIdentityTest {

    /** TS 23.003 13.3: username@realm; TS 24.229 5.1.1.1A: a UE without one takes it from its public identity. */
    @Test
    void isDerivedFromThePublicIdentity() {
        assertThat(PrivateIdentity.derive(PublicIdentity.parse("sip:alice@IMS.example:5060;transport=tcp")))
                .isEqualTo(new PrivateIdentity("alice@ims.example"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateIdentity.derive(PublicIdentity.parse("tel:+12125550101")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateIdentity.derive(PublicIdentity.parse("sip:ims.example")));
    }

    @Test
    void aPlainUserNameGetsTheHomeDomain() {
        assertThat(PrivateIdentity.of("alice", "ims.example").value()).isEqualTo("alice@ims.example");
        assertThat(PrivateIdentity.of("alice@other.example", "ims.example").realm()).isEqualTo("other.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "al ice@x", "alice\n@x"})
    void refusesWhatIsNoNetworkAccessIdentifier(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PrivateIdentity(value));
        assertThatIllegalArgumentException().isThrownBy(() -> new PrivateIdentity("a".repeat(256)));
    }
}
