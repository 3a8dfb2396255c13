package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.ifc.DefaultHandling;
import org.calliope.ims.ifc.InitialFilterCriteria;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.ifc.TriggerPoint;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.IncomingInvite;
import org.calliope.ims.testkit.OutgoingInvite;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samples, deployed beside the elements at an address of their own and in the path of calls by filter criteria.
 *
 * <pre>
 * alice    P-CSCF     S-CSCF      sample     I-CSCF    S-CSCF      bob
 *   | INVITE  |          |           |          |         |         |
 *   |--------&gt;|---------&gt;|----------&gt;|          |         |         |   Route: b2bua@127.0.0.1:5070, odi@S-CSCF
 *   |         |          |&lt;----------|          |         |         |   Route: odi@S-CSCF
 *   |         |          |---------------------&gt;|--------&gt;|--------&gt;|
 * </pre>
 */
class SamplesIT {

    private static final int PORT = FreePorts.draw(1).get(0);
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern SOUND = Pattern.compile("m=audio (\\d+) ");

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().sample("echo.sar").sample("b2bua.sar").sample("proxy.sar")
        .sample("redirect.sar").conf("server", "sip-listen", "elements, udp:127.0.0.1:" + PORT + ", tcp:127.0.0.1:" + PORT)
        .conf("scscf", "trusted-peers", "127.0.0.1:" + PORT).conf("scscf", "server-pause", "1s").fakeHss().build();

    @AfterEach
    void withoutCriteria() {
        IMS.hss().criteria();
    }

    private static InitialFilterCriteria to(String sample, SessionCase sessionCase, String method, DefaultHandling handling) {
        return new InitialFilterCriteria(1, TriggerPoint.anyOf(List.of(new Method(method), new InSessionCase(sessionCase))),
            new ApplicationServer("sip:" + sample + "@127.0.0.1:" + PORT, handling));
    }

    private static InitialFilterCriteria to(String sample, SessionCase sessionCase, String method) {
        return to(sample, sessionCase, method, DefaultHandling.SESSION_TERMINATED);
    }

    private static int port(SipMessage withSound) {
        Matcher line = SOUND.matcher(withSound.bodyText());
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    private static void hearsHimself(int port) throws IOException {
        try (DatagramSocket phone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            phone.setSoTimeout(PATIENCE_MILLIS);
            byte[] sound = "sound".getBytes(StandardCharsets.US_ASCII);
            phone.send(new DatagramPacket(sound, sound.length, InetAddress.getLoopbackAddress(), port));
            DatagramPacket back = new DatagramPacket(new byte[100], 100);
            phone.receive(back);
            assertThat(new String(back.getData(), 0, back.getLength(), StandardCharsets.US_ASCII)).isEqualTo("sound");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ORIGINATING_REGISTERED", "TERMINATING_REGISTERED", "TERMINATING_UNREGISTERED"})
    @DisplayName("TS 23.218 9.1.1.1: a terminating user agent, for the caller's services and for the called user's")
    void echoAnswers(SessionCase sessionCase) throws IOException {
        IMS.hss().criteria(to("echo", sessionCase, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = IMS.phone("bob");
        if (sessionCase != SessionCase.TERMINATING_UNREGISTERED) {
            bob.register();
        }

        Call call = alice.call(bob.identity());
        SipMessage answer = call.awaitAnswer();

        assertThat(answer.contact().orElseThrow().sipUri().port()).isEqualTo(PORT);
        hearsHimself(port(answer));
        OutgoingInvite again = call.reinvite();
        assertThat(port(again.awaitAnswer())).as("RFC 3264 8: the same port").isEqualTo(port(answer));
        call.hangUp();
        assertThat(bob.invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 3261 21.4.26: what can not be echoed is refused")
    void echoRefusesWhatIsNoSound() {
        IMS.hss().criteria(to("echo", SessionCase.ORIGINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        SipMessage invite = alice.invitation("sip:bob@ims.example");
        alice.call(invite.withBody("application/sdp", invite.bodyText().replace("m=audio", "m=video"))).expect(488);
    }

    @ParameterizedTest
    @EnumSource(names = {"ORIGINATING_REGISTERED", "TERMINATING_REGISTERED", "TERMINATING_UNREGISTERED"})
    @DisplayName("TS 24.229 5.7.3: an application server begins a MESSAGE on behalf of a user, through his S-CSCF")
    void echoSendsMessagesBack(SessionCase sessionCase) {
        IMS.hss().criteria(to("echo", sessionCase, "MESSAGE"));
        UserAgent alice = registered(IMS, "alice");
        if (sessionCase == SessionCase.TERMINATING_REGISTERED) {
            registered(IMS, "bob");
        }

        alice.message("sip:bob@ims.example", "hello").expect(200);

        SipMessage back = alice.awaitMessage();
        assertThat(back.bodyText()).isEqualTo("hello");
        assertThat(back.required("From")).contains("sip:bob@ims.example");
        assertThat(back.required("P-Asserted-Identity")).contains("sip:bob@ims.example");
        assertThat(back.requestUri()).isEqualTo(alice.contactUri());
        assertThat(back.has("P-Served-User")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ORIGINATING_REGISTERED,true", "ORIGINATING_REGISTERED,false", "TERMINATING_REGISTERED,true", "TERMINATING_REGISTERED,false"})
    @DisplayName("TS 23.218 9.1.1.5: a B2BUA passes on what comes within the call from either side")
    void b2buaPassesEverythingOn(SessionCase sessionCase, boolean callerHangsUp) {
        IMS.hss().criteria(to("b2bua", sessionCase, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();

        assertThat(in.callId()).isNotEqualTo(call.callId());
        assertThat(in.invite().bodyText()).isEqualTo(call.invite().bodyText());
        assertThat(in.invite().required("P-Asserted-Identity")).contains(alice.identity());
        assertThat(answer.contact().orElseThrow().sipUri().port()).isEqualTo(PORT);
        assertThat(in.invite().contact().orElseThrow().sipUri().port()).isEqualTo(PORT);
        call.send(call.prepare("INFO").with("X-Side", "caller").withBody("text/plain", "1")).expect(200);
        SipMessage info = in.awaitRequest("INFO");
        assertThat(info.required("X-Side")).isEqualTo("caller");
        assertThat(info.bodyText()).isEqualTo("1");
        in.send(in.prepare("INFO").withBody("text/plain", "2")).expect(200);
        assertThat(call.awaitRequest("INFO").bodyText()).isEqualTo("2");
        call.send("UPDATE").expect(200);
        in.awaitRequest("UPDATE");
        OutgoingInvite again = call.reinvite();
        IncomingInvite held = in.awaitReinvite();
        assertThat(held.invite().bodyText()).isEqualTo(again.invite().bodyText());
        held.answer();
        again.awaitAnswer();
        held.awaitAck();
        OutgoingInvite back = in.reinvite();
        IncomingInvite refused = call.awaitReinvite();
        refused.reject(488);
        back.expect(488);
        if (callerHangsUp) {
            call.hangUp();
            in.awaitBye();
        } else {
            in.hangUp();
            call.awaitBye();
        }
    }

    @Test
    @DisplayName("RFC 3262, RFC 3311: a reliable provisional response, its PRACK and an UPDATE before the answer pass a B2BUA")
    void b2buaPassesReliableProvisionalResponsesOn() {
        IMS.hss().criteria(to("b2bua", SessionCase.TERMINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = alice.call(alice.invitation(bob.identity()).with("Supported", "100rel"));
        IncomingCall in = bob.awaitInvite();
        assertThat(in.invite().list("Supported")).contains("100rel");
        in.incoming().transaction().respond(in.incoming().prepare(183).with("Require", "100rel").with("RSeq", "42")
            .withBody("application/sdp", in.invite().bodyText()));

        SipMessage reliable = call.outgoing().awaitProvisional(183);
        assertThat(reliable.list("Require")).containsExactly("100rel");
        assertThat(reliable.bodyText()).isEqualTo(in.invite().bodyText());
        call.send(call.prepare("PRACK").with("RAck", reliable.required("RSeq") + ' ' + call.invite().required("CSeq"))).expect(200);
        assertThat(in.awaitRequest("PRACK").required("RAck")).startsWith("42 ");
        call.send("UPDATE").expect(200);
        in.awaitRequest("UPDATE");
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("RFC 3261 9: a caller who gives up is heard behind a B2BUA")
    void b2buaPassesCancelOn() {
        IMS.hss().criteria(to("b2bua", SessionCase.ORIGINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.cancel();
        in.awaitCancel();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 486, 603})
    @DisplayName("RFC 3261 8.1.3: a refusal passes a B2BUA")
    void b2buaPassesRefusalsOn(int status) {
        IMS.hss().criteria(to("b2bua", SessionCase.ORIGINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        bob.awaitInvite().reject(status);
        call.expect(status);
    }

    @Test
    @DisplayName("RFC 3261 13.2.2.4: of two telephones that ring behind a B2BUA the one that answers has the call")
    void b2buaBeforeTwoTelephones() {
        IMS.hss().criteria(to("b2bua", SessionCase.ORIGINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        UserAgent other = registered(IMS, "bob");
        Call call = alice.call(bob.identity());
        IncomingCall first = bob.awaitInvite();
        first.ring();
        IncomingCall second = other.awaitInvite();
        second.ring();
        call.awaitRinging();
        second.answer();
        call.awaitAnswer();
        first.awaitCancel();
        second.awaitAck();
        call.send("INFO").expect(200);
        second.awaitRequest("INFO");
        call.hangUp();
        second.awaitBye();
    }

    @Test
    @DisplayName("TS 23.218 9.1.1.2: the redirection reaches the caller")
    void redirect() {
        IMS.hss().criteria(to("redirect", SessionCase.TERMINATING_REGISTERED, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        SipMessage told = alice.call(bob.identity()).expect(302);

        assertThat(told.contact().orElseThrow().uri()).isEqualTo("sip:carol@ims.example");
        assertThat(bob.invited()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ORIGINATING_REGISTERED", "TERMINATING_REGISTERED"})
    @DisplayName("TS 23.218 9.1.1.3: a proxy stays on the path of the call")
    void proxy(SessionCase sessionCase) {
        IMS.hss().criteria(to("proxy", sessionCase, "INVITE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();

        assertThat(in.callId()).isEqualTo(call.callId());
        assertThat(in.invite().list("Record-Route")).extracting(route -> Address.parse(route).sipUri().port()).contains(PORT);
        call.send("INFO").expect(200);
        assertThat(in.awaitRequest("INFO").list("Via")).anySatisfy(via -> assertThat(via).contains("127.0.0.1:" + PORT));
        in.hangUp();
        call.awaitBye();
    }

    @Test
    @DisplayName("RFC 3428: a proxy passes a MESSAGE on")
    void proxyOfAMessage() {
        IMS.hss().criteria(to("proxy", SessionCase.TERMINATING_REGISTERED, "MESSAGE"));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        ClientTransaction sent = alice.message(bob.identity(), "hello");
        assertThat(bob.awaitMessage().bodyText()).isEqualTo("hello");
        sent.expect(200);
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: SESSION_CONTINUED: the call goes on without an application that is not deployed")
    void notDeployedAndContinued() {
        IMS.hss().criteria(to("mailbox", SessionCase.ORIGINATING_REGISTERED, "INVITE", DefaultHandling.SESSION_CONTINUED));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        through(alice.call(bob.identity()), bob);
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2: SESSION_TERMINATED: no call without an application that is not deployed")
    void notDeployedAndTerminated() {
        IMS.hss().criteria(to("mailbox", SessionCase.ORIGINATING_REGISTERED, "INVITE", DefaultHandling.SESSION_TERMINATED));
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        SipMessage told = alice.call(bob.identity()).outgoing().transaction().awaitFinal();
        assertThat(told.status()).isGreaterThanOrEqualTo(500);
        assertThat(bob.invited()).isFalse();
    }
}
