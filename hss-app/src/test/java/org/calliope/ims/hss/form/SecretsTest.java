package org.calliope.ims.hss.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.secret.Credentials;
import org.junit.jupiter.api.Test;

/** What a form asks to prove a private identity. */
class SecretsTest {

    private static final String K = "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";
    private static final String OPC = "F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF";

    private static Optional<Credentials> read(Values values) {
        return Secrets.read(values, "", "a@ims.example", "ims.example");
    }

    @Test
    void nothingTypedIsNoSecret() {
        assertThat(read(Values.none().with("amf", "8000").with("constant", "opc"))).isEmpty();
    }

    @Test
    void keysAreReadAsVendorsPrintThem() {
        Credentials sim = read(Values.none().with("k", K).with("op", OPC)).orElseThrow();
        assertThat(sim.preferred()).isEqualTo(AuthScheme.DIGEST_AKAV1_MD5);
        assertThat(sim.aka().orElseThrow().amf()).isEqualTo(0x8000);
    }

    @Test
    void passwordAndSimStandBesideEachOtherAndBlanksOfAPasswordCount() {
        Credentials both = read(Values.none().with("k", K).with("op", OPC).with("password", " pass ")).orElseThrow();
        assertThat(both.aka()).isPresent();
        assertThat(both.digest()).isEqualTo(read(Values.none().with("password", " pass ")).orElseThrow().digest())
                .isNotEqualTo(read(Values.none().with("password", "pass")).orElseThrow().digest());
    }

    @Test
    void aRefusalNamesItsFieldAndShowsNothing() {
        for (String[] wrong : new String[][] {{"k", "12", OPC, "8000"}, {"op", K, "zz", "8000"}, {"amf", K, OPC, "80"}}) {
            assertThatThrownBy(() -> read(Values.none().with("k", wrong[1]).with("op", wrong[2]).with("amf", wrong[3])))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining(OPC)
                    .satisfies(e -> assertThat(Secrets.field(e.getMessage())).isEqualTo(wrong[0]));
        }
        assertThat(Values.none().with("password", "s3cret").toString()).doesNotContain("s3cret");
    }
}
