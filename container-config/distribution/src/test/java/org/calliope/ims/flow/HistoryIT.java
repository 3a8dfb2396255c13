package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.util.List;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A request tells how it has come to a telephone: History-Info (RFC 7044, TS 24.229 5.4.3.3).
 *
 * <pre>
 * alice        S-CSCF                     bob's desk      bob's mobile
 *   | INVITE bob  |                           |                |
 *   |------------&gt;| bob;index=1, desk;index=1.1;rc=1           |
 *   |             |--------------------------&gt;|                |
 *   |             |                       486 |                |
 *   |             |&lt;--------------------------|                |
 *   |             | bob;index=1, desk?Reason;index=1.1, mobile;index=1.2;rc=1
 *   |             |-------------------------------------------&gt;|
 * </pre>
 */
class HistoryIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "trusted-peers", "127.0.0.1").fakeHss().build();

    private final ProxyServer server = new ProxyServer();

    @AfterEach
    void close() {
        IMS.hss().criteria();
        server.close();
    }

    private static UserAgent bob(double q) {
        UserAgent phone = IMS.phone("bob");
        phone.registration().contact('<' + phone.contactUri() + ">;q=" + q).expect(200);
        return phone;
    }

    private static String registeredContact(UserAgent phone, String index, String parent) {
        return "<" + phone.contactUri() + ">;index=" + index + ";rc=" + parent;
    }

    @Test
    @DisplayName("RFC 7044 9.1, 9.2: who was called, and the registered contact that it has become; a caller that does not ask is not told")
    void retargeted() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        SipMessage arrived = through(alice.call(bob.identity()), bob);

        assertThat(arrived.list("History-Info")).containsExactly("<sip:bob@ims.example>;index=1",
            registeredContact(bob, "1.1", "1"));
        assertThat(arrived.required("P-Called-Party-ID")).isEqualTo("<sip:bob@ims.example>");
        assertThat(alice.exchange().received()).noneMatch(message -> message.has("History-Info"));
    }

    @Test
    @DisplayName("RFC 7044 10.2, 9.4: the telephone that is tried next learns why, and a caller who supports histinfo learns all")
    void sequentialFork() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent desk = bob(1.0);
        UserAgent mobile = bob(0.5);

        Call call = alice.call(alice.invitation(desk.identity()).with("Supported", "histinfo"));
        desk.awaitInvite().busy();
        IncomingCall in = mobile.awaitInvite();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        call.hangUp();
        in.awaitBye();

        List<String> all = List.of("<sip:bob@ims.example>;index=1",
            "<" + desk.contactUri() + "?Reason=SIP%3Bcause%3D486>;index=1.1;rc=1", registeredContact(mobile, "1.2", "1"));
        assertThat(in.invite().list("History-Info")).isEqualTo(all);
        assertThat(answer.list("History-Info")).isEqualTo(all);
    }

    @Test
    @DisplayName("RFC 7044 10.3, RFC 7131: a server diverts and says so: the index goes on from there")
    void diverted() {
        IMS.hss().criteria(new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new ServicePointTrigger.Method("INVITE"),
            new InSessionCase(SessionCase.TERMINATING_REGISTERED))), new ApplicationServer(server.uri(),
            DefaultHandling.SESSION_CONTINUED)));
        server.changing(invite -> invite.requestUri().contains("bob") ? invite
            .withStartLine("INVITE sip:carol@ims.example;cause=302 SIP/2.0").with("History-Info", "<sip:bob@ims.example>;index=1")
            .with("History-Info", "<sip:carol@ims.example;cause=302>;index=1.1;mp=1") : invite);
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        UserAgent carol = registered(IMS, "carol");

        SipMessage arrived = through(alice.call(bob.identity()), carol);

        assertThat(arrived.list("History-Info")).containsExactly("<sip:bob@ims.example>;index=1",
            "<sip:carol@ims.example;cause=302>;index=1.1;mp=1", registeredContact(carol, "1.1.1", "1.1"));
    }

    @Test
    @DisplayName("docs/robustness.md: what a caller makes up is passed on, and does no harm")
    void garbage() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        SipMessage invite = alice.invitation(bob.identity()).with("History-Info", "<<;;;index=").with("History-Info",
            "<sip:x@y>;index=1.1.1.1.1.a");

        SipMessage arrived = through(alice.call(invite), bob);

        assertThat(arrived.all("History-Info")).startsWith("<<;;;index=", "<sip:x@y>;index=1.1.1.1.1.a")
            .contains("<sip:bob@ims.example>;index=1");
    }

    @Test
    @DisplayName("docs/robustness.md: with hundreds of entries it does not grow, and is not refused")
    void hundreds() {
        UserAgent alice = IMS.phone("alice", Flows.over(Transport.TCP));
        alice.register();
        UserAgent bob = IMS.phone("bob", Flows.over(Transport.TCP));
        bob.register();
        String many = "<sip:x@y>;index=1" + ",<sip:x@y>;index=1.1".repeat(300);

        SipMessage arrived = through(alice.call(alice.invitation(bob.identity()).with("History-Info", many)), bob);

        assertThat(arrived.list("History-Info")).hasSize(301);
    }
}
