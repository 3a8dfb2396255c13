package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.eventually;
import static org.calliope.ims.flow.Flows.registered;

import java.util.List;
import org.calliope.ims.charging.ChargingRecord.Side;
import org.calliope.ims.charging.ChargingRecord;
import org.calliope.ims.cx.DeregistrationReason.Code;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Calls that the network ends, since the registration of one who takes part in them has ended, or an operator wants it.
 *
 * <pre>
 * alice        P-CSCF        S-CSCF      P-CSCF         bob
 *   |  REGISTER, Expires: 0    |           |             |
 *   |-----------&gt;|------------&gt;|           |             |
 *   |    BYE     |    BYE      |   BYE     |     BYE     |
 *   |&lt;-----------|&lt;------------|----------&gt;|------------&gt;|
 * </pre>
 */
class ReleaseIT {

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().build();

    private UserAgent alice;
    private UserAgent bob;
    private Call call;
    private IncomingCall in;

    @BeforeEach
    void call() {
        IMS.hss().forget();
        alice = registered(IMS, "alice");
        bob = registered(IMS, "bob");
        call = alice.call(bob.identity());
        in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
    }

    private void released(String why) {
        assertThat(call.awaitBye().header("Reason")).contains("SIP;cause=480;text=\"" + why + '"');
        assertThat(in.awaitBye().header("Reason")).contains("SIP;cause=480;text=\"" + why + '"');
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.4, 5.4.5.1.2: a caller who de-registers is out of his call")
    void callerDeregisters() {
        alice.deregister();

        released("the user has de-registered");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.4, 5.4.5.1.2: so is who was called")
    void calledDeregisters() {
        bob.deregister();

        released("the user has de-registered");
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.5, 5.4.5.1.2, RFC 3261 12.2.1.1: the HSS withdraws the registration of who was called,"
        + " after requests from both sides: the numbers of the BYEs go on")
    void withdrawn() {
        call.send("UPDATE").expect(200);
        in.send("INFO").expect(200);
        in.send("UPDATE").expect(200);

        IMS.hss().terminate("bob", Code.PERMANENT_TERMINATION);

        SipMessage toCaller = call.awaitBye();
        assertThat(toCaller.header("Reason").orElseThrow()).contains("the network has ended the registration");
        assertThat(toCaller.cseq()).isGreaterThanOrEqualTo(in.prepare("INFO").cseq());
        assertThat(in.awaitBye().cseq()).isGreaterThanOrEqualTo(call.prepare("INFO").cseq());
    }

    @Test
    @DisplayName("TS 24.229 5.4.5.1.2: an operator ends a call of users who stay registered; each half's record says so")
    void byAnOperator() throws Exception {
        List<ChargingRecord> halves = IMS.node().calls().list();
        assertThat(halves).extracting(ChargingRecord::role).containsExactlyInAnyOrder(Side.ORIGINATING, Side.TERMINATING);
        assertThat(halves).extracting(ChargingRecord::icid).containsOnly(halves.get(0).icid()).doesNotContain("");

        assertThat(IMS.node().calls().release(halves.get(0).icid())).isTrue();

        released("an operator has ended the call");
        eventually().untilAsserted(() -> assertThat(IMS.node().calls().list()).isEmpty());
        assertThat(IMS.node().calls().release(halves.get(0).icid())).isFalse();
        assertThat(byes(alice)).isEqualTo(1);
        assertThat(byes(bob)).isEqualTo(1);
        alice.call(bob.identity());
        bob.awaitInvite();
    }

    @Test
    @DisplayName("RFC 3261 15: a call that its users have ended is left alone")
    void alreadyOver() {
        call.hangUp();
        in.awaitBye();

        alice.deregister();
        bob.deregister();
        alice.register();
        bob.register();
        Call next = alice.call(bob.identity());
        bob.awaitInvite().answer();
        next.awaitAnswer();
        next.hangUp();

        assertThat(byes(alice)).isZero();
        assertThat(byes(bob)).isEqualTo(2);
    }

    private static long byes(UserAgent phone) {
        return phone.exchange().received().stream().filter(message -> message.isRequest() && message.is("BYE")).count();
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.4: a phone of the same user that takes no part in the call may go")
    void anotherPhone() {
        UserAgent second = registered(IMS, "alice");

        second.deregister();
        call.send("INFO").expect(200);
        call.hangUp();

        assertThat(byes(alice)).isZero();
    }
}
