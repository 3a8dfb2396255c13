package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.cx.ServerAssignmentType.AUTHENTICATION_FAILURE;
import static org.calliope.ims.cx.ServerAssignmentType.REGISTRATION;
import static org.calliope.ims.cx.ServerAssignmentType.UNREGISTERED_USER;
import static org.calliope.ims.cx.UserAuthorizationType.REGISTRATION_AND_CAPABILITIES;
import static org.calliope.ims.hss.store.RegistrationState.REGISTERED;
import static org.calliope.ims.hss.store.RegistrationState.UNREGISTERED;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.identity.PublicIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An S-CSCF does not answer, and another takes its place: TS 29.228 6.1.1.1, 6.1.2.1, 6.1.4.1 and TS 23.380 4. */
class ReassignmentTest extends CxFixture {

    @BeforeEach
    void registered() {
        register(ALICE, ALICE_SIP, S1);
    }

    @Test
    void step4OfUarAndCapabilitiesLetAnotherServerTakeOverOnce() {
        Provision.capabilities(database, ALICE, List.of(5L), List.of());

        assertThat(uar(ALICE, ALICE_SIP, REGISTRATION_AND_CAPABILITIES).capabilities().orElseThrow().mandatory())
                .containsExactly(5L);
        mar(ALICE, ALICE_SIP, S2);
        assertState(ALICE_SIP, REGISTERED, S1); // the user has not proved anything yet
        assertThat(sar(REGISTRATION, S2, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, REGISTERED, S2);
        assertThat(sar(REGISTRATION, S1, ALICE, ALICE_SIP).result())
                .isEqualTo(ResultCode.ERROR_IDENTITY_ALREADY_REGISTERED);
    }

    @Test
    void aFailedAuthenticationAtTheNewServerLeavesTheOldOne() {
        uar(ALICE, ALICE_SIP, REGISTRATION_AND_CAPABILITIES);
        mar(ALICE, ALICE_SIP, S2);

        assertThat(sar(AUTHENTICATION_FAILURE, S2, ALICE, ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, REGISTERED, S1);
    }

    @Test
    void aCallToAUserWhoseServerDoesNotAnswerIsServedByAnother() {
        LocationInfoAnswer answer = hss.locate(new LocationInfoRequest(new PublicIdentity(ALICE_SIP), false,
                Optional.of(REGISTRATION_AND_CAPABILITIES), OptionalInt.empty()), ASKER);
        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.serverName()).isEmpty();

        assertThat(sar(UNREGISTERED_USER, S2, "", ALICE_SIP).result()).isEqualTo(ResultCode.SUCCESS);

        assertState(ALICE_SIP, UNREGISTERED, S2);
    }
}
