package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SAR, TS 29.228 6.1.2.1; the numbers are Server-Assignment-Types of TS 29.229 6.3.15. */
class SarConformanceTest extends CxWire {

    private static final int NO_ASSIGNMENT = 0;
    private static final int ADMINISTRATIVE = 8;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 9, 10})
    @DisplayName("step 1: unknown identity, DIAMETER_ERROR_USER_UNKNOWN (5001)")
    void step1(int type) throws Exception {
        unknown(sar(type, S1, ALICE, "sip:eve@ims.example"));
        unknown(sar(type, S1, "eve@ims.example", ALICE_SIP));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 9, 10})
    @DisplayName("step 2: identities of two users, DIAMETER_ERROR_IDENTITIES_DONT_MATCH (5002)")
    void step2(int type) throws Exception {
        experimental(sar(type, S1, BOB, ALICE_SIP), 5002);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9, 10})
    @DisplayName("step 3: more than one identity, DIAMETER_AVP_OCCURS_TOO_MANY_TIMES (5009)")
    void step3(int type) throws Exception {
        result(sar(type, S1, ALICE, ALICE_SIP, "tel:+15550100"), 5009);
    }

    @Test
    @DisplayName("step 4: a service cannot register, DIAMETER_ERROR_IN_ASSIGNMENT_TYPE (5007)")
    void step4() throws Exception {
        Provision.add(database, Provision.subscriber("dan@ims.example", List.of(Provision.identity(
                "sip:dan@ims.example", "", false, IdentityType.DISTINCT_PSI, false))));
        experimental(sar(REGISTRATION, S1, "dan@ims.example", "sip:dan@ims.example"), 5007);
        unknown(sar(UNREGISTERED_USER, S1, "", "sip:mute@ims.example"));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14})
    @DisplayName("step 5: types of other interfaces, DIAMETER_ERROR_IN_ASSIGNMENT_TYPE (5007)")
    void step5OtherInterfaces(int type) throws Exception {
        experimental(sar(type, S1, ALICE, ALICE_SIP), 5007);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("step 5: registered or served unregistered, a valid profile and the AVPs of table 6.1.2.2")
    void step5Assigned(int type) throws Exception {
        provisioning.create(Kind.CHARGING_SET, new ChargingSet("money", "", "", "aaa://ccf.ims.example", ""), TEST);
        change(ALICE, old -> new Subscription(ALICE, "", "money", List.of(HOME), old.privateIdentities(),
                old.implicitSets()));
        Provision.share(database, "alice.tablet@ims.example", ALICE_SIP);

        DiameterMessage answer = result(sar(type, S1, ALICE, ALICE_SIP), 2001);

        assertThat(profile(answer)).contains(ALICE_SIP, "tel:+15550100", ALICE);
        assertThat(answer.text(AvpName.USER_NAME)).isEqualTo(ALICE);
        assertThat(in(answer.group(AvpName.ASSOCIATED_IDENTITIES), AvpName.USER_NAME).text())
                .isEqualTo("alice.tablet@ims.example");
        assertThat(in(answer.group(AvpName.CHARGING_INFORMATION),
                AvpName.PRIMARY_CHARGING_COLLECTION_FUNCTION_NAME).text()).isEqualTo("aaa://ccf.ims.example");
    }

    @Test
    @DisplayName("step 5: another S-CSCF is assigned, DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED (5005) with its name")
    void step5AlreadyRegistered() throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        for (int type : new int[] {1, 2, 3}) {
            assertThat(experimental(sar(type, S2, ALICE, ALICE_SIP), 5005).text(AvpName.SERVER_NAME)).isEqualTo(S1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8, 11})
    @DisplayName("step 5: de-registrations, then the user is not registered")
    void step5Deregistered(int type) throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        result(sar(type, S1, ALICE, ALICE_SIP), 2001);
        experimental(lir(ALICE_SIP), 5003);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    @DisplayName("step 5: de-registrations that keep the name, then the user is served unregistered")
    void step5DeregisteredAndKept(int type) throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        result(sar(type, S1, ALICE, ALICE_SIP), 2001);
        assertThat(result(lir(ALICE_SIP), 2001).text(AvpName.SERVER_NAME)).isEqualTo(S1);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    @DisplayName("step 5: authentication failed or timed out, the state before it stays")
    void step5Abandoned(int type) throws Exception {
        mar(ALICE, ALICE_SIP, "SIP Digest");
        result(sar(type, S1, ALICE, ALICE_SIP), 2001);
        experimental(uar(ALICE, ALICE_SIP), 2001);
    }

    @Test
    @DisplayName("step 5: NO_ASSIGNMENT is for the assigned S-CSCF, else DIAMETER_UNABLE_TO_COMPLY (5012)")
    void step5NoAssignment() throws Exception {
        result(sar(NO_ASSIGNMENT, S1, ALICE, ALICE_SIP), 5012);
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        profile(result(sar(NO_ASSIGNMENT, S1, ALICE, ALICE_SIP), 2001));
    }

    @Test
    @DisplayName("table 6.1.2.1: an identity is missing, DIAMETER_MISSING_AVP (5005) with Failed-AVP")
    void missing() throws Exception {
        assertThat(result(sar(REGISTRATION, S1, ALICE), 5005).find(AvpName.FAILED_AVP)).isPresent();
        assertThat(result(sar(REGISTRATION, S1, "", ALICE_SIP), 5005).find(AvpName.FAILED_AVP)).isPresent();
        result(sar(ADMINISTRATIVE, S1, ""), 5005);
    }

    @Test
    @DisplayName("6.1.2.1: all sets of a private identity at once")
    void allSets() throws Exception {
        Provision.secondSet(database, ALICE, "sip:alice.work@ims.example");
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        sar(REGISTRATION, S1, ALICE, "sip:alice.work@ims.example");
        result(sar(USER_DEREGISTRATION, S1, ALICE), 2001);
        experimental(lir("sip:alice.work@ims.example"), 5003);
        experimental(lir(ALICE_SIP), 5003);
    }

    @Test
    @DisplayName("TS 29.229 7.1.1: to an S-CSCF that says what it supports the HSS says it too")
    void features() throws Exception {
        Avp ours = Avp.of(AvpName.SUPPORTED_FEATURES, Avp.of(AvpName.VENDOR_ID, AvpName.VENDOR_3GPP),
                Avp.of(AvpName.FEATURE_LIST_ID, 1), Avp.of(AvpName.FEATURE_LIST, 1)).flags(Avp.VENDOR);
        List<Avp> said = result(ask(SAR, with(sarAvps(REGISTRATION, S1, ALICE, ALICE_SIP), ours)), 2001)
                .group(AvpName.SUPPORTED_FEATURES);
        assertThat(in(said, AvpName.FEATURE_LIST_ID).number()).isOne();
        assertThat(in(said, AvpName.FEATURE_LIST).number()).isEqualTo(3);
    }
}
