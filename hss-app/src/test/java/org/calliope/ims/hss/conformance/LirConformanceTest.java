package org.calliope.ims.hss.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.testkit.diameter.Avp;
import org.calliope.ims.testkit.diameter.AvpName;
import org.calliope.ims.testkit.diameter.DiameterMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** LIR, TS 29.228 6.1.4.1. */
class LirConformanceTest extends CxWire {

    private static final Avp ORIGINATING = Avp.of(AvpName.ORIGINATING_REQUEST, 0);

    @Test
    @DisplayName("step 1: unknown identity or inactive service, DIAMETER_ERROR_USER_UNKNOWN (5001)")
    void step1() throws Exception {
        unknown(lir("sip:eve@ims.example"));
        unknown(lir("sip:mute@ims.example"));
    }

    @Test
    @DisplayName("step 2: a service goes to its application server, unless it calls itself")
    void step2() throws Exception {
        provisioning.create(Kind.APPLICATION_SERVER, new ApplicationServer("bridge", "sip:bridge.ims.example", null, "",
                false, false, "", List.of(), List.of(), List.of()), TEST);
        Provision.add(database, new Subscription("bridge", "", "", List.of(), List.of(), List.of(new ImplicitSet(
                List.of(), List.of(new PublicUser("sip:meet@ims.example", IdentityType.DISTINCT_PSI, false, "", "",
                        "default", "bridge", true))))));
        assertThat(result(lir("sip:meet@ims.example"), 2001).text(AvpName.SERVER_NAME))
                .isEqualTo("sip:bridge.ims.example");
        experimental(lir("sip:meet@ims.example", ORIGINATING), 2003);
    }

    @Test
    @DisplayName("step 2: REGISTRATION_AND_CAPABILITIES, capabilities and no server")
    void step2Capabilities() throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        DiameterMessage answer = result(lir(ALICE_SIP, Avp.of(AvpName.USER_AUTHORIZATION_TYPE, 2)), 2001);
        assertThat(answer.find(AvpName.SERVER_NAME)).isEmpty();
        assertThat(answer.find(AvpName.SERVER_CAPABILITIES)).isPresent();
    }

    @Test
    @DisplayName("step 3: registered, DIAMETER_SUCCESS with the server")
    void step3Registered() throws Exception {
        sar(REGISTRATION, S1, ALICE, ALICE_SIP);
        assertThat(result(lir("tel:+15550100"), 2001).text(AvpName.SERVER_NAME)).isEqualTo(S1);
    }

    @Test
    @DisplayName("step 3: neither registered nor served unregistered, DIAMETER_ERROR_IDENTITY_NOT_REGISTERED (5003)")
    void step3NotRegistered() throws Exception {
        experimental(lir(ALICE_SIP), 5003);
    }

    @Test
    @DisplayName("step 3: Originating-Request of a user nobody serves, DIAMETER_UNREGISTERED_SERVICE (2003)")
    void step3Originating() throws Exception {
        assertThat(experimental(lir(ALICE_SIP, ORIGINATING), 2003).find(AvpName.SERVER_CAPABILITIES)).isPresent();
    }

    @Test
    @DisplayName("TS 23.003 13.5: an identity of a wildcard, Wildcarded-Public-Identity as provisioned")
    void wildcard() throws Exception {
        assertThat(experimental(lir("sip:room-7@ims.example"), 2003).text(AvpName.WILDCARDED_PUBLIC_IDENTITY))
                .isEqualTo(ROOMS);
    }
}
