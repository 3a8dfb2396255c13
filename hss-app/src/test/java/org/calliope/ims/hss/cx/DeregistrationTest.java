package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.ServerAssignmentType.USER_DEREGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.USER_DEREGISTRATION_STORE_SERVER_NAME;
import static org.calliope.ims.hss.store.RegistrationState.NOT_REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.UNREGISTERED;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SAR for de-registrations and failed authentications, TS 29.228 6.1.2.1 step 5. */
class DeregistrationTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.1.2.1 step ";

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"TIMEOUT_DEREGISTRATION", "USER_DEREGISTRATION",
        "ADMINISTRATIVE_DEREGISTRATION", "DEREGISTRATION_TOO_MUCH_DATA"})
    void leavingFreesTheServer(ServerAssignmentType type) {
        register(ALICE, ALICE_SIP, S1);

        ServerAssignmentAnswer answer = sar(type, S1, ALICE, ALICE_SIP);

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.profile()).isEmpty();
        assertState(ALICE_SIP, NOT_REGISTERED, "");
        assertThat(state(ALICE, ALICE_SIP).memberRegistered()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME",
        "USER_DEREGISTRATION_STORE_SERVER_NAME"})
    void theServerMayStayAssigned(ServerAssignmentType type) {
        register(ALICE, ALICE_SIP, S1);

        assertThat(sar(type, S1, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, UNREGISTERED, S1);
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME",
        "USER_DEREGISTRATION_STORE_SERVER_NAME"})
    void theServerMayNotStayWhenTheHssIsSetSo(ServerAssignmentType type) {
        hss = new CxProcedures(store, new CxRules(false, true), trace);
        register(ALICE, ALICE_SIP, S1);

        assertThat(sar(type, S1, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS_SERVER_NAME_NOT_STORED);

        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void anUnregisteredUserIsLetGo() {
        sar(ServerAssignmentType.UNREGISTERED_USER, S1, "", ALICE_SIP);

        assertThat(sar(ServerAssignmentType.TIMEOUT_DEREGISTRATION, S1, "", ALICE_SIP).result())
                .isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void whoIsNotRegisteredStaysSoAndKeepsNoServer() {
        assertThat(sar(USER_DEREGISTRATION_STORE_SERVER_NAME, S1, ALICE, ALICE_SIP).result())
                .isEqualTo(ResultCode.SUCCESS);
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void ofTwoWhoRegisteredAnIdentityOneLeavingKeepsItRegistered() {
        Provision.share(database, TABLET, ALICE_SIP);
        register(ALICE, ALICE_SIP, S1);
        register(TABLET, ALICE_SIP, S1);

        sar(USER_DEREGISTRATION, S1, ALICE, ALICE_SIP);
        assertState(ALICE_SIP, REGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).memberRegistered()).isFalse();

        sar(USER_DEREGISTRATION, S1, TABLET, ALICE_SIP);
        assertState(ALICE_SIP, NOT_REGISTERED, "");
    }

    @Test
    void withoutAPrivateIdentityAllOfItsUsersLeave() {
        Provision.share(database, TABLET, ALICE_SIP);
        register(ALICE, ALICE_SIP, S1);
        register(TABLET, ALICE_SIP, S1);

        sar(ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION, S1, "", ALICE_SIP);

        assertState(ALICE_SIP, NOT_REGISTERED, "");
        assertThat(state(TABLET, ALICE_SIP).registeredMembers()).isZero();
    }

    @Test
    void withoutAPublicIdentityAllOfTheUsersSetsLeave() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, ALICE_SIP, S1);
        register(ALICE, WORK_SIP, S1);

        sar(ServerAssignmentType.TIMEOUT_DEREGISTRATION, S1, ALICE);

        assertState(ALICE_SIP, NOT_REGISTERED, "");
        assertState(WORK_SIP, NOT_REGISTERED, "");
    }

    @Test
    void severalPublicIdentitiesLeaveTogether() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, ALICE_SIP, S1);
        register(ALICE, WORK_SIP, S1);

        sar(USER_DEREGISTRATION, S1, ALICE, ALICE_SIP, WORK_SIP);

        assertState(WORK_SIP, NOT_REGISTERED, "");
    }

    @Test
    void theServerStaysForAnotherSetOfTheSubscription() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, ALICE_SIP, S1);
        register(ALICE, WORK_SIP, S1);

        sar(USER_DEREGISTRATION, S1, ALICE, ALICE_SIP);

        assertState(ALICE_SIP, NOT_REGISTERED, S1);
        assertState(WORK_SIP, REGISTERED, S1);
    }

    @Test
    void theServerStaysForAnotherWhoIsAuthenticating() {
        Provision.share(database, TABLET, ALICE_SIP);
        mar(TABLET, ALICE_SIP, S1);
        sar(ServerAssignmentType.REGISTRATION, S1, ALICE, ALICE_SIP);

        sar(USER_DEREGISTRATION, S1, ALICE, ALICE_SIP);

        assertState(ALICE_SIP, NOT_REGISTERED, S1);
        assertThat(state(TABLET, ALICE_SIP).authPending()).isTrue();
    }

    @Test
    void nobodyIsNamed() {
        assertThat(refused(ResultCode.MISSING_AVP, CLAUSE + 1, () -> sar(USER_DEREGISTRATION, S1, "")).detail())
                .isEqualTo("Public-Identity");
    }

    @Test
    void anUnknownPrivateIdentityAlone() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> sar(USER_DEREGISTRATION, S1, "eve@ims.example"));
    }

    @Test
    void identitiesOfDifferentSubscriptions() {
        refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2,
                () -> sar(USER_DEREGISTRATION, S1, "", ALICE_SIP, "sip:bob@ims.example"));
    }

    @Test
    void aServerThatLostTheUserCannotTakeItAwayFromTheOneThatHasIt() {
        register(ALICE, ALICE_SIP, S1);
        mar(ALICE, ALICE_SIP, S2);
        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 5, () -> sar(USER_DEREGISTRATION, S1, ALICE, ALICE_SIP));
        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 5,
                () -> sar(ServerAssignmentType.AUTHENTICATION_FAILURE, S1, ALICE, ALICE_SIP));
        assertState(ALICE_SIP, REGISTERED, S2);
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"AUTHENTICATION_FAILURE", "AUTHENTICATION_TIMEOUT"})
    void aFailedAttemptOfOneWhoIsNotRegisteredFreesTheServer(ServerAssignmentType type) {
        mar(ALICE, ALICE_SIP, S1);

        assertThat(sar(type, S1, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, NOT_REGISTERED, "");
        assertThat(state(ALICE, ALICE_SIP).authPending()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"AUTHENTICATION_FAILURE", "AUTHENTICATION_TIMEOUT"})
    void aFailedAttemptLeavesAnExistingRegistrationAlone(ServerAssignmentType type) {
        register(ALICE, ALICE_SIP, S1);

        assertThat(sar(type, S1, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, REGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).memberRegistered()).isTrue();
    }

    @Test
    void aFailedAttemptLeavesTheServerToAnUnregisteredUser() {
        sar(ServerAssignmentType.UNREGISTERED_USER, S1, "", ALICE_SIP);
        mar(ALICE, ALICE_SIP, S1);

        sar(ServerAssignmentType.AUTHENTICATION_FAILURE, S1, ALICE, ALICE_SIP);

        assertState(ALICE_SIP, UNREGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).authPending()).isFalse();
    }

    @Test
    void aFailedAttemptLeavesTheServerToWhoIsStillAuthenticating() {
        Provision.share(database, TABLET, ALICE_SIP);
        mar(ALICE, ALICE_SIP, S1);
        mar(TABLET, ALICE_SIP, S1);

        sar(ServerAssignmentType.AUTHENTICATION_TIMEOUT, S1, ALICE, ALICE_SIP);

        assertState(ALICE_SIP, NOT_REGISTERED, S1);
        assertThat(state(TABLET, ALICE_SIP).authPending()).isTrue();
    }

    @Test
    void aFailedAttemptLeavesTheServerToAnotherSetOfTheSubscription() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, WORK_SIP, S1);
        mar(ALICE, ALICE_SIP, S1);

        sar(ServerAssignmentType.AUTHENTICATION_FAILURE, S1, ALICE, ALICE_SIP);

        assertState(ALICE_SIP, NOT_REGISTERED, S1);
    }
}
