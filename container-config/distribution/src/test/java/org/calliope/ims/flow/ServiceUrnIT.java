package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Request-URI that names a service, or nobody (RFC 5031, TS 24.229 5.4.3.2).
 *
 * <pre>
 * alice      P-CSCF       S-CSCF                             I-CSCF               S-CSCF … bob
 *   | INVITE urn:service:counseling.children                   |                           |
 *   |------------------------------------------------------------&gt;| INVITE sip:bob@ims.example |
 *   |                                                          |---------------------------&gt;|
 * </pre>
 */
class ServiceUrnIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("icscf", "trusted-peers", "*")
        .conf("icscf", "services", "counseling=sip:bob@ims.example").conf("scscf", "trusted-peers", "*").build();

    @Test
    @DisplayName("RFC 5031 4.1: a telephone that calls a kind of a service reaches who offers the service, and the call is one as any other")
    void offered() {
        UserAgent bob = Flows.registered(IMS, "bob");
        Call call = Flows.registered(IMS, "alice").call("urn:service:counseling.children");

        assertThat(Flows.through(call, bob).required("P-Called-Party-ID")).contains("sip:bob@ims.example");
    }

    @Test
    @DisplayName("RFC 5031 4.1: another network that is trusted reaches who offers a service")
    void offeredToNetwork() {
        UserAgent bob = Flows.registered(IMS, "bob");
        try (UserAgent network = UserAgent.builder("sip:carol@other.example").build()) {
            Call call = network.call(network.invitation("urn:service:counseling").with("Route", "<sip:127.0.0.1:" + IMS.icscf().getPort() + ";lr>"));
            bob.awaitInvite().reject(486);
            call.expect(486);
        }
    }


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
    @CsvSource({"urn:service:directory, 404, I-CSCF", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6, 416, S-CSCF"})
    @DisplayName("RFC 5031 4.1, RFC 3261 8.2.2.1: a telephone that calls one hears the same")
    void fromTelephone(String uri, int status, String by) {
        Refused.by(IMS, Flows.registered(IMS, "alice").call(uri).expect(status), by);
    }
}
