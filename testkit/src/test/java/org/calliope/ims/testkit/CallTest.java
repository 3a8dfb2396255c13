package org.calliope.ims.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two telephones without anything between them, after RFC 3665 clause 3.
 *
 * <pre>
 *   alice                  bob
 *     | INVITE              |
 *     |--------------------&gt;|
 *     |      100, 180, 200  |
 *     |&lt;--------------------|
 *     | ACK                 |
 *     |--------------------&gt;|
 *     |         BYE / 200   |
 *     |&lt;-------------------&gt;|
 * </pre>
 */
class CallTest {
    private static final Timers QUICK = new Timers(Duration.ofMillis(40), Duration.ofMillis(160));
    private UserAgent alice;
    private UserAgent bob;

    private void phones(Transport transport) {
        alice = phone("alice", transport, Duration.ofSeconds(5));
        bob = phone("bob", transport, Duration.ofSeconds(5));
    }

    private static UserAgent phone(String user, Transport transport, Duration patience) {
        return UserAgent.builder("sip:" + user + "@ims.example").transport(transport).patience(patience).timers(QUICK).build();
    }

    @AfterEach
    void close() {
        alice.close();
        bob.close();
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3665 3.1: a call, ended by the caller")
    void callEndedByCaller(Transport transport) {
        phones(transport);
        Call call = alice.call(bob.contactUri());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        assertThat(call.awaitRinging().to().tag()).isNotEmpty();
        in.answer();
        assertThat(call.awaitAnswer().contact()).map(c -> c.uri()).contains(bob.contactUri());
        assertThat(in.awaitAck().requestUri()).isEqualTo(bob.contactUri());
        call.hangUp();
        assertThat(in.awaitBye().callId()).isEqualTo(call.callId());
        assertThat(alice.exchange().entries()).allMatch(e -> e.transport() == transport);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3665 3.1: a call with a re-INVITE from each side, ended by the callee")
    void reinviteAndByeFromCallee(Transport transport) {
        phones(transport);
        Call call = alice.call(bob.contactUri());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();

        OutgoingInvite again = call.reinvite();
        IncomingInvite change = in.awaitReinvite();
        assertThat(change.invite().to().tag()).isEqualTo(in.dialog().localTag());
        change.answer();
        again.awaitAnswer();
        assertThat(change.awaitAck().cseq()).isEqualTo(change.invite().cseq());

        OutgoingInvite back = in.reinvite();
        call.awaitReinvite().reject(488);
        back.expect(488);

        assertThat(call.send("INFO").expect(200).isSuccess()).isTrue();
        in.awaitRequest("INFO");
        in.hangUp();
        call.awaitBye();
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3665 3.8: the caller gives up, the callee sees CANCEL and sends 487")
    void cancelled(Transport transport) {
        phones(transport);
        Call call = alice.call(bob.contactUri());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.cancel();
        assertThat(in.awaitCancel().cseq()).isEqualTo(in.invite().cseq());
        assertThat(in.awaitAck().method()).isEqualTo("ACK");
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3665 3.7: busy and declined; the ACK comes without the script")
    void busyAndDeclined(Transport transport) {
        phones(transport);
        Call first = alice.call(bob.contactUri());
        IncomingCall in = bob.awaitInvite();
        in.busy();
        first.expect(486);
        in.awaitAck();
        Call second = alice.call(bob.contactUri());
        bob.awaitInvite().decline();
        second.expect(603);
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = {"UDP", "TCP"})
    @DisplayName("RFC 3428 and RFC 3261 11: MESSAGE and OPTIONS outside a call")
    void messageAndOptions(Transport transport) {
        phones(transport);
        alice.message(bob.contactUri(), "Grüße").expect(200);
        assertThat(bob.awaitMessage().bodyText()).isEqualTo("Grüße");
        assertThat(alice.options(bob.contactUri()).expect(200).header("Allow").orElse("")).contains("INVITE");
        bob.answering("MESSAGE", 480);
        alice.message(bob.contactUri(), "still there?").expect(480);
    }

    @Test
    @DisplayName("RFC 3261 17.1.1.2, 13.3.1.4: over UDP an INVITE and its 200 are repeated until the other side reacts")
    void survivesLoss() {
        phones(Transport.UDP);
        int[] invites = {0};
        bob.losing(m -> m.is("INVITE") && m.isRequest() && ++invites[0] <= 2);
        Call call = alice.call(bob.contactUri());
        IncomingCall in = bob.awaitInvite();
        assertThat(call.outgoing().transaction().repetitions()).isEqualTo(2);
        int[] answers = {0};
        alice.losing(m -> m.status() == 200 && ++answers[0] <= 2);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        assertThat(answers[0]).isEqualTo(3);
        call.hangUp();
    }

    @Test
    @DisplayName("RFC 3261 17.2.2: a repeated MESSAGE is absorbed and gets the same answer again")
    void absorbsRepetitions() {
        phones(Transport.UDP);
        int[] answers = {0};
        alice.losing(m -> m.status() == 200 && ++answers[0] <= 2);
        alice.message(bob.contactUri(), "once").expect(200);
        ServerTransaction got = bob.awaitRequest("MESSAGE");
        assertThat(got.absorbed()).isEqualTo(2);
        assertThat(bob.exchange().sent()).extracting(SipMessage::toString).containsOnly(bob.exchange().sent().get(0).toString());
    }

    @Test
    @DisplayName("RFC 3261 12.2.2: a request for a dialog nobody has gets 481, a CANCEL for nothing as well")
    void unknownDialog() {
        phones(Transport.UDP);
        SipMessage bye = alice.prepare("BYE", bob.contactUri()).replace("To", "<sip:bob@ims.example>;tag=unknown");
        alice.send(bye).expect(481);
        alice.send(alice.prepare("CANCEL", bob.contactUri())).expect(481);
        alice.send(alice.prepare("PUBLISH", bob.contactUri())).expect(405);
    }

    @Test
    @DisplayName("A script that waits in vain says for what, and shows the exchange")
    void failureShowsTheExchange() {
        alice = phone("alice", Transport.UDP, Duration.ofMillis(60));
        bob = phone("bob", Transport.UDP, Duration.ofMillis(60));
        Call call = alice.call(bob.contactUri());
        bob.awaitInvite();

        assertThatThrownBy(call::awaitAnswer).isInstanceOf(ExchangeFailure.class)
                .hasMessageContainingAll("no final answer to INVITE", "within 60 ms", "--> UDP", "SIP/2.0 100 Trying", "m=audio");
        assertThatThrownBy(bob::awaitMessage).hasMessageContaining("no MESSAGE arrived at sip:bob@ims.example");
        assertThatThrownBy(() -> alice.call("sip:bob@nowhere.example")).hasMessageContaining("which is no address");
    }
}
