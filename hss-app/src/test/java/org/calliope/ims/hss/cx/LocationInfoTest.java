package org.calliope.ims.hss.cx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.cx.LocationInfoAnswer;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.store.Provision;
import org.junit.jupiter.api.Test;

/** LIR, TS 29.228 6.1.4.1. */
class LocationInfoTest extends CxFixture {

    private static final String CLAUSE = "TS 29.228 6.1.4.1 step ";

    @Test
    void step1UnknownIdentity() {
        refused(ResultCode.ERROR_USER_UNKNOWN, CLAUSE + 1, () -> lir("sip:eve@ims.example", false));
    }

    @Test
    void step3Registered() {
        register(ALICE, ALICE_SIP, S1);
        assertServedBy(S1, lir(ALICE_SIP, false));
    }

    @Test
    void step3Unregistered() {
        sar(ServerAssignmentType.UNREGISTERED_USER, S1, "", ALICE_SIP);
        assertServedBy(S1, lir(ALICE_SIP, false));
    }

    @Test
    void step3NotRegisteredWithoutServices() {
        refused(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, CLAUSE + 3, () -> lir(ALICE_SIP, false));
    }

    @Test
    void step3NotRegisteredOriginatingNeedsAServer() {
        Provision.capabilities(database, ALICE, List.of(3L), List.of());

        LocationInfoAnswer answer = lir(ALICE_SIP, true);

        assertThat(answer.result()).isEqualTo(ResultCode.UNREGISTERED_SERVICE);
        assertThat(answer.serverName()).isEmpty();
        assertThat(answer.capabilities()).contains(new ServerCapabilities(List.of(3L), List.of(), List.of()));
    }

    @Test
    void step3NotRegisteredWithServicesForThat() {
        provision("carol@ims.example", Provision.identity("sip:carol@ims.example", "", false, IdentityType.PUBLIC_USER,
                true));

        assertThat(lir("sip:carol@ims.example", false).result()).isEqualTo(ResultCode.UNREGISTERED_SERVICE);
    }

    @Test
    void step3NotRegisteredOriginatingWithAServerOfTheSubscription() {
        Provision.secondSet(database, ALICE, WORK_SIP);
        register(ALICE, WORK_SIP, S1);

        assertServedBy(S1, lir(ALICE_SIP, true));
        refused(ResultCode.ERROR_IDENTITY_NOT_REGISTERED, CLAUSE + 3, () -> lir(ALICE_SIP, false));
    }

    private static void assertServedBy(String server, LocationInfoAnswer answer) {
        assertThat(answer.result()).isEqualTo(ResultCode.SUCCESS);
        assertThat(answer.serverName()).contains(server);
        assertThat(answer.capabilities()).isEmpty();
    }
}
