package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** UAR, TS 29.228 6.1.1.1. */
class UarConformanceTest extends CxWire {

    private static final Avp DE_REGISTRATION = Avp.of(AvpName.USER_AUTHORIZATION_TYPE, 1);
    private static final Avp AND_CAPABILITIES = Avp.of(AvpName.USER_AUTHORIZATION_TYPE, 2);

    @Test
    @DisplayName("step 1: unknown identity, DIAMETER_ERROR_USER_UNKNOWN (5001)")
    void step1() throws Exception {
        unknown(uar("eve@ims.example", ALICE_SIP));
        unknown(uar(ALICE, "sip:eve@ims.example"));
    }

    @Test
    @DisplayName("step 2: identities of two users, DIAMETER_ERROR_IDENTITIES_DONT_MATCH (5002)")
    void step2() throws Exception {
        experimental(uar(BOB, ALICE_SIP), 5002);
    }

    @Test
    @DisplayName("step 3: all identities barred, DIAMETER_AUTHORIZATION_REJECTED (5003), but not of an emergency")
    void step3() throws Exception {
        change(BOB, old -> new Subscription(BOB, "", "", List.of(HOME), old.privateIdentities(), List.of(
                new ImplicitSet(List.of(BOB), List.of(PublicUser.of(BOB_SIP).withBarring())))));
        result(uar(BOB, BOB_SIP), 5003);
        experimental(uar(BOB, BOB_SIP, Avp.of(AvpName.UAR_FLAGS, 1)), 2001);
    }

    @Test
    @DisplayName("step 4: network not allowed, DIAMETER_ERROR_ROAMING_NOT_ALLOWED (5004), but not of an emergency")
    void step4() throws Exception {
        Avp elsewhere = Avp.of(AvpName.VISITED_NETWORK_IDENTIFIER, "elsewhere.example");
        experimental(ask(UAR, user(ALICE), identity(ALICE_SIP), elsewhere), 5004);
        experimental(ask(UAR, user(ALICE), identity(ALICE_SIP), elsewhere, AND_CAPABILITIES), 5004);
        experimental(ask(UAR, user(ALICE), identity(ALICE_SIP), elsewhere, Avp.of(AvpName.UAR_FLAGS, 1)), 2001);
    }

    @Test
    @DisplayName("step 4: REGISTRATION_AND_CAPABILITIES, capabilities whatever the state")
    void step4Capabilities() throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        DiameterMessage answer = result(uar(ALICE, ALICE_SIP, AND_CAPABILITIES), 2001);
        assertThat(answer.find(AvpName.SERVER_NAME)).isEmpty();
        List<Avp> wanted = answer.group(AvpName.SERVER_CAPABILITIES);
        assertThat(in(wanted, AvpName.MANDATORY_CAPABILITY).number()).isOne();
        assertThat(in(wanted, AvpName.OPTIONAL_CAPABILITY).number()).isEqualTo(2);
        assertThat(in(wanted, AvpName.SERVER_NAME).text()).isEqualTo(S2);
    }

    @Test
    @DisplayName("step 5: not registered, DIAMETER_FIRST_REGISTRATION (2001) with capabilities")
    void step5First() throws Exception {
        DiameterMessage answer = experimental(uar(ALICE, ALICE_SIP), 2001);
        assertThat(answer.find(AvpName.SERVER_NAME)).isEmpty();
        assertThat(answer.find(AvpName.SERVER_CAPABILITIES)).isPresent();
    }

    @Test
    @DisplayName("step 5: registration pending, unregistered or registered, DIAMETER_SUBSEQUENT_REGISTRATION (2002)")
    void step5Subsequent() throws Exception {
        mar(ALICE, ALICE_SIP, "SIP Digest");
        assertThat(experimental(uar(ALICE, ALICE_SIP), 2002).text(AvpName.SERVER_NAME)).isEqualTo(S1);
        sar(UNREGISTERED_USER, S1, "", ALICE_SIP);
        assertThat(experimental(uar(ALICE, ALICE_SIP), 2002).text(AvpName.SERVER_NAME)).isEqualTo(S1);
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        assertThat(experimental(uar(ALICE, "tel:+15550100"), 2002).text(AvpName.SERVER_NAME)).isEqualTo(S1);
    }

    @Test
    @DisplayName("step 5: DE_REGISTRATION, DIAMETER_SUCCESS or DIAMETER_ERROR_IDENTITY_NOT_REGISTERED (5003)")
    void step5Leaving() throws Exception {
        experimental(uar(ALICE, ALICE_SIP, DE_REGISTRATION), 5003);
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        assertThat(result(uar(ALICE, ALICE_SIP, DE_REGISTRATION), 2001).text(AvpName.SERVER_NAME)).isEqualTo(S1);
    }
}
