package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.ServerAssignmentType.NO_ASSIGNMENT;
import static org.calliope.ims.cx.ServerAssignmentType.REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.RE_REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.UNREGISTERED_USER;
import static org.calliope.ims.hss.store.RegistrationState.REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.UNREGISTERED;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.calliope.ims.cx.ProfileIdentity;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentAnswer;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.UserProfile;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Situation;
import org.calliope.ims.identity.PublicIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SAR for assignments, TS 29.228 6.1.2.1: registration, service to the unregistered, profile download. */
class ServerAssignmentTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.1.2.1 step ";

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"REGISTRATION", "RE_REGISTRATION", "UNREGISTERED_USER",
        "NO_ASSIGNMENT", "AUTHENTICATION_FAILURE", "AUTHENTICATION_TIMEOUT"})
    void table6121OnePublicIdentityIsNeededAndNoMore(ServerAssignmentType type) {
        assertThat(refused(ResultCode.MISSING_AVP, CLAUSE + 1, () -> sar(type, S1, ALICE)).detail())
                .isEqualTo("Public-Identity");
        assertThat(refused(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, CLAUSE + 3,
                () -> sar(type, S1, ALICE, ALICE_SIP, WORK_SIP)).detail()).isEqualTo("Public-Identity");
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"REGISTRATION", "RE_REGISTRATION",
        "AUTHENTICATION_FAILURE", "AUTHENTICATION_TIMEOUT"})
    void table6121APrivateIdentityIsNeeded(ServerAssignmentType type) {
        assertThat(refused(ResultCode.MISSING_AVP, CLAUSE + 1, () -> sar(type, S1, "", ALICE_SIP)).detail())
                .isEqualTo("User-Name");
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"REGISTRATION", "RE_REGISTRATION", "NO_ASSIGNMENT",
        "UNREGISTERED_USER", "AUTHENTICATION_FAILURE", "USER_DEREGISTRATION"})
    void steps1And2TheIdentitiesMustExistAndMatch(ServerAssignmentType type) {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> sar(type, S1, ALICE, "sip:eve@ims.example"));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> sar(type, S1, "eve@ims.example", ALICE_SIP));
        refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2, () -> sar(type, S1, "bob@ims.example", ALICE_SIP));
    }

    @Test
    void step1UnknownWithoutPrivateIdentity() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> sar(UNREGISTERED_USER, S1, "", "sip:eve@ims.example"));
    }

    @Test
    void step4AServiceCannotRegister() {
        provision("echo@ims.example", psi());
        refused(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, CLAUSE + 4,
                () -> sar(REGISTRATION, S1, "echo@ims.example", "sip:echo@ims.example"));
    }

    @Test
    void step4AServiceIsServedUnregistered() {
        provision("echo@ims.example", psi());
        assertThat(sar(UNREGISTERED_USER, S1, "", "sip:echo@ims.example").result()).isEqualTo(ResultCode.SUCCESS);
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"AAA_USER_DATA_REQUEST", "PGW_UPDATE", "RESTORATION"})
    void step5TypesOfOtherInterfaces(ServerAssignmentType type) {
        refused(ResultCode.ERROR_IN_ASSIGNMENT_TYPE, CLAUSE + 5, () -> sar(type, S1, ALICE, ALICE_SIP));
    }

    @ParameterizedTest
    @EnumSource(value = ServerAssignmentType.class, names = {"REGISTRATION", "RE_REGISTRATION"})
    void step5RegistrationStoresTheServerAndSendsTheProfile(ServerAssignmentType type) {
        provision("carol@ims.example", Provision.identity("sip:carol@ims.example", "Carol", false,
                IdentityType.PUBLIC_USER, false), Provision.identity("tel:+15550103", "", true,
                IdentityType.PUBLIC_USER, false), Provision.identity("sip:carol.box@ims.example", "", false,
                IdentityType.PUBLIC_USER, true));
        mar("carol@ims.example", "tel:+15550103", S1);

        ServerAssignmentAnswer answer = sar(type, S1, "carol@ims.example", "tel:+15550103");

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        UserProfile profile = answer.profile().orElseThrow();
        assertThat(profile.privateIdentity()).hasToString("carol@ims.example");
        assertThat(profile.serviceProfiles()).hasSize(2);
        assertThat(profile.serviceProfiles().get(0).identities()).containsExactly(
                new ProfileIdentity(new PublicIdentity("sip:carol@ims.example"), false, Optional.of("Carol")),
                new ProfileIdentity(new PublicIdentity("tel:+15550103"), true, Optional.empty()));
        assertState("sip:carol@ims.example", REGISTERED, S1);
        Situation seen = state("carol@ims.example", "sip:carol@ims.example");
        assertThat(seen.authPending()).as("pending flag cleared").isFalse();
        assertThat(seen.memberRegistered()).isTrue();
    }

    @Test
    void step5RegistrationWithoutAPrecedingMar() {
        assertThat(sar(REGISTRATION, S1, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    @Test
    void step5RegistrationAtAnotherServerThanTheAssignedOne() {
        register(ALICE, ALICE_SIP, S1);
        assertThat(refused(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED, CLAUSE + 5,
                sar(RE_REGISTRATION, S2, ALICE, ALICE_SIP)).serverName()).contains(S1);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    @Test
    void clause66TheProfileIsNotSentToWhoHasIt() {
        assertThat(sar(RE_REGISTRATION, S1, ALICE, true, ALICE_SIP).profile()).isEmpty();
    }

    @Test
    void aRefreshWritesNothing() {
        register(ALICE, ALICE_SIP, S1);
        long writes = Provision.version(database, ALICE);

        mar(ALICE, ALICE_SIP, S1);
        sar(RE_REGISTRATION, S1, ALICE, ALICE_SIP);

        assertThat(Provision.version(database, ALICE)).isEqualTo(writes);
    }

    @Test
    void step5UnregisteredUserIsServedAndNamesAPrivateIdentity() {
        ServerAssignmentAnswer answer = sar(UNREGISTERED_USER, S1, "", ALICE_SIP);

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.profile().orElseThrow().privateIdentity()).hasToString(ALICE);
        assertState(ALICE_SIP, UNREGISTERED, S1);
    }

    @Test
    void step5UnregisteredUserOfAnotherServer() {
        register(ALICE, ALICE_SIP, S1);
        assertThat(refused(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED, CLAUSE + 5,
                sar(UNREGISTERED_USER, S2, "", ALICE_SIP)).serverName()).contains(S1);
    }

    @Test
    void step5UnregisteredUserFromAServerThatForgotTheRegistration() {
        register(ALICE, ALICE_SIP, S1);

        sar(UNREGISTERED_USER, S1, "", ALICE_SIP);

        assertState(ALICE_SIP, UNREGISTERED, S1);
        assertThat(state(ALICE, ALICE_SIP).memberRegistered()).isFalse();
    }

    @Test
    void step5NoAssignmentReadsTheProfileAndChangesNothing() {
        register(ALICE, ALICE_SIP, S1);

        assertThat(sar(NO_ASSIGNMENT, S1, ALICE, ALICE_SIP).profile()).isPresent();
        assertThat(sar(NO_ASSIGNMENT, S1, "", ALICE_SIP).profile()).isPresent();

        assertState(ALICE_SIP, REGISTERED, S1);
    }

    @Test
    void step5NoAssignmentIsForTheAssignedServerOnly() {
        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 5, () -> sar(NO_ASSIGNMENT, S1, ALICE, ALICE_SIP));
        register(ALICE, ALICE_SIP, S1);
        refused(ResultCode.UNABLE_TO_COMPLY, CLAUSE + 5, () -> sar(NO_ASSIGNMENT, S2, ALICE, ALICE_SIP));
    }

    @Test
    void everyRegistrationOfManyAtOnceIsKept() throws Exception {
        int tablets = 6;
        for (int i = 0; i < tablets; i++) {
            Provision.share(database, "tablet" + i + "@ims.example", ALICE_SIP);
        }
        ExecutorService pool = Executors.newFixedThreadPool(tablets);
        try {
            List<Future<?>> all = IntStream.range(0, tablets).<Future<?>>mapToObj(i -> pool.submit(
                    () -> register("tablet" + i + "@ims.example", ALICE_SIP, S1))).toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(state(ALICE, ALICE_SIP).registeredMembers()).isEqualTo(tablets);
        assertState(ALICE_SIP, REGISTERED, S1);
    }

    private static PublicUser psi() {
        return Provision.identity("sip:echo@ims.example", "", false, IdentityType.DISTINCT_PSI, false);
    }
}
