package org.calliope.ims.aka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The test data of TS 35.207 4 to 6 and TS 35.208 4.3, whose sets 1 to 6 are in the former. */
class MilenageTest {

    private static final String CSV = "/org/calliope/ims/aka/milenage.csv";
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] octets(String hex) {
        return HEX.parseHex(hex);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = CSV, numLinesToSkip = 1)
    void functions_TS35206(String set, String k, String rand, String sqn, String amf, String op, String opc, String f1,
                           String f1Star, String f2, String f5, String f3, String f4, String f5Star) {
        assertThat(HEX.formatHex(Milenage.opc(octets(k), octets(op)))).isEqualTo(opc);
        Milenage milenage = new Milenage(octets(k), octets(opc));
        byte[] challenge = octets(rand);
        long number = HexFormat.fromHexDigitsToLong(sqn);
        int field = HexFormat.fromHexDigits(amf);
        assertThat(HEX.toHexDigits(milenage.f1(challenge, number, field))).isEqualTo(f1);
        assertThat(HEX.toHexDigits(milenage.f1Star(challenge, number, field))).isEqualTo(f1Star);
        assertThat(HEX.toHexDigits(milenage.f2(challenge))).isEqualTo(f2);
        assertThat(HEX.formatHex(milenage.f3(challenge))).isEqualTo(f3);
        assertThat(HEX.formatHex(milenage.f4(challenge))).isEqualTo(f4);
        assertThat(HEX.toHexDigits(milenage.f5(challenge), 12)).isEqualTo(f5);
        assertThat(HEX.toHexDigits(milenage.f5Star(challenge), 12)).isEqualTo(f5Star);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = CSV, numLinesToSkip = 1)
    void vector_TS33102_6_3_2(String set, String k, String rand, String sqn, String amf, String op, String opc,
                              String f1, String f1Star, String f2, String f5, String f3, String f4) {
        AuthenticationVector vector = new Milenage(octets(k), octets(opc)).vector(octets(rand),
                HexFormat.fromHexDigitsToLong(sqn), HexFormat.fromHexDigits(amf));
        long concealed = HexFormat.fromHexDigitsToLong(sqn) ^ HexFormat.fromHexDigitsToLong(f5);
        assertThat(HEX.formatHex(vector.challenge())).isEqualTo(rand + HEX.toHexDigits(concealed, 12) + amf + f1);
        assertThat(HEX.formatHex(vector.xres())).isEqualTo(f2);
        assertThat(HEX.formatHex(vector.ck())).isEqualTo(f3);
        assertThat(HEX.formatHex(vector.ik())).isEqualTo(f4);
        assertThat(AuthenticationVector.of(vector.challenge(), vector.xres(), vector.ck(), vector.ik()))
                .isEqualTo(vector).hasSameHashCodeAs(vector);
    }

    @Test
    void aVectorKeepsItsChallengeWhenTheCallersArrayIsUsedAgain() {
        byte[] rand = new byte[16];
        AuthenticationVector vector = new Milenage(new byte[16], new byte[16]).vector(rand, 33, 0);
        rand[0] = 1;
        assertThat(vector.rand()).containsOnly(0);
    }

    @Test
    void whatHasAnotherLengthIsRefusedWithoutBeingShown() {
        byte[] block = new byte[16];
        byte[] longer = octets("00112233445566778899aabbccddeeff00");
        assertThatIllegalArgumentException().isThrownBy(() -> new Milenage(longer, block))
                .withMessage("K has 17 octets, not 16");
        assertThatIllegalArgumentException().isThrownBy(() -> new Milenage(block, longer))
                .withMessage("OPc has 17 octets, not 16");
        assertThatIllegalArgumentException().isThrownBy(() -> Milenage.opc(block, longer))
                .withMessage("OP has 17 octets, not 16");
        Milenage milenage = new Milenage(block, block);
        assertThatIllegalArgumentException().isThrownBy(() -> milenage.vector(longer, 0, 0))
                .withMessage("RAND has 17 octets, not 16");
        assertThatIllegalArgumentException().isThrownBy(() -> milenage.vector(block, 1L << 48, 0))
                .withMessageStartingWith("SQN is 48 bits");
        assertThatIllegalArgumentException().isThrownBy(() -> milenage.vector(block, 0, 0x10000))
                .withMessageStartingWith("AMF is 16 bits");
        assertThatIllegalArgumentException().isThrownBy(
                () -> new AuthenticationVector(block, block, new byte[3], block, block))
                .withMessage("XRES has 3 octets, not 4 to 16");
        assertThatIllegalArgumentException().isThrownBy(() -> AuthenticationVector.of(block, block, block, block))
                .withMessage("RAND || AUTN has 16 octets, not 32");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(new Milenage(new byte[16], new byte[16]).vector(new byte[16], 33, 0))
                .hasToString("AuthenticationVector[***]");
    }
}
