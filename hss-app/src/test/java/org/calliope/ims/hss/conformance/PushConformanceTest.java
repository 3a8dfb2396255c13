package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RTR and PPR, TS 29.228 6.1.3 and 6.2. */
class PushConformanceTest extends CxWire {

    @BeforeEach
    void registered() throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
    }

    @ParameterizedTest
    @EnumSource(DeregistrationReason.Code.class)
    @DisplayName("6.1.3.1: an administrator ends it, Deregistration-Reason on the wire")
    void termination(DeregistrationReason.Code code) throws Exception {
        pushes.terminate(ALICE, new DeregistrationReason(code, "we say so"), TEST);

        DiameterMessage request = peer.receive();
        assertThat(request.command()).isEqualTo(RTR);
        assertThat(request.text(AvpName.DESTINATION_HOST)).isEqualTo("s1.ims.example");
        assertThat(request.text(AvpName.USER_NAME)).isEqualTo(ALICE);
        List<Avp> reason = request.group(AvpName.DEREGISTRATION_REASON);
        assertThat(in(reason, AvpName.REASON_CODE).number()).isEqualTo(code.ordinal());
        assertThat(in(reason, AvpName.REASON_INFO).text()).isEqualTo("we say so");
        peer.send(peer.answer(request, 2001));
        await().until(() -> pushes.pending(0, 1).isEmpty());
        if (code != DeregistrationReason.Code.NEW_SERVER_ASSIGNED) {
            experimental(lir(ALICE_SIP), 5003);
        }
    }

    @Test
    @DisplayName("6.2.1: a changed profile is pushed as a whole and valid")
    void profileIsPushed() throws Exception {
        provisioning.replace(Kind.SERVICE_PROFILE, "default", new ServiceProfile("default", Optional.of(4), false,
                List.of(), List.of()), Optional.empty(), TEST);

        DiameterMessage request = peer.receive();
        assertThat(request.command()).isEqualTo(PPR);
        assertThat(profile(request)).contains("<SubscribedMediaProfileId>4<");
        peer.send(peer.answer(request, 2001));
        await().until(() -> pushes.pending(0, 1).isEmpty());
        provisioning.replace(Kind.SERVICE_PROFILE, "default", new ServiceProfile("default", Optional.empty(), false,
                List.of(), List.of()), Optional.empty(), TEST);
        peer.send(peer.answer(peer.receive(), 2001));
        await().until(() -> pushes.pending(0, 1).isEmpty());
    }

    @Test
    @DisplayName("6.1.3.1: an S-CSCF that was away hears of it as it comes back")
    void comesBack() throws Exception {
        peer.close();
        provisioning.remove(Kind.SUBSCRIPTION, ALICE, Optional.empty(), TEST);
        assertThat(pushes.pending(0, 1)).hasSize(1);

        peer = reconnect("s1.ims.example");

        DiameterMessage request = peer.receive();
        assertThat(request.command()).isEqualTo(RTR);
        peer.send(peer.answer(request, 2001));
        await().until(() -> pushes.pending(0, 1).isEmpty());
    }
}
