package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import java.nio.charset.StandardCharsets;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Emergency calls that do not go by this network.
 *
 * <pre>
 * phone                    P-CSCF
 *   | INVITE urn:service:sos |
 *   |-----------------------&gt;|
 *   | 380, type emergency    |
 *   |&lt;-----------------------|
 * </pre>
 */
class EmergencyElsewhereIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("pcscf", "emergency-calls", "elsewhere").build();

    private static void toldSo(UserAgent phone, String called, String service) {
        SipMessage answer = phone.call(called).expect(380);

        Refused.by(IMS, answer, "P-CSCF");
        assertThat(answer.required("Contact")).isEqualTo("<" + service + ">");
        assertThat(answer.required("P-Asserted-Identity")).isEqualTo("<sip:term@127.0.0.1:" + IMS.pcscf().getPort() + ">");
        assertThat(answer.required("Content-Type")).isEqualTo("application/3gpp-ims+xml");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("<alternative-service>", "<type>emergency</type>").doesNotContain("<action>");
    }

    @Test
    @DisplayName("TS 24.229 5.2.10.5, 7.6: the phone is told to take another network, by which service")
    void registeredPhone() {
        UserAgent alice = registered(IMS, "alice");
        toldSo(alice, "tel:112", "urn:service:sos");
        toldSo(alice, "urn:service:sos.fire", "urn:service:sos.fire");
    }

    @Test
    @DisplayName("TS 24.229 5.2.10.5: a phone that has not registered, too")
    void unregisteredPhone() {
        toldSo(IMS.phone("mallory"), "urn:service:sos", "urn:service:sos");
    }
}
