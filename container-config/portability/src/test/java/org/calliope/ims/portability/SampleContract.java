package org.calliope.ims.portability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the portable sample does on any JSR 289 server, as its peers notice it. A subclass starts a server with the one
 * archive.
 */
abstract class SampleContract {

    private static final String SERVER = "sip:sample.example";
    private final List<UserAgent> phones = new ArrayList<>();

    /** Where the server listens, UDP and TCP. */
    abstract InetSocketAddress sip();

    @AfterEach
    void closePhones() {
        phones.forEach(UserAgent::close);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void resourcesAreInjectedAndInTheContext_JSR289_18(Transport transport) {
        UserAgent alice = phone("alice", transport);

        SipMessage ok = alice.send(alice.prepare("OPTIONS", SERVER).with("X-Way", "answerer")).expect(200);

        assertThat(ok.required("X-Injected")).isEqualTo("true true true");
        assertThat(ok.required("X-Attributes")).isEqualTo("true true true");
        assertThat(ok.required("X-Rel")).isEqualTo("true");
        assertThat(ok.required("X-Interfaces")).contains("127.0.0.1:" + sip().getPort());
    }

    @Test
    void listenersHearOfServletsThatAreReady_JSR289_8() {
        UserAgent alice = phone("alice");

        SipMessage ok = alice.send(alice.prepare("OPTIONS", SERVER).with("X-Way", "answerer")).expect(200);

        assertThat(ok.required("X-Initialized")).contains("front");
    }

    @Test
    void mainServletAnswersWhatItCanNotHandOn_JSR289_16() {
        UserAgent alice = phone("alice");

        alice.send(alice.prepare("OPTIONS", SERVER).with("X-Way", "nobody")).expect(404);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void timerAnswersTheCall_JSR289_6(Transport transport) {
        UserAgent alice = phone("alice", transport);

        Call call = alice.call(alice.invitation(SERVER).with("X-Way", "answerer"));
        call.awaitRinging();
        SipMessage answer = call.awaitAnswer();

        assertThat(answer.contact().orElseThrow().sipUri().port()).isEqualTo(sip().getPort());
        call.hangUp();
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    void proxyStaysOnThePathAndItsSessionKeepsItsAttributes_JSR289_10(Transport transport) {
        UserAgent alice = phone("alice", transport);
        UserAgent bob = phone("bob");

        Call call = alice.call(alice.invitation(SERVER).with("X-Way", "forwarder").with("X-Target", target(bob)));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();
        call.send("INFO").expect(200);
        SipMessage info = in.awaitRequest("INFO");
        in.hangUp();
        call.awaitBye();

        assertThat(in.invite().list("Record-Route")).isNotEmpty()
                .allSatisfy(r -> assertThat(Address.parse(r).sipUri().port()).isEqualTo(sip().getPort()));
        assertThat(answer.required("X-Passed")).isEqualTo("forwarder");
        assertThat(info.required("X-Seen")).isEqualTo("2");
    }

    @Test
    void parallelProxyTakesTheBestAnswerAndCancelsTheRest_JSR289_10() {
        UserAgent alice = phone("alice");
        UserAgent bob = phone("bob");
        UserAgent carol = phone("carol");

        Call call = alice.call(alice.invitation(SERVER).with("X-Way", "forwarder")
                .with("X-Target", target(bob)).with("X-Target", target(carol)));
        IncomingCall atBob = bob.awaitInvite();
        IncomingCall atCarol = carol.awaitInvite();
        atBob.ring();
        atCarol.answer();

        assertThat(call.awaitAnswer().contact().orElseThrow().uri()).isEqualTo(carol.contactUri());
        atBob.awaitCancel();
        atCarol.awaitAck();
        call.hangUp();
        atCarol.awaitBye();
    }

    @Test
    void proxiedCallThatIsGivenUpIsCancelled_JSR289_10() {
        givenUpIsCancelled("forwarder");
    }

    @Test
    void backToBackUserAgentLinksTwoCalls_JSR289_12() {
        UserAgent alice = phone("alice");
        UserAgent bob = phone("bob");

        Call call = alice.call(alice.invitation(SERVER).with("X-Way", "bridge").with("X-Target", target(bob)));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();
        in.hangUp();
        call.awaitBye();

        assertThat(in.callId()).isNotEqualTo(call.callId());
        assertThat(in.invite().has("Record-Route")).isFalse();
        assertThat(in.invite().bodyText()).isEqualTo(call.invite().bodyText());
        assertThat(in.invite().contact().orElseThrow().sipUri().port()).isEqualTo(sip().getPort());
        assertThat(answer.contact().orElseThrow().sipUri().port()).isEqualTo(sip().getPort());
        assertThat(answer.bodyText()).isNotBlank();
    }

    @Test
    void backToBackUserAgentGetsTheHeadersItAsksFor_JSR289_12() {
        UserAgent alice = phone("alice");
        UserAgent bob = phone("bob");

        Call call = alice.call(alice.invitation(SERVER).with("X-Way", "bridge").with("X-Target", target(bob)));
        IncomingCall in = bob.awaitInvite();
        in.busy();
        call.expect(486);

        assertThat(in.invite().required("X-Leg")).isEqualTo("second");
    }

    @Test
    void backToBackUserAgentCancelsTheSecondCallWithTheFirst_JSR289_12() {
        givenUpIsCancelled("bridge");
    }

    @Test
    void applicationSendsItsOwnMessage_JSR289_11() {
        UserAgent alice = phone("alice");
        UserAgent bob = phone("bob");

        alice.send(alice.prepare("MESSAGE", SERVER).with("X-Way", "messenger").with("X-Target", target(bob))
                .withBody("text/plain", "hello")).expect(202);

        SipMessage message = bob.awaitMessage();
        assertThat(message.bodyText()).isEqualTo("you have mail");
        assertThat(message.required("From")).contains("sip:messenger@sample.example");
    }

    @Test
    void requestsWithOneKeyShareAnApplicationSession_JSR289_15_11_2() {
        assertThat(counted("red")).isEqualTo("1");
        assertThat(counted("blue")).isEqualTo("1");
        assertThat(counted("red")).isEqualTo("2");
    }

    private String counted(String key) {
        UserAgent alice = phone("alice");
        return alice.send(alice.prepare("MESSAGE", SERVER).with("X-Way", "messenger").with("X-Key", key)
                .withBody("text/plain", "hello")).expect(202).required("X-Count");
    }

    private void givenUpIsCancelled(String way) {
        UserAgent alice = phone("alice");
        UserAgent bob = phone("bob");
        Call call = alice.call(alice.invitation(SERVER).with("X-Way", way).with("X-Target", target(bob)));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        call.cancel();

        in.awaitCancel();
    }

    private static String target(UserAgent phone) {
        return '<' + phone.contactUri() + '>';
    }

    private UserAgent phone(String name) {
        return phone(name, Transport.UDP);
    }

    private UserAgent phone(String name, Transport transport) {
        UserAgent phone = UserAgent.builder("sip:" + name + "@sample.example").proxy(sip()).transport(transport)
                .withoutProxyRoute().build();
        phones.add(phone);
        return phone;
    }
}
