package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;

import java.util.HexFormat;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A telephone that is reached by its connection alone loses it within a call: the other side is not left with silence.
 *
 * <pre>
 * alice          P-CSCF       S-CSCF … P-CSCF         bob
 *   |===== TCP =====x|                                  |
 *   |                | BYE, Reason: SIP;cause=503       |
 *   |                |---------------------------------&gt;|
 * </pre>
 */
class LostAccessIT {

    private static final byte[] STUN_BINDING = HexFormat.of().parseHex("000100002112a442" + "0102030405060708090a0b0c");

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("pcscf", "lost-access-timeout", "1s")
        .conf("pcscf", "flow-timer", "1s").build();

    private UserAgent mobile(Transport transport) {
        UserAgent alice = IMS.phone("alice", Flows.over(transport));
        alice.registration().contact("<" + alice.contactUri()
            + ">;+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\";reg-id=1").expect(200);
        return alice;
    }

    /** Both sides of a call that goes on. */
    private record Talk(Call call, IncomingCall in) { }

    private static Talk talk(UserAgent caller, UserAgent called) {
        Call call = caller.call(called.identity());
        IncomingCall in = called.awaitInvite();
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        return new Talk(call, in);
    }

    @Test
    @DisplayName("TS 24.229 5.2.8.1.2: the caller's access is lost: the called side hears BYE with 503 as Reason")
    void caller() {
        UserAgent alice = mobile(Transport.TCP);
        Talk talk = talk(alice, registered(IMS, "bob"));

        alice.disconnect();

        assertThat(talk.in().awaitBye().required("Reason")).isEqualTo("SIP;cause=503;text=\"the access of one of the two is lost\"");
    }

    @Test
    @DisplayName("TS 24.229 5.2.8.1.2: the called side's access is lost: the caller hears BYE with 503 as Reason")
    void called() {
        UserAgent alice = mobile(Transport.TCP);
        Talk talk = talk(registered(IMS, "bob"), alice);

        alice.disconnect();

        assertThat(talk.call().awaitBye().required("Reason")).startsWith("SIP;cause=503;");
    }

    @Test
    @DisplayName("RFC 5626 4.4, 5.4, TS 24.229 5.2.8.1.2: keep-alives over UDP cease: the other side hears BYE with 503 as Reason")
    void silent() {
        UserAgent alice = mobile(Transport.UDP);
        Talk talk = talk(registered(IMS, "bob"), alice);

        alice.sendRaw(STUN_BINDING);

        assertThat(talk.call().awaitBye().required("Reason")).startsWith("SIP;cause=503;");
    }
}
