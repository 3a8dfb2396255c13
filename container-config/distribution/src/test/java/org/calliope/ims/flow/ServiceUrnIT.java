package org.calliope.ims.flow;

import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Request-URI from another network that names a service, or nobody (RFC 5031, TS 24.229 5.4.3.3).
 *
 * <pre>
 * other network               I-CSCF
 *   | INVITE urn:service:directory |
 *   |-----------------------------&gt;|
 *   |                          404 |
 *   |&lt;-----------------------------|
 * </pre>
 */
class ServiceUrnIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("icscf", "trusted-peers", "*").conf("scscf", "trusted-peers", "*").build();

    @ParameterizedTest
    @CsvSource({"urn:service:directory, 404", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, 416"})
    @DisplayName("RFC 5031 4.1, RFC 3261 8.2.2.1: 404 for a service, 416 for what names nobody, at the I-CSCF and at the S-CSCF")
    void fromNetwork(String uri, int status) {
        try (UserAgent network = UserAgent.builder("sip:carol@other.example").build()) {
            Refused.by(IMS, network.call(network.invitation(uri).with("Route", "<sip:127.0.0.1:" + IMS.icscf().getPort() + ";lr>"))
                .expect(status), "I-CSCF");
            Refused.by(IMS, network.call(network.invitation(uri).with("Route", "<sip:127.0.0.1:" + IMS.scscf().getPort() + ";lr>"))
                .expect(status), "S-CSCF");
        }
    }

    @ParameterizedTest
    @CsvSource({"urn:service:counseling.mental-health, 404", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, 416"})
    @DisplayName("RFC 5031 4.1, RFC 3261 8.2.2.1: a telephone that calls one hears the same from its S-CSCF")
    void fromTelephone(String uri, int status) {
        Refused.by(IMS, Flows.registered(IMS, "alice").call(uri).expect(status), "S-CSCF");
    }
}
