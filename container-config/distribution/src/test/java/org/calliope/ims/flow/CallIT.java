package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.IncomingInvite;
import org.calliope.ims.testkit.Mode;
import org.calliope.ims.testkit.OutgoingInvite;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A call from one registered telephone to another.
 *
 * <pre>
 * alice       P-CSCF       S-CSCF       I-CSCF        HSS       S-CSCF       P-CSCF        bob
 *   | INVITE     |            |            |           |           |            |            |
 *   |-----------&gt;|-----------&gt;|-----------&gt;| LIR       |           |            |            |
 *   |            |            |            |==========&gt;|           |            |            |
 *   |            |            |            |       LIA |           |            |            |
 *   |            |            |            |&lt;==========|           |            |            |
 *   |            |            |            |----------------------&gt;|-----------&gt;|-----------&gt;|
 *   | 180, 200   |            |            |           |           |            |            |
 *   |&lt;-----------|&lt;-----------|&lt;-----------|&lt;----------------------|&lt;-----------|&lt;-----------|
 *   | ACK, BYE and the rest: without the I-CSCF, which does not Record-Route    |            |
 *   |-----------&gt;|-----------&gt;|-----------------------------------&gt;|-----------&gt;|-----------&gt;|
 * </pre>
 */
class CallIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private static UserAgent registered(String user, Mode mode, Transport transport) {
        UserAgent phone = IMS.phone(user, p -> p.mode(mode).transport(transport));
        phone.register();
        return phone;
    }

    private static UserAgent registered(String user) {
        return registered(user, Mode.SOFTPHONE, Transport.UDP);
    }

    @Test
    @DisplayName("RFC 3608 5: a telephone that sends to its P-CSCF with the Service-Route alone, as twinkle does")
    void serviceRouteAlone() {
        UserAgent alice = IMS.phone("alice", p -> p.mode(Mode.IMS).withoutProxyRoute());
        alice.register();
        UserAgent bob = registered("bob");

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        assertThat(in.invite().required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
    }

    @ParameterizedTest(name = "{0} over {1} calls {2} over {3}")
    @CsvSource({"SOFTPHONE,UDP,SOFTPHONE,UDP", "SOFTPHONE,TCP,SOFTPHONE,TCP", "SOFTPHONE,UDP,SOFTPHONE,TCP",
        "SOFTPHONE,TCP,SOFTPHONE,UDP", "IMS,UDP,SOFTPHONE,UDP", "SOFTPHONE,TCP,IMS,UDP", "IMS,TCP,IMS,TCP"})
    @DisplayName("RFC 3665 3.1, TS 24.229 5.4.3: a call that the caller ends; each telephone keeps its transport")
    void endedByCaller(Mode callerMode, Transport callerTransport, Mode calleeMode, Transport calleeTransport) {
        UserAgent alice = registered("alice", callerMode, callerTransport);
        UserAgent bob = registered("bob", calleeMode, calleeTransport);

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();
        call.hangUp();
        in.awaitBye();

        assertThat(in.invite().bodyText()).isEqualTo(call.invite().bodyText());
        assertThat(answer.contact().orElseThrow().uri()).isEqualTo(bob.contactUri());
        assertThat(alice.exchange().entries()).allMatch(e -> e.transport() == callerTransport);
        // what is too long for UDP goes over TCP where a phone has it (RFC 3261 18.1.1)
        assertThat(bob.exchange().entries()).allMatch(e -> e.transport() == calleeTransport
            || e.transport() == Transport.TCP && e.message().orElseThrow().method().equals("INVITE"));
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({"UDP,UDP", "TCP,TCP", "UDP,TCP", "TCP,UDP"})
    @DisplayName("RFC 3665 3.1: a call that the callee ends")
    void endedByCallee(Transport callerTransport, Transport calleeTransport) {
        UserAgent alice = registered("alice", Mode.SOFTPHONE, callerTransport);
        UserAgent bob = registered("bob", Mode.SOFTPHONE, calleeTransport);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();

        in.hangUp();

        call.awaitBye();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6, 5.4.3, 5.3.2.1: P- and S-CSCF stay on the path on both sides, the I-CSCF does not")
    void recordRoute() {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();

        List<Integer> ports = in.invite().list("Record-Route").stream()
            .map(route -> Address.parse(route).sipUri().port()).toList();
        assertThat(ports).containsExactly(IMS.pcscf().getPort(), IMS.scscf().getPort(), IMS.scscf().getPort(),
            IMS.pcscf().getPort());
        assertThat(call.dialog().routeSet()).hasSize(4).allMatch(route -> Address.parse(route).sipUri().loose());
        assertThat(in.invite().requestUri()).isEqualTo(bob.contactUri());
        call.hangUp();
    }

    @ParameterizedTest
    @CsvSource({"UDP,UDP", "TCP,TCP"})
    @DisplayName("RFC 3665 3.8: the caller gives up while it rings")
    void cancelled(Transport callerTransport, Transport calleeTransport) {
        UserAgent alice = registered("alice", Mode.SOFTPHONE, callerTransport);
        UserAgent bob = registered("bob", Mode.SOFTPHONE, calleeTransport);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        call.cancel();

        in.awaitCancel();
        in.awaitAck();
    }

    @ParameterizedTest(name = "bob answers {0}, alice gets {0}")
    @CsvSource({"486", "603", "480", "488"})
    @DisplayName("RFC 3665 3.7: busy, declined and the like come through to the caller")
    void refusedByCallee(int status) {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        in.reject(status);

        call.expect(status);
        in.awaitAck();
    }

    @Test
    @DisplayName("RFC 3261 16.8, TS 24.229 5.4.3.3: nobody answers: the callee is cancelled, the caller told")
    void noAnswer() {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        SipMessage answer = call.outgoing().transaction().awaitFinal(Duration.ofSeconds(Flows.NO_ANSWER_SECONDS + 5L));

        assertThat(answer.status()).isIn(408, 480);
        in.awaitCancel();
    }

    @Test
    @DisplayName("RFC 3261 14: re-INVITE from either side, also refused, and the call lives on")
    void reinvite() {
        UserAgent alice = registered("alice", Mode.SOFTPHONE, Transport.TCP);
        UserAgent bob = registered("bob");
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();

        OutgoingInvite hold = call.reinvite();
        IncomingInvite held = in.awaitReinvite();
        assertThat(held.invite().bodyText()).isEqualTo(hold.invite().bodyText());
        held.answer();
        hold.awaitAnswer();
        held.awaitAck();
        OutgoingInvite back = in.reinvite();
        call.awaitReinvite().reject(488);
        back.expect(488);
        call.send("INFO").expect(200);
        in.awaitRequest("INFO");

        in.hangUp();
        call.awaitBye();
        assertThat(alice.exchange().received()).as("her own answers").filteredOn(m -> m.status() > 0 && m.is("INVITE"))
            .allMatch(m -> m.from().uri().equals(alice.identity()));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"UDP,UDP", "TCP,TCP", "UDP,TCP", "TCP,UDP"})
    @DisplayName("RFC 3428: a message from telephone to telephone, as it was written")
    void message(Transport from, Transport to) {
        UserAgent alice = registered("alice", Mode.SOFTPHONE, from);
        UserAgent bob = registered("bob", Mode.SOFTPHONE, to);

        ClientTransaction message = alice.message(bob.identity(), "Grüße,\r\nAlice");

        assertThat(bob.awaitMessage().bodyText()).isEqualTo("Grüße,\r\nAlice");
        assertThat(message.awaitFinal().isSuccess()).isTrue();
    }

    @Test
    @DisplayName("RFC 3261 11: OPTIONS to a user is answered by the telephone, OPTIONS to the domain by the P-CSCF")
    void options() {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");

        assertThat(alice.options(bob.identity()).expect(200).header("Allow").orElse("")).contains("INVITE");
        bob.awaitRequest("OPTIONS");
        assertThat(alice.options("sip:ims.example").expect(200).header("Allow").orElse("")).contains("REGISTER");
    }

    @Test
    @DisplayName("RFC 3841 7.2.4: a telephone with features that the caller rejects does not ring")
    void callerPreferences() {
        UserAgent alice = registered("alice");
        UserAgent plain = registered("bob");
        UserAgent ims = registered("bob", Mode.IMS, Transport.UDP);
        SipMessage invite = alice.invitation(plain.identity())
            .with("Reject-Contact", "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\"");

        Call call = alice.call(invite);
        plain.awaitInvite().busy();

        call.expect(486);
        assertThat(ims.invited()).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.3 e), RFC 3261 16.7: all telephones of the callee ring, one answers, the others are cancelled")
    void forking() {
        UserAgent alice = registered("alice");
        UserAgent desk = registered("bob");
        UserAgent mobile = registered("bob", Mode.SOFTPHONE, Transport.TCP);
        Call call = alice.call(desk.identity());
        IncomingCall onDesk = desk.awaitInvite();
        IncomingCall onMobile = mobile.awaitInvite();
        onDesk.ring();
        onMobile.ring();
        // Both must be known to ring: RFC 3261 9.1 lets nobody cancel a branch that was not heard of.
        eventually().until(() -> ringing(alice).size() == 2);

        onMobile.answer();

        assertThat(call.awaitAnswer().contact().orElseThrow().uri()).isEqualTo(mobile.contactUri());
        onMobile.awaitAck();
        onDesk.awaitCancel();
        onDesk.awaitAck();
        call.hangUp();
        onMobile.awaitBye();
    }

    /** The telephones that ring for a caller, by their tags. */
    private static Set<String> ringing(UserAgent caller) {
        return caller.exchange().received().stream().filter(m -> m.status() == 180).map(m -> m.to().tag())
            .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("RFC 3261 9.1, 16.7 step 10: a telephone that first rings when another has answered is cancelled then")
    void ringsTooLate() {
        UserAgent alice = registered("alice");
        UserAgent desk = registered("bob");
        UserAgent mobile = registered("bob");
        Call call = alice.call(desk.identity());
        IncomingCall onDesk = desk.awaitInvite();
        mobile.awaitInvite().answer();
        call.awaitAnswer();

        onDesk.ring();

        onDesk.awaitCancel();
        call.hangUp();
    }

    @Test
    @DisplayName("RFC 3261 16.7 step 6: busy here does not end the call at the other telephone; decline does")
    void forkingWithRefusals() {
        UserAgent alice = registered("alice");
        UserAgent desk = registered("bob");
        UserAgent mobile = registered("bob");
        Call call = alice.call(desk.identity());
        IncomingCall onDesk = desk.awaitInvite();
        IncomingCall onMobile = mobile.awaitInvite();
        onMobile.ring();
        call.awaitRinging();

        onDesk.busy();
        onDesk.awaitAck();
        onMobile.answer();
        call.awaitAnswer();
        call.hangUp();

        Call second = alice.call(desk.identity());
        IncomingCall again = desk.awaitInvite();
        mobile.awaitInvite().ring();
        again.decline();
        second.expect(603);
    }

    @Test
    @DisplayName("RFC 3261 9, 16.10: CANCEL reaches every telephone that rings")
    void cancelWhileForked() {
        UserAgent alice = registered("alice");
        UserAgent desk = registered("bob");
        UserAgent mobile = registered("bob");
        Call call = alice.call(desk.identity());
        IncomingCall onDesk = desk.awaitInvite();
        IncomingCall onMobile = mobile.awaitInvite();
        onDesk.ring();
        onMobile.ring();
        eventually().until(() -> ringing(alice).size() == 2);

        call.cancel();

        onDesk.awaitCancel();
        onMobile.awaitCancel();
    }

    @Test
    @DisplayName("TS 24.229 5.3.2.2: calling who is not registered ends with 480, who is not known with 404")
    void calleeNotThere() {
        UserAgent alice = registered("alice");

        Refused.by(IMS, alice.call("sip:bob@ims.example").expect(480), "I-CSCF");
        Refused.by(IMS, alice.call("sip:nobody@ims.example").expect(404), "I-CSCF");
        Refused.by(IMS, alice.call("sip:bob@elsewhere.example").expect(404), "S-CSCF");
        Refused.by(IMS, alice.message("sip:nobody@ims.example", "hello?").expect(404), "I-CSCF");
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.2A: who is not registered makes no call and sends no message")
    void callerNotRegistered() {
        registered("bob");
        UserAgent alice = IMS.phone("alice");

        Refused.by(IMS, alice.call("sip:bob@ims.example").expect(403), "P-CSCF");
        Refused.by(IMS, alice.message("sip:bob@ims.example", "hello?").expect(403), "P-CSCF");
    }

    @Test
    @DisplayName("RFC 3261 16.3 step 3: a request that has come around too often is stopped with 483")
    void tooManyHops() {
        UserAgent alice = registered("alice");
        registered("bob");

        SipMessage tired = alice.invitation("sip:bob@ims.example").replace("Max-Forwards", "0");

        alice.call(tired).expect(483);
    }

    @Test
    @DisplayName("RFC 3261 17.2: a telephone that did not hear the answers repeats itself and is not called twice")
    void lossyLine() {
        UserAgent alice = registered("alice");
        UserAgent bob = registered("bob");
        int[] lost = {0};
        alice.losing(m -> m.is("INVITE") && m.isProvisional() && ++lost[0] <= 2);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        alice.losing(m -> false);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        assertThat(bob.invited()).isFalse();
        call.hangUp();
        in.awaitBye();
    }
}
