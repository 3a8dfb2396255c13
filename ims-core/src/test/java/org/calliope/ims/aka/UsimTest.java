package org.calliope.ims.aka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.calliope.ims.aka.Usim.Accepted;
import org.calliope.ims.aka.Usim.NotGenuine;
import org.calliope.ims.aka.Usim.Outcome;
import org.calliope.ims.aka.Usim.OutOfStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A card and the home network against each other, TS 33.102 6.3. */
class UsimTest {

    private static final byte[] K = HexFormat.of().parseHex("465b5ce8b199b49faa5f0a2ee238a6bc");
    private static final byte[] OPC = HexFormat.of().parseHex("cd63cb71954a9f4e48a5994e37a02baf");
    private static final byte[] RAND = HexFormat.of().parseHex("23553cbe9637a89d218ae64dae47bf35");
    private static final int AMF = 0x8000;

    private final Milenage home = new Milenage(K, OPC);

    private static long sqn(long seq, int index) {
        return seq << 5 | index;
    }

    private Outcome ask(Usim card, long sqn) {
        AuthenticationVector vector = home.vector(RAND, sqn, AMF);
        return card.authenticate(vector.rand(), vector.autn());
    }

    @Test
    void aGenuineNetworkGetsWhatItExpects_TS33102_6_3_3() {
        AuthenticationVector vector = home.vector(RAND, sqn(1, 1), AMF);
        Outcome outcome = new Usim(K, OPC, 0).authenticate(vector.rand(), vector.autn());
        assertThat(outcome).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.res()).isEqualTo(vector.xres());
            assertThat(accepted.ck()).isEqualTo(vector.ck());
            assertThat(accepted.ik()).isEqualTo(vector.ik());
            assertThat(accepted).hasToString("Accepted[***]");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 6, 7, 8, 15})
    void whoeverChangesTheTokenIsNotGenuine_TS33102_6_3_3(int octet) {
        AuthenticationVector vector = home.vector(RAND, sqn(1, 1), AMF);
        vector.autn()[octet] ^= 1;
        assertThat(new Usim(K, OPC, 0).authenticate(vector.rand(), vector.autn())).isInstanceOf(NotGenuine.class);
    }

    @Test
    void anotherKeyIsNotGenuine_TS33102_6_3_3() {
        assertThat(ask(new Usim(OPC, OPC, 0), sqn(1, 1))).isInstanceOf(NotGenuine.class);
    }

    @Test
    void aNumberIsAcceptedOnce_TS33102_C_2_2() {
        Usim card = new Usim(K, OPC, 0);
        assertThat(ask(card, sqn(1, 1))).isInstanceOf(Accepted.class);
        assertThat(ask(card, sqn(1, 1))).isInstanceOf(OutOfStep.class);
    }

    @Test
    void vectorsOfOtherIndexesMayComeLate_TS33102_C_2_2() {
        Usim card = new Usim(K, OPC, 0);
        assertThat(ask(card, sqn(9, 9))).isInstanceOf(Accepted.class);
        assertThat(ask(card, sqn(8, 8))).isInstanceOf(Accepted.class);
        assertThat(ask(card, sqn(8, 9))).isInstanceOf(OutOfStep.class);
        assertThat(card.sqn()).isEqualTo(sqn(9, 9));
    }

    @Test
    void aJumpTooFarIsNotAccepted_TS33102_C_2_1() {
        Usim card = new Usim(K, OPC, sqn(5, 0));
        assertThat(ask(card, sqn(SequenceNumbers.DELTA + 6, 1))).isInstanceOf(OutOfStep.class);
        assertThat(ask(card, sqn(SequenceNumbers.DELTA + 5, 1))).isInstanceOf(Accepted.class);
    }

    @Test
    void autsOfAKnownCard_TS33102_6_3_3() {
        Usim card = new Usim(K, OPC, 0xff9bb4d0b607L);
        assertThat(ask(card, sqn(1, 1))).isInstanceOfSatisfying(OutOfStep.class, failure ->
                // SQN_MS xor AK* of TS 35.207 set 1; MAC-S made by hand with openssl
                assertThat(HexFormat.of().formatHex(failure.auts().value())).isEqualTo("ba853f3c123ccf44e93596e355c6"));
    }

    @Test
    void afterAResynchronisationTheCardAccepts_TS33102_6_3_5() {
        Usim card = new Usim(K, OPC, sqn(70_000, 13));
        long last = sqn(3, 3);
        OutOfStep failure = (OutOfStep) ask(card, SequenceNumbers.next(last));

        Resynchronisation told = Resynchronisation.parse(new Resynchronisation(RAND, failure.auts()).value());
        long sqnMs = told.sqn(home).orElseThrow();
        assertThat(sqnMs).isEqualTo(card.sqn());
        long next = SequenceNumbers.next(SequenceNumbers.resynchronised(last, sqnMs));

        assertThat(next).isEqualTo(sqn(70_001, 14));
        assertThat(ask(card, next)).isInstanceOf(Accepted.class);
    }

    @Test
    void anAutsThatIsNotProvedIsWorthNothing_TS33102_6_3_5() {
        Auts auts = ((OutOfStep) ask(new Usim(K, OPC, sqn(70_000, 13)), sqn(1, 1))).auts();
        assertThat(auts.sqn(home, RAND)).isPresent();
        assertThat(auts.sqn(home, OPC)).as("of another challenge").isEmpty();
        assertThat(auts.sqn(new Milenage(OPC, OPC), RAND)).as("of another card").isEmpty();
        for (int octet = 0; octet < Auts.LENGTH; octet++) {
            byte[] changed = auts.value().clone();
            changed[octet] ^= (byte) 0x80;
            assertThat(new Auts(changed).sqn(home, RAND)).as("octet " + octet).isEmpty();
        }
    }

    @Test
    void whatIsNoResynchronisationIsRefused_TS29229_6_3_11() {
        assertThatIllegalArgumentException().isThrownBy(() -> Resynchronisation.parse(new byte[29]))
                .withMessage("RAND || AUTS has 29 octets, not 30");
        assertThatIllegalArgumentException().isThrownBy(() -> Auts.parse("AAAA"))
                .withMessage("AUTS has 3 octets, not 14");
        assertThatIllegalArgumentException().isThrownBy(() -> Auts.parse("secret!")).withMessage("auts is no base64");
        Auts auts = new Auts(new byte[Auts.LENGTH]);
        assertThat(new Resynchronisation(RAND, auts)).hasToString("Resynchronisation[***]")
                .isEqualTo(new Resynchronisation(RAND.clone(), Auts.parse(auts.text())));
        assertThat(auts).hasToString("Auts[***]");
    }
}
