package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import org.calliope.ims.testkit.ImsServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where emergency calls can not go through, the caller hears so at once, and the operator what to set. */
class EmergencyRefusedIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("pcscf", "unregistered-emergency", "false").build();

    @Test
    @DisplayName("TS 24.229 5.2.10.2: by policy who has not registered is refused")
    void unregistered() {
        Refused.by(IMS, IMS.phone("mallory").call("urn:service:sos").expect(403), "P-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.11.2: as long as no emergency centre is set")
    void noCentre() {
        assertThat(Refused.by(IMS, registered(IMS, "alice").call("tel:112").expect(404), "E-CSCF").reason())
            .contains("conf/ecscf.properties");
    }
}
