package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A caller learns of a telephone that does not ring any more while another one does (RFC 6228, TS 24.229 5.4.3.3).
 *
 * <pre>
 * alice        S-CSCF           desk    mobile
 *   | INVITE      |--------------&gt;|        |
 *   |------------&gt;|-----------------------&gt;|
 *   |         180 |&lt;--------------|        |
 *   |&lt;------------|&lt;-----------------------|
 *   |         199 |           486 |        |
 *   |&lt;------------|&lt;--------------|        |
 *   |         200 |                    200 |
 *   |&lt;------------|&lt;-----------------------|
 * </pre>
 */
class EarlyDialogIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().build();

    private static UserAgent bob(double q) {
        UserAgent phone = IMS.phone("bob");
        phone.registration().contact('<' + phone.contactUri() + ">;q=" + q).expect(200);
        return phone;
    }

    /** One telephone rings, if it does, and is busy; the other one answers. Gives the 199 that has come before that. */
    private static Optional<SipMessage> told(UnaryOperator<SipMessage> changed, boolean rings, double q) {
        UserAgent alice = registered(IMS, "alice");
        UserAgent desk = bob(1.0);
        UserAgent mobile = bob(q);
        Call call = alice.call(changed.apply(alice.invitation(desk.identity())));
        IncomingCall onDesk = desk.awaitInvite();
        if (rings) {
            onDesk.ring();
            call.awaitRinging();
        }
        onDesk.busy();
        onDesk.awaitAck();
        IncomingCall onMobile = mobile.awaitInvite();
        onMobile.answer();
        SipMessage answer = call.awaitAnswer();
        call.hangUp();
        onMobile.awaitBye();
        Optional<SipMessage> told = alice.exchange().received().stream().filter(message -> message.status() == 199).findFirst();
        told.ifPresent(message -> {
            assertThat(message.to().tag()).isEqualTo(onDesk.dialog().localTag()).isNotEqualTo(answer.to().tag());
            assertThat(message.required("Reason")).isEqualTo("SIP;cause=486");
            assertThat(message.body()).isEmpty();
        });
        return told;
    }

    @Test
    @DisplayName("RFC 6228 6: both ring, one does no more: 199 with its tag and the Reason")
    void parallel() {
        assertThat(told(invite -> invite.with("Supported", "199"), true, 1.0)).isPresent();
    }

    @Test
    @DisplayName("RFC 6228 6: one after the other")
    void sequential() {
        assertThat(told(invite -> invite.with("Supported", "100rel, 199"), true, 0.5)).isPresent();
    }

    @Test
    @DisplayName("RFC 6228 6: not without an early dialog, nor to who does not support it, nor to who requires 100rel")
    void notTold() {
        assertThat(told(invite -> invite.with("Supported", "199"), false, 1.0)).isEmpty();
        assertThat(told(invite -> invite, true, 1.0)).isEmpty();
        assertThat(told(invite -> invite.with("Supported", "199").with("Require", "100rel"), true, 1.0)).isEmpty();
    }

    @Test
    @DisplayName("RFC 6228 6: not before the final response that goes back at once")
    void alone() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        Call call = alice.call(alice.invitation(bob.identity()).with("Supported", "199"));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.busy();

        call.expect(486);

        assertThat(alice.exchange().received()).noneMatch(message -> message.status() == 199);
    }
}
