package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests visit the application servers that the filter criteria of caller and called user name, in their order.
 *
 * <pre>
 * alice    P-CSCF     S-CSCF       AS 1       AS 2      I-CSCF    S-CSCF      AS 3       bob
 *   | INVITE  |          |           |          |          |         |          |         |
 *   |--------&gt;|---------&gt;| Route: AS 1, odi     |          |         |          |         |
 *   |         |          |----------&gt;|          |          |         |          |         |
 *   |         |          | Route: odi|          |          |         |          |         |
 *   |         |          |&lt;----------|          |          |         |          |         |
 *   |         |          |---------------------&gt;|          |         |          |         |
 *   |         |          |&lt;---------------------|          |         |          |         |
 *   |         |          |--------------------------------&gt;|--------&gt;|---------&gt;|         |
 *   |         |          |                                           |&lt;---------|         |
 *   |         |          |                                           |-------------------&gt;|
 * </pre>
 */
class ServiceChainIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("scscf", "trusted-peers", "127.0.0.1")
        .conf("scscf", "server-timeout", "2s").conf("scscf", "server-pause", "1s").fakeHss().build();

    private final ProxyServer proxy = new ProxyServer();
    private final ProxyServer other = new ProxyServer();
    private final UserAgent server = UserAgent.builder("sip:as@ims.example").build();

    @AfterEach
    void close() {
        IMS.hss().criteria();
        proxy.close();
        other.close();
        server.close();
    }

    private static ServicePointTrigger method(String name) {
        return new ServicePointTrigger.Method(name);
    }

    /** A server for requests of this case that hold these conditions. */
    private static InitialFilterCriteria to(String uri, int priority, DefaultHandling handling, SessionCase sessionCase,
                                            ServicePointTrigger... conditions) {
        List<ServicePointTrigger> all = new ArrayList<>(List.of(conditions));
        all.add(new InSessionCase(sessionCase));
        return new InitialFilterCriteria(priority, TriggerPoint.anyOf(List.copyOf(all)), new ApplicationServer(uri, handling));
    }

    private static InitialFilterCriteria originating(String uri, int priority) {
        return to(uri, priority, DefaultHandling.SESSION_CONTINUED, SessionCase.ORIGINATING_REGISTERED, method("INVITE"));
    }

    private static InitialFilterCriteria terminating(String uri, int priority) {
        return to(uri, priority, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_REGISTERED, method("INVITE"));
    }

    private static List<String> routeUsers(SipMessage request) {
        return request.list("Route").stream().map(route -> Address.parse(route).sipUri().user()).toList();
    }

    /** The INVITE that a B2BUA makes of the one it got: a dialog of its own, along the Route that is left. */
    private SipMessage ownInvite(SipMessage got, String target) {
        SipMessage invite = server.invitation(target).replace("From", got.required("From").replaceFirst(";tag=.*", "") + ";tag=b2b")
            .with("P-Asserted-Identity", got.required("P-Asserted-Identity"))
            .with("P-Charging-Vector", got.required("P-Charging-Vector"));
        List<String> routes = got.list("Route");
        for (String route : routes.subList(1, routes.size())) {
            invite = invite.with("Route", route);
        }
        return invite;
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: what a server of the caller is told, and the call goes on where it left")
    void originatingService() {
        IMS.hss().criteria(originating(proxy.uri(), 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        SipMessage arrived = through(alice.call(bob.identity()), bob);

        SipMessage visit = proxy.await("INVITE");
        assertThat(visit.requestUri()).isEqualTo(bob.identity());
        assertThat(visit.required("P-Served-User")).isEqualTo("<" + alice.identity() + ">;sescase=orig;regstate=reg");
        assertThat(visit.required("P-Asserted-Identity")).contains(alice.identity());
        assertThat(routeUsers(visit)).hasSize(2).last().asString().startsWith("odi_");
        assertThat(Address.parse(visit.list("Route").get(1)).sipUri().port()).isEqualTo(IMS.scscf().getPort());
        assertThat(arrived.has("P-Served-User")).isFalse();
        assertThat(proxy.all("INVITE")).as("visited once").hasSize(1);
        assertThat(proxy.await("BYE").callId()).as("stays on the path").isEqualTo(visit.callId());
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.3: what a server of the called user is told, before his contacts are looked for")
    void terminatingService() {
        IMS.hss().criteria(terminating(proxy.uri(), 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        SipMessage arrived = through(alice.call(bob.identity()), bob);

        SipMessage visit = proxy.await("INVITE");
        assertThat(visit.requestUri()).isEqualTo(bob.identity());
        assertThat(visit.required("P-Served-User")).isEqualTo("<" + bob.identity() + ">;sescase=term;regstate=reg");
        assertThat(arrived.requestUri()).isEqualTo(bob.contactUri());
        assertThat(arrived.required("P-Called-Party-ID")).contains(bob.identity());
    }

    @Test
    @DisplayName("TS 23.218 5.2.2: by priority, and a criterion sees what the server before has changed")
    void severalInOrder() {
        IMS.hss().criteria(to(other.uri(), 20, DefaultHandling.SESSION_CONTINUED, SessionCase.ORIGINATING_REGISTERED,
            method("INVITE"), new ServicePointTrigger.SipHeader("X-First", "seen")), originating(proxy.uri(), 10));
        proxy.changing(invite -> invite.with("X-First", "seen"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        SipMessage arrived = through(alice.call(bob.identity()), bob);

        assertThat(proxy.await("INVITE").has("X-First")).isFalse();
        assertThat(other.await("INVITE").required("X-First")).isEqualTo("seen");
        assertThat(arrived.required("X-First")).isEqualTo("seen");
        assertThat(proxy.all("INVITE")).hasSize(1);
        assertThat(other.all("INVITE")).hasSize(1);
    }

    @Test
    @DisplayName("TS 29.228 B.2.3: the session description triggers")
    void bySessionDescription() {
        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.ORIGINATING_REGISTERED,
            new ServicePointTrigger.SessionDescription("m", "video.*")));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        through(alice.call(bob.identity()), bob);
        assertThat(proxy.all("INVITE")).as("audio alone").isEmpty();
        SipMessage video = alice.invitation(bob.identity());
        through(alice.call(video.withBody("application/sdp", video.bodyText() + "m=video 49180 RTP/AVP 96\r\n")), bob);
        assertThat(proxy.await("INVITE").bodyText()).contains("m=video");
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.4: a server that is a B2BUA goes on in a dialog of its own")
    void backToBack() {
        IMS.hss().criteria(originating(server.contactUri(), 1), originating(proxy.uri(), 2));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = alice.call(bob.identity());
        IncomingCall in = server.awaitInvite();
        Call out = server.call(ownInvite(in.invite(), bob.identity()));
        IncomingCall rings = bob.awaitInvite();
        rings.answer();
        out.awaitAnswer();
        in.answer();
        call.awaitAnswer();

        assertThat(rings.invite().callId()).isNotEqualTo(call.callId()).isEqualTo(proxy.await("INVITE").callId());
        assertThat(rings.invite().required("P-Asserted-Identity")).contains(alice.identity());
        assertThat(server.invited()).as("it is visited once").isFalse();
        call.hangUp();
        in.awaitBye();
        out.hangUp();
        rings.awaitBye();
    }

    @Test
    @DisplayName("TS 23.218 9.1.1.1: a server that is a terminating user agent answers itself")
    void terminatingUserAgent() {
        IMS.hss().criteria(originating(server.contactUri(), 1));
        UserAgent alice = registered(IMS, "alice");
        Call call = alice.call("sip:bob@ims.example");
        IncomingCall in = server.awaitInvite();
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 486, 603})
    @DisplayName("TS 23.218 9.1.1.2: what a server says goes to the caller, whatever the default handling")
    void refusedByServer(int status) {
        IMS.hss().criteria(originating(server.contactUri(), 1));
        UserAgent alice = registered(IMS, "alice");
        Call call = alice.call("sip:bob@ims.example");
        server.awaitInvite().reject(status);
        call.expect(status);
    }

    @ParameterizedTest
    @CsvSource({"500,ORIGINATING_REGISTERED", "503,ORIGINATING_REGISTERED", "408,TERMINATING_REGISTERED",
        "580,TERMINATING_REGISTERED", "0,ORIGINATING_REGISTERED", "0,TERMINATING_REGISTERED"})
    @DisplayName("TS 24.229 5.4.3.2, 5.4.3.3: SESSION_CONTINUED: without a server that says 408, 5xx or nothing")
    void continued(int status, SessionCase sessionCase) {
        IMS.hss().criteria(to(server.contactUri(), 1, DefaultHandling.SESSION_CONTINUED, sessionCase, method("INVITE")),
            to(proxy.uri(), 2, DefaultHandling.SESSION_CONTINUED, sessionCase, method("INVITE")));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        fail(status);
        Call call = alice.call(bob.identity());
        if (status > 0) {
            server.awaitInvite().reject(status);
        }

        through(call, bob);

        assertThat(proxy.all("INVITE")).as("the next server is visited").hasSize(1);
    }

    private void fail(int status) {
        if (status == 0) {
            server.losing(message -> message.isRequest() && message.is("INVITE"));
        }
    }

    @ParameterizedTest
    @CsvSource({"500,500", "503,503", "408,408", "0,408"})
    @DisplayName("TS 24.229 5.4.3.2: SESSION_TERMINATED: not without it")
    void terminated(int status, int told) {
        IMS.hss().criteria(to(server.contactUri(), 1, DefaultHandling.SESSION_TERMINATED, SessionCase.ORIGINATING_REGISTERED,
            method("INVITE")));
        UserAgent alice = registered(IMS, "alice");
        fail(status);
        Call call = alice.call("sip:bob@ims.example");
        if (status > 0) {
            server.awaitInvite().reject(status);
        }
        call.expect(told);
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: a server that refuses the connection does not work")
    void refusedConnection() {
        IMS.hss().criteria(originating("sip:127.0.0.1:" + FreePorts.draw(1).get(0) + ";transport=tcp", 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        through(alice.call(bob.identity()), bob);
        IMS.hss().criteria();
        alice.register();
    }

    @Test
    @DisplayName("RFC 3263 4.1: a server that is reached over TCP")
    void overTcp() {
        IMS.hss().criteria(originating(proxy.uri() + ";transport=tcp", 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        through(alice.call(bob.identity()), bob);
        assertThat(proxy.await("INVITE").topVia().transport()).isEqualToIgnoringCase("TCP");
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: who has rung works, whatever it says afterwards")
    void failsAfterRinging() {
        IMS.hss().criteria(originating(server.contactUri(), 1));
        UserAgent alice = registered(IMS, "alice");
        Call call = alice.call("sip:bob@ims.example");
        IncomingCall in = server.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.reject(500);
        call.expect(500);
    }

    @Test
    @DisplayName("a server that says nothing is not waited for again until it answers an OPTIONS")
    void remembered() {
        IMS.hss().criteria(originating(server.contactUri(), 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        server.losing(message -> message.isRequest());
        through(alice.call(bob.identity()), bob);

        server.losing(message -> message.isRequest() && message.is("INVITE"));
        assertThat(server.awaitRequest("OPTIONS").request().required("From")).contains(":" + IMS.scscf().getPort());
        server.losing(message -> false);
        eventually().untilAsserted(() -> {
            Call call = alice.call(bob.identity());
            if (bob.invited()) {
                through(call, bob);
            }
            assertThat(server.invited()).isTrue();
        });
    }

    @Test
    @DisplayName("RFC 3261 9.2: the caller gives up while a server says nothing: nobody else is called")
    void givenUp() {
        IMS.hss().criteria(originating(proxy.uri(), 1), originating(server.contactUri(), 2));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = server.awaitInvite();
        call.cancel();
        in.awaitCancel();
        assertThat(bob.invited()).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.3: a server that diverts: the called user's criteria for diverted calls, and on as from him")
    void diverted() {
        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_REGISTERED,
            method("INVITE")), to(other.uri(), 2,
            DefaultHandling.SESSION_CONTINUED, SessionCase.ORIGINATING_CDIV, method("INVITE")));
        proxy.changing(invite -> invite.requestUri().contains("bob") ? invite.withStartLine("INVITE sip:carol@ims.example SIP/2.0")
            : invite);
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        UserAgent carol = registered(IMS, "carol");

        SipMessage arrived = through(alice.call(bob.identity()), carol);

        SipMessage visit = other.await("INVITE");
        assertThat(visit.required("P-Served-User")).isEqualTo("<" + bob.identity() + ">;orig-cdiv");
        assertThat(visit.requestUri()).isEqualTo(carol.identity());
        assertThat(arrived.required("P-Asserted-Identity")).contains(alice.identity()).doesNotContain(bob.identity());
        assertThat(arrived.required("P-Called-Party-ID")).contains(carol.identity());
        assertThat(bob.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 3428: a MESSAGE visits too, and goes on without a server that does not answer")
    void message() {
        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_REGISTERED,
            method("MESSAGE")), to(server.contactUri(), 2, DefaultHandling.SESSION_CONTINUED,
            SessionCase.TERMINATING_REGISTERED, method("MESSAGE")));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        server.losing(message -> message.isRequest() && message.is("MESSAGE"));

        ClientTransaction sent = alice.message(bob.identity(), "hello");

        assertThat(bob.awaitMessage().bodyText()).isEqualTo("hello");
        sent.expect(200);
        assertThat(proxy.await("MESSAGE").bodyText()).isEqualTo("hello");
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.3, TS 23.218 5.3.2: who is not registered has services too, as a mailbox, and then is not there")
    void calledAndNotRegistered() {
        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_UNREGISTERED,
            method("INVITE")), to(server.contactUri(), 2, DefaultHandling.SESSION_CONTINUED,
            SessionCase.TERMINATING_UNREGISTERED, method("INVITE")));
        UserAgent alice = registered(IMS, "alice");

        Call call = alice.call("sip:bob@ims.example");
        IncomingCall mailbox = server.awaitInvite();
        assertThat(proxy.await("INVITE").required("P-Served-User")).isEqualTo("<sip:bob@ims.example>;sescase=term;regstate=unreg");
        mailbox.answer();
        call.awaitAnswer();
        call.hangUp();
        mailbox.awaitBye();

        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_UNREGISTERED,
            method("INVITE")));
        Refused.by(IMS, alice.call("sip:bob@ims.example").expect(480), "S-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.3: a server of somebody who is not registered diverts")
    void divertedByWhoIsNotRegistered() {
        IMS.hss().criteria(to(proxy.uri(), 1, DefaultHandling.SESSION_CONTINUED, SessionCase.TERMINATING_UNREGISTERED,
            method("INVITE")), to(other.uri(), 2, DefaultHandling.SESSION_CONTINUED, SessionCase.ORIGINATING_CDIV, method("INVITE")));
        proxy.changing(invite -> invite.withStartLine("INVITE sip:carol@ims.example SIP/2.0"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent carol = registered(IMS, "carol");

        through(alice.call("sip:bob@ims.example"), carol);

        assertThat(other.await("INVITE").required("P-Served-User")).isEqualTo("<sip:bob@ims.example>;orig-cdiv");
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.4: an original dialog identifier that was made up is refused, one past the P-CSCF too")
    void forged() {
        UserAgent alice = registered(IMS, "alice");
        String odi = "<sip:odi_" + "A".repeat(60) + "@127.0.0.1:" + IMS.scscf().getPort() + ";lr>";

        SipMessage told = server.call(server.invitation("sip:bob@ims.example").with("Route", odi)).expect(403);
        Refused.by(IMS, told, "S-CSCF");
        SipMessage past = alice.call(alice.invitation("sip:bob@ims.example").with("Route", odi)).outgoing().transaction()
            .awaitFinal();
        assertThat(past.status()).isBetween(400, 499);
    }

    @Test
    @DisplayName("RFC 3261 17.1.1: a server that refuses and answers nevertheless is heard once")
    void answersTwice() {
        IMS.hss().criteria(originating(server.contactUri(), 1));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = server.awaitInvite();
        in.reject(500);
        in.answer();

        IncomingCall rings = bob.awaitInvite();
        rings.answer();
        assertThat(call.awaitAnswer().contact().orElseThrow().uri()).isEqualTo(bob.contactUri());
        call.hangUp();
        rings.awaitBye();
    }
}
