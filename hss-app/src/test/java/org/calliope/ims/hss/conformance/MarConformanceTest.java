package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.calliope.ims.aka.Resynchronisation;
import org.calliope.ims.aka.Usim;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** MAR, TS 29.228 6.3.1. */
class MarConformanceTest extends CxWire {

    private static final String AKA = "Digest-AKAv1-MD5";
    private static final int RAND = 16;
    private static final Avp BY_AKA = Avp.of(AvpName.SIP_AUTHENTICATION_SCHEME, AKA);

    private final Usim card = new Usim(HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc"),
            HexFormat.of().parseHex("cd63cb71954a9f4e48a5994e37a02baf"), 7_000_000_000L);

    @Test
    @DisplayName("step 1: unknown identity, DIAMETER_ERROR_USER_UNKNOWN (5001)")
    void step1() throws Exception {
        unknown(mar("eve@ims.example", ALICE_SIP, "SIP Digest"));
        unknown(mar(ALICE, "sip:eve@ims.example", "SIP Digest"));
    }

    @Test
    @DisplayName("step 2: identities of two users, DIAMETER_ERROR_IDENTITIES_DONT_MATCH (5002)")
    void step2() throws Exception {
        experimental(mar(BOB, ALICE_SIP, AKA), 5002);
    }

    @Test
    @DisplayName("step 3: a scheme the user or the HSS has not, DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED (5006)")
    void step3() throws Exception {
        for (String scheme : List.of(AKA, "NASS-Bundled", "Early-IMS-Security", "Telepathy")) {
            experimental(mar(ALICE, ALICE_SIP, scheme), 5006);
        }
        experimental(mar(BOB, BOB_SIP, "SIP Digest"), 5006);
    }

    @Test
    @DisplayName("step 3: Unknown is what is provisioned")
    void step3Unknown() throws Exception {
        assertThat(schemeOf(mar(ALICE, ALICE_SIP, "Unknown"))).isEqualTo("SIP Digest");
        assertThat(schemeOf(mar(BOB, BOB_SIP, "Unknown"))).isEqualTo(AKA);
    }

    private static String schemeOf(DiameterMessage answer) {
        return in(result(answer, 2001).group(AvpName.SIP_AUTH_DATA_ITEM), AvpName.SIP_AUTHENTICATION_SCHEME).text();
    }

    @Test
    @DisplayName("step 5: several vectors, numbered in the order they are used, up to five")
    void step5() throws Exception {
        DiameterMessage answer = result(mar(BOB, BOB_SIP, S1, 9, BY_AKA), 2001);
        assertThat(answer.number(AvpName.SIP_NUMBER_AUTH_ITEMS)).isEqualTo(5);
        assertThat(answer.all(AvpName.SIP_AUTH_DATA_ITEM)).hasSize(5)
                .extracting(item -> in(item.group(), AvpName.SIP_ITEM_NUMBER).number())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        List<Avp> item = answer.all(AvpName.SIP_AUTH_DATA_ITEM).get(0).group();
        assertThat(in(item, AvpName.SIP_AUTHENTICATE).data()).hasSize(32);
        assertThat(in(item, AvpName.CONFIDENTIALITY_KEY).data()).hasSize(16);
        assertThat(in(item, AvpName.INTEGRITY_KEY).data()).hasSize(16);
    }

    @Test
    @DisplayName("step 4: RAND and AUTS of a SIM that is ahead, the next vector is in its range; TS 33.102 6.3.5")
    void step4() throws Exception {
        byte[] challenge = challenge(mar(BOB, BOB_SIP, AKA));
        Usim.OutOfStep ahead = (Usim.OutOfStep) shown(challenge);
        byte[] value = new Resynchronisation(Arrays.copyOf(challenge, RAND), ahead.auts()).value();

        DiameterMessage answer = result(mar(BOB, BOB_SIP, S1, 1, BY_AKA, Avp.of(AvpName.SIP_AUTHORIZATION, value)),
                2001);

        assertThat(shown(challenge(answer))).isInstanceOf(Usim.Accepted.class);
    }

    @Test
    @DisplayName("step 4: MAC-S is wrong or another S-CSCF asks, DIAMETER_UNABLE_TO_COMPLY (5012)")
    void step4Refused() throws Exception {
        byte[] challenge = challenge(mar(BOB, BOB_SIP, AKA));
        byte[] value = new Resynchronisation(Arrays.copyOf(challenge, RAND),
                ((Usim.OutOfStep) shown(challenge)).auts()).value();
        result(mar(BOB, BOB_SIP, S2, 1, BY_AKA, Avp.of(AvpName.SIP_AUTHORIZATION, value)), 5012);
        value[value.length - 1] ^= 1;
        result(mar(BOB, BOB_SIP, S1, 1, BY_AKA, Avp.of(AvpName.SIP_AUTHORIZATION, value)), 5012);
    }

    @Test
    @DisplayName("TS 29.229 6.3.11: SIP-Authorization of another length, DIAMETER_INVALID_AVP_VALUE (5004)")
    void authorizationOfAnotherLength() throws Exception {
        DiameterMessage answer = result(mar(BOB, BOB_SIP, S1, 1, BY_AKA,
                Avp.of(AvpName.SIP_AUTHORIZATION, new byte[29])), 5004);
        assertThat(answer.find(AvpName.FAILED_AVP)).isPresent();
    }

    private Usim.Outcome shown(byte[] challenge) {
        return card.authenticate(Arrays.copyOf(challenge, RAND), Arrays.copyOfRange(challenge, RAND, challenge.length));
    }

    private static byte[] challenge(DiameterMessage answer) {
        return in(answer.group(AvpName.SIP_AUTH_DATA_ITEM), AvpName.SIP_AUTHENTICATE).data();
    }
}
