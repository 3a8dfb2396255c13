package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;
import static org.calliope.ims.flow.Flows.eventually;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.cx.ServerAssignmentRequest;
import org.calliope.ims.cx.ServerAssignmentType;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An application server hears of registrations.
 *
 * <pre>
 * alice        P-, I-CSCF       S-CSCF                 AS
 *   | REGISTER     |               |                   |
 *   |-------------&gt;|--------------&gt;| (401, SAR as ever) |
 *   | 200          |               |                   |
 *   |&lt;-------------|&lt;--------------|                   |
 *   |              |               | REGISTER          |
 *   |              |               |------------------&gt;|
 *   |              |               | 200               |
 *   |              |               |&lt;------------------|
 * </pre>
 */
class ThirdPartyIT {
    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "min-expires", "1")
        .conf("scscf", "third-party-timeout", "1s").conf("scscf", "third-party-attempts", "2")
        .conf("scscf", "trusted-peers", "127.0.0.1").fakeHss().build();

    private UserAgent server;

    @BeforeEach
    void serverThatTakesRegisters() {
        server = UserAgent.builder("sip:as@ims.example").build().answering("REGISTER", 200);
        IMS.hss().criteria(named(DefaultHandling.SESSION_CONTINUED));
    }

    @AfterEach
    void noCriteria() {
        IMS.hss().criteria();
        IMS.node().registrations().all().forEach(set -> IMS.hss().terminate(set.defaultIdentity().user(),
            Code.NEW_SERVER_ASSIGNED));
        IMS.hss().forget();
        server.close();
    }

    private InitialFilterCriteria named(DefaultHandling handling) {
        return new InitialFilterCriteria(1, TriggerPoint.allOf(List.of(new ServicePointTrigger.Method(false, "REGISTER",
            Set.of()))), new ApplicationServer(server.contactUri(), handling, Optional.of("tariff <7>"), true, true));
    }

    private SipMessage heard() {
        return server.awaitRequest("REGISTER").request();
    }

    private void nothingMore() {
        UserAgent bob = IMS.phone("bob");
        bob.register();
        assertThat(heard().required("To")).as("the next thing that the server hears").contains("bob@");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7, 5.4.1.7A, 7.6: what the REGISTER for the server says, and its three parts")
    void registration() {
        UserAgent alice = IMS.phone("alice");
        alice.registration().expires(600).header("P-Access-Network-Info", "3GPP-NR-TDD;utran-cell-id-3gpp=1").expect(200);

        SipMessage heard = heard();

        String self = "sip:127.0.0.1:" + IMS.scscf().getPort();
        assertThat(heard.startLine()).isEqualTo("REGISTER " + server.contactUri() + " SIP/2.0");
        assertThat(heard.required("To")).isEqualTo("<" + alice.identity() + ">");
        assertThat(heard.required("From")).contains("<" + self + ">");
        assertThat(heard.required("Contact")).contains(self);
        assertThat(heard.required("Expires")).isEqualTo("600");
        assertThat(heard.required("P-Charging-Vector")).contains("icid-value=", "orig-ioi=\"Type 3ims.example\"")
            .doesNotContain("term-ioi");
        assertThat(heard.required("P-Access-Network-Info")).matches("3GPP-NR-TDD; ?utran-cell-id-3gpp=1");
        assertThat(heard.required("P-Visited-Network-ID")).isEqualTo("\"ims.example\"");
        assertThat(heard.required("Content-Type")).startsWith("multipart/mixed;boundary=");
        assertThat(heard.bodyText()).contains("<service-info>tariff &lt;7&gt;</service-info>",
            "Content-Type: message/sip\r\n\r\nREGISTER " + self + " SIP/2.0\r\n",
            "Content-Type: message/sip\r\n\r\nSIP/2.0 200 OK\r\n", "P-Associated-URI: <" + alice.identity() + ">")
            .as("credentials stay with the registrar").doesNotContain("Authorization");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.7 e, f: refresh with its time, de-registration by the user with 0")
    void refreshAndDeregistration() {
        UserAgent alice = IMS.phone("alice");
        alice.registration().expires(600).expect(200);
        assertThat(heard().required("Expires")).isEqualTo("600");
        alice.registration().expires(300).expect(200);
        assertThat(heard().required("Expires")).isEqualTo("300");
        alice.deregister();

        assertThat(heard().required("Expires")).isEqualTo("0");
        nothingMore();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, 5.4.1.7: expiry")
    void expiry() {
        IMS.phone("alice").registration().expires(1).expect(200);
        assertThat(heard().required("Expires")).isEqualTo("1");

        SipMessage over = heard();

        assertThat(over.required("Expires")).isEqualTo("0");
        assertThat(over.required("To")).contains("alice@");
        assertThat(over.required("P-Charging-Vector")).contains("icid-value=");
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    @DisplayName("TS 29.228 6.1.3, TS 24.229 5.4.1.5: an RTR ends the registration at once; only a new S-CSCF is silent")
    void termination(Code reason) {
        UserAgent alice = IMS.phone("alice");
        alice.register();
        heard();

        assertThat(IMS.hss().terminate("alice", reason)).isEqualTo(ResultCode.SUCCESS);

        assertThat(bindings(IMS, "alice")).isEmpty();
        if (reason != Code.NEW_SERVER_ASSIGNED) {
            assertThat(heard().required("Expires")).isEqualTo("0");
        }
        nothingMore();
        assertThat(IMS.hss().terminate("alice", reason)).isEqualTo(ResultCode.ERROR_USER_UNKNOWN);
    }

    @Test
    @DisplayName("TS 29.228 6.2, TS 24.229 5.4.1.8: a PPR that names the server, and one that does not any more")
    void profile() {
        IMS.hss().criteria();
        IMS.phone("alice").register();
        IMS.hss().criteria(named(DefaultHandling.SESSION_CONTINUED));

        assertThat(IMS.hss().push("alice")).isEqualTo(ResultCode.SUCCESS);
        assertThat(heard().required("Expires")).isEqualTo("3600");
        IMS.hss().criteria();
        assertThat(IMS.hss().push("alice")).isEqualTo(ResultCode.SUCCESS);
        assertThat(heard().required("Expires")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"SESSION_CONTINUED,503", "SESSION_TERMINATED,503", "SESSION_TERMINATED,0"})
    @DisplayName("TS 24.229 5.4.1.7: a server that is gone: tried again, then as its default handling says")
    void gone(DefaultHandling handling, int answer) {
        IMS.hss().criteria(named(handling));
        if (answer == 0) {
            server.answeringMyself("REGISTER"); // and does not
        } else {
            server.answering("REGISTER", answer);
        }
        IMS.phone("alice").register();
        assertThat(heard().required("Expires")).isEqualTo("3600");
        assertThat(heard().required("Expires")).as("once more").isEqualTo("3600");

        if (handling == DefaultHandling.SESSION_TERMINATED) {
            eventually().until(() -> bindings(IMS, "alice").isEmpty());
            assertThat(heard().required("Expires")).isEqualTo("0");
            eventually().until(() -> IMS.hss().asked().stream().anyMatch(asked ->
                asked instanceof ServerAssignmentRequest sar
                    && sar.type() == ServerAssignmentType.ADMINISTRATIVE_DEREGISTRATION));
        } else {
            server.answering("REGISTER", 200);
            nothingMore();
            assertThat(bindings(IMS, "alice")).hasSize(1);
        }
    }
}
