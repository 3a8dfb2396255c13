package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Another domain that DNS, or here the name localhost, leads to, and that belongs to the trust domain.
 *
 * <pre>
 * alice      P-CSCF     S-CSCF     dave@localhost
 *   | INVITE     |         |          |
 *   |-----------&gt;|-------&gt;| RFC 3263 |
 *   |            |         |---------&gt;|
 * </pre>
 */
class ForeignIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "foreign", "dns")
        .conf("scscf", "foreign-trusted", "Localhost").build();

    @Test
    @DisplayName("TS 24.229 5.4.3.2, RFC 3263: the Request-URI leads there, and a trusted network is told what this one knows")
    void byItsName() {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        try (UserAgent dave = UserAgent.builder("sip:dave@localhost").build()) {
            String uri = "sip:dave@localhost:" + dave.hostPort().substring(dave.hostPort().indexOf(':') + 1);

            SipMessage arrived = through(alice.call(uri), dave);

            assertThat(arrived.requestUri()).isEqualTo(uri);
            assertThat(arrived.has("Route")).isFalse();
            assertThat(arrived.required("P-Asserted-Identity")).contains("sip:alice@ims.example");
            assertThat(arrived.required("P-Charging-Vector")).contains("orig-ioi");
        }
    }
}
