package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.util.List;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.SessionCase;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application server begins a call on behalf of a user, whose own services it visits: at the user's S-CSCF, or, when it
 * does not know that, at the I-CSCF (TS 24.229 5.7.3).
 *
 * <pre>
 * server           I-CSCF      HSS      S-CSCF     server of alice's     bob
 *   | Route: I-CSCF;orig |        |          |            |               |
 *   |-------------------&gt;|  LIR   |          |            |               |
 *   |                    |=======&gt;|          |            |               |
 *   |                    | Route: S-CSCF;orig|            |               |
 *   |                    |------------------&gt;|-----------&gt;|               |
 *   |                    |                   |&lt;-----------|               |
 *   |                    |                   |---------------------------&gt;|
 * </pre>
 */
class OnBehalfIT {

    private static final String ALICE = "sip:alice@ims.example";
    private static final String SAYS_REGISTERED = "<" + ALICE + ">;sescase=orig;regstate=reg";
    private static final String SAYS_UNREGISTERED = "<" + ALICE + ">;sescase=orig;regstate=unreg";

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "trusted-peers", "127.0.0.1")
        .conf("icscf", "application-servers", "127.0.0.1").conf("icscf", "trusted-peers", "127.0.0.2").fakeHss().build();

    private final ProxyServer proxy = new ProxyServer();
    private final UserAgent server = UserAgent.builder("sip:as@ims.example").build();
    private UserAgent bob;

    @BeforeEach
    void bob() {
        IMS.hss().forget();
        serves(SessionCase.ORIGINATING_REGISTERED);
        bob = registered(IMS, "bob");
    }

    @AfterEach
    void close() {
        IMS.hss().criteria();
        proxy.close();
        server.close();
    }

    private void serves(SessionCase sessionCase) {
        IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method("INVITE"), new InSessionCase(sessionCase))),
            new ApplicationServer(proxy.uri(), DefaultHandling.SESSION_CONTINUED)));
    }

    /** @param route of the only entry, with {@code PORT} for that of the I-CSCF or the S-CSCF */
    private SipMessage invitation(String route, int port) {
        return server.invitation(bob.identity()).with("Route", "<sip:" + route.replace("PORT", Integer.toString(port)) + ">");
    }

    private SipMessage toScscf(String route) {
        return invitation(route, IMS.scscf().getPort());
    }

    private SipMessage toIcscf() {
        return invitation("127.0.0.1:PORT;lr;orig", IMS.icscf().getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"orig@127.0.0.1:PORT;lr", "127.0.0.1:PORT;lr;orig"})
    @DisplayName("TS 24.229 5.4.3.2, RFC 5502: of a user who is named, with whom it says is calling")
    void namedUser(String route) {
        registered(IMS, "alice");

        SipMessage arrived = through(server.call(toScscf(route).with("P-Served-User", SAYS_REGISTERED)
            .with("P-Asserted-Identity", "<sip:as@ims.example>")), bob);

        assertThat(proxy.await("INVITE").required("P-Served-User")).isEqualTo(SAYS_REGISTERED);
        assertThat(arrived.required("P-Asserted-Identity")).contains("sip:as@ims.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orig@127.0.0.1:PORT;lr", "127.0.0.1:PORT;lr;orig"})
    @DisplayName("TS 24.229 5.4.3.2: of a user who is not registered")
    void namedUserWhoIsNotRegistered(String route) {
        serves(SessionCase.ORIGINATING_UNREGISTERED);

        through(server.call(toScscf(route).with("P-Served-User", SAYS_UNREGISTERED).with("P-Asserted-Identity", "<" + ALICE + ">")), bob);

        assertThat(proxy.await("INVITE").required("P-Served-User")).isEqualTo(SAYS_UNREGISTERED);
    }

    @Test
    @DisplayName("TS 24.229 5.3.2.1, TS 29.228 6.1.4: it does not know the user's S-CSCF; the I-CSCF asks for it by whom is asserted")
    void byTheIcscf() {
        registered(IMS, "alice");

        through(server.call(toIcscf().with("P-Asserted-Identity", "<" + ALICE + ">")), bob);

        assertThat(proxy.await("INVITE").required("P-Served-User")).isEqualTo(SAYS_REGISTERED);
        assertThat(IMS.hss().asked()).filteredOn(LocationInfoRequest.class::isInstance).first().satisfies(asked -> {
            LocationInfoRequest question = (LocationInfoRequest) asked;
            assertThat(question.originating()).isTrue();
            assertThat(question.publicIdentity().uri()).isEqualTo(ALICE);
        });
    }

    @Test
    @DisplayName("TS 24.229 5.3.2.1, TS 29.228 6.1.4: for a user who is not registered an S-CSCF is chosen")
    void byTheIcscfForWhoIsNotRegistered() {
        serves(SessionCase.ORIGINATING_UNREGISTERED);

        through(server.call(toIcscf().with("P-Served-User", SAYS_UNREGISTERED).with("P-Asserted-Identity", "<sip:as@ims.example>")), bob);

        assertThat(proxy.await("INVITE").required("P-Served-User")).isEqualTo(SAYS_UNREGISTERED);
    }

    @ParameterizedTest
    @CsvSource({"<sip:nobody@ims.example>, 404", "'', 403"})
    @DisplayName("TS 24.229 5.3.2.2: nobody knows the user, or it names none")
    void nobody(String asserted, int status) {
        SipMessage invite = asserted.isEmpty() ? toIcscf() : toIcscf().with("P-Asserted-Identity", asserted);

        Refused.by(IMS, server.call(invite).expect(status), "I-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.7.3: another network is trusted for its own users, and begins nothing on behalf of this one's")
    void anotherNetwork() {
        registered(IMS, "alice");
        try (UserAgent network = UserAgent.builder("sip:carol@other.example").localAddress("127.0.0.2").build()) {
            SipMessage invite = network.invitation(bob.identity()).with("P-Asserted-Identity", "<" + ALICE + ">");
            String icscf = "<sip:127.0.0.1:" + IMS.icscf().getPort() + ";lr";

            Refused.by(IMS, network.call(invite.with("Route", icscf + ";orig>")).expect(403), "I-CSCF");
            through(network.call(network.invitation(bob.identity()).with("Route", icscf + ">")), bob);
        }
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3: no telephone asks for others, whatever it writes into its Route")
    void telephone() {
        UserAgent alice = registered(IMS, "alice");
        registered(IMS, "carol");
        String forged = "<sip:127.0.0.1:" + IMS.icscf().getPort() + ";lr;orig>";

        SipMessage told = alice.call(alice.invitation(bob.identity()).with("Route", forged).with("P-Served-User",
            "<sip:carol@ims.example>;sescase=orig;regstate=reg")).outgoing().transaction().awaitFinal();

        assertThat(told.status()).isBetween(400, 499);
    }
}
