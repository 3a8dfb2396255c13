package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.UserAuthorizationType.DE_REGISTRATION;
import static org.calliope.ims.cx.UserAuthorizationType.REGISTRATION;
import static org.calliope.ims.cx.UserAuthorizationType.REGISTRATION_AND_CAPABILITIES;

import java.util.List;
import java.util.OptionalInt;

import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationAnswer;
import org.calliope.ims.cx.UserAuthorizationRequest;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.trace.Decision;
import org.junit.jupiter.api.Test;

/** UAR, TS 29.228 6.1.1.1. */
class UserAuthorizationTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.1.1.1 step ";

    @Test
    void step1UnknownPublicIdentity() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> uar(ALICE, "sip:eve@ims.example", REGISTRATION));
    }

    @Test
    void step1UnknownPrivateIdentity() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> uar("eve@ims.example", ALICE_SIP, REGISTRATION));
    }

    @Test
    void step1AServicesIdentityIsNoUser() {
        provision("echo@ims.example", Provision.identity("sip:echo@ims.example", "", false, IdentityType.DISTINCT_PSI,
                false));
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1,
                () -> uar("echo@ims.example", "sip:echo@ims.example", REGISTRATION));
    }

    @Test
    void step2AnothersPublicIdentity() {
        refused(ResultCode.ERROR_IDENTITIES_DONT_MATCH, CLAUSE + 2, () -> uar("bob@ims.example", ALICE_SIP, REGISTRATION));
    }

    @Test
    void step3BarredAndNobodyElseInItsSet() {
        provision("carol@ims.example", barred("sip:carol@ims.example"), barred("tel:+15550101"));
        refused(ResultCode.AUTHORIZATION_REJECTED, CLAUSE + 3,
                () -> uar("carol@ims.example", "sip:carol@ims.example", REGISTRATION));
    }

    @Test
    void step3BarredButItsSetHasAnUnbarredOne() {
        provision("carol@ims.example", barred("sip:carol@ims.example"), PublicUser.of("tel:+15550101"));
        assertThat(uar("carol@ims.example", "sip:carol@ims.example", REGISTRATION).result())
                .isEqualTo(ResultCode.FIRST_REGISTRATION);
    }

    @Test
    void step4RoamingNotAllowedThere() {
        Provision.add(database, Provision.visiting(
                Provision.subscriber("carol@ims.example", "sip:carol@ims.example"), "elsewhere.example"));
        refused(ResultCode.ERROR_ROAMING_NOT_ALLOWED, CLAUSE + 4,
                () -> uar("carol@ims.example", "sip:carol@ims.example", REGISTRATION));
        refused(ResultCode.ERROR_ROAMING_NOT_ALLOWED, CLAUSE + 4,
                () -> uar("carol@ims.example", "sip:carol@ims.example", REGISTRATION_AND_CAPABILITIES));
    }

    @Test
    void step4RoamingDoesNotMatterForLeaving() {
        Provision.add(database, Provision.visiting(
                Provision.subscriber("carol@ims.example", "sip:carol@ims.example"), "elsewhere.example"));
        register("carol@ims.example", "sip:carol@ims.example", S1);
        assertThat(uar("carol@ims.example", "sip:carol@ims.example", DE_REGISTRATION).result())
                .isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void step4CapabilitiesAreGivenEvenWhenAServerIsAssigned() {
        Provision.capabilities(database, ALICE, List.of(1L, 2L), List.of(7L));
        register(ALICE, ALICE_SIP, S1);

        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, REGISTRATION_AND_CAPABILITIES);

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.serverName()).isEmpty();
        assertThat(answer.capabilities()).contains(new ServerCapabilities(List.of(1L, 2L), List.of(7L), List.of()));
    }

    @Test
    void step5RegisteredComesBackToItsServer() {
        register(ALICE, ALICE_SIP, S1);

        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, REGISTRATION);

        assertThat(answer.result()).isEqualTo(ResultCode.SUBSEQUENT_REGISTRATION);
        assertThat(answer.serverName()).contains(S1);
        assertThat(answer.capabilities()).isEmpty();
    }

    @Test
    void step5RegisteredLeavesThroughItsServer() {
        register(ALICE, ALICE_SIP, S1);

        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, DE_REGISTRATION);

        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.serverName()).contains(S1);
    }

    @Test
    void step5UnregisteredHasAServerToo() {
        sar(ServerAssignmentType.UNREGISTERED_USER, S1, "", ALICE_SIP);

        assertThat(uar(ALICE, ALICE_SIP, REGISTRATION)).satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(ResultCode.SUBSEQUENT_REGISTRATION);
            assertThat(answer.serverName()).contains(S1);
        });
        assertThat(uar(ALICE, ALICE_SIP, DE_REGISTRATION).result()).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void step5NotRegisteredCannotLeave() {
        refused(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, CLAUSE + 5, () -> uar(ALICE, ALICE_SIP, DE_REGISTRATION));
    }

    @Test
    void step5NotRegisteredFirstTimeWithoutDemands() {
        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, REGISTRATION);

        assertThat(answer.result()).isEqualTo(ResultCode.FIRST_REGISTRATION);
        assertThat(answer.serverName()).isEmpty();
        assertThat(answer.capabilities()).as("absent: any S-CSCF will do").isEmpty();
    }

    @Test
    void step5NotRegisteredFirstTimeWithCapabilities() {
        Provision.capabilities(database, ALICE, List.of(), List.of(7L));
        assertThat(uar(ALICE, ALICE_SIP, REGISTRATION).capabilities())
                .contains(new ServerCapabilities(List.of(), List.of(7L), List.of()));
    }

    @Test
    void step5NotRegisteredWhileAuthenticationIsPending() {
        mar(ALICE, ALICE_SIP, S1);

        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, REGISTRATION);

        assertThat(answer.result()).isEqualTo(ResultCode.SUBSEQUENT_REGISTRATION);
        assertThat(answer.serverName()).contains(S1);
    }

    @Test
    void step5NotRegisteredButAnotherOfTheSubscriptionIs() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, WORK_SIP, S1);

        UserAuthorizationAnswer answer = uar(ALICE, ALICE_SIP, REGISTRATION);

        assertThat(answer.result()).isEqualTo(ResultCode.SUBSEQUENT_REGISTRATION);
        assertThat(answer.serverName()).contains(S1);
    }

    @Test
    void theChoiceIsInTheTrace() {
        uar(ALICE, ALICE_SIP, REGISTRATION);

        Decision decision = (Decision) trace.since(0, 1).get(0);
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.CHOSEN);
        assertThat(decision.values()).containsEntry("state", "NOT_REGISTERED").containsEntry("server", "none")
                .containsEntry("result", "DIAMETER_FIRST_REGISTRATION (2001)");
        assertThat(decision.join().registration()).isEqualTo(ALICE_SIP);
    }

    private static PublicUser barred(String identity) {
        return Provision.identity(identity, "", true, IdentityType.PUBLIC_USER, false);
    }

    @Test
    void steps3And4AnEmergencyRegistrationIsHeldUpByNeitherBarringNorRoaming() {
        Provision.add(database, Provision.visiting(Provision.subscriber("eve@ims.example",
                List.of(PublicUser.of("sip:eve@ims.example").withBarring())), "elsewhere.example"));
        assertThat(hss.authorize(new UserAuthorizationRequest(new PrivateIdentity("eve@ims.example"),
                new PublicIdentity("sip:eve@ims.example"), HOME, UserAuthorizationType.REGISTRATION, true,
                OptionalInt.empty()), ASKER).result()).isEqualTo(ResultCode.FIRST_REGISTRATION);
    }
}
