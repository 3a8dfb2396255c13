package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A switchboard that has a wildcarded identity speaks for each identity that it stands for, and is called by each.
 *
 * <pre>
 * pbx                              P-CSCF                          S-CSCF
 *   | INVITE                          | INVITE                        |
 *   | P-Preferred-Identity: room-7    | P-Asserted-Identity: room-7   |
 *   |--------------------------------&gt;| P-Profile-Key: room-!\d+!      |
 *   |                                 |------------------------------&gt;|
 *
 * bob          I-CSCF                     HSS                         S-CSCF           pbx
 *   | INVITE room-8 | LIR room-8           |                             |              |
 *   |--------------&gt;|---------------------&gt;|                             |              |
 *   |               | LIA room-!\d+!       | P-Profile-Key: room-!\d+!  |              |
 *   |               |&lt;---------------------|                             |              |
 *   |               |---------------------------------------------------&gt;|-------------&gt;|
 * </pre>
 */
class WildcardIT {
    private static final String ROOMS = "sip:room-!\\d{1,3}!@ims.example";

    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private final UserAgent pbx = IMS.phone("pbx");
    private final UserAgent bob = IMS.phone("bob");

    @BeforeAll
    static void provision() {
        IMS.console().post("api/v1/subscriptions", "{\"user\":\"pbx\",\"password\":\"pbx\",\"publicIdentities\":["
            + "\"sip:pbx@ims.example\",{\"identity\":\"" + ROOMS.replace("\\", "\\\\")
            + "\",\"type\":\"WILDCARDED_PUBLIC_USER\"}]}", IMS.node().admin());
    }

    @BeforeEach
    void register() {
        bob.register();
    }

    private static String room(int number) {
        return "sip:room-" + number + "@ims.example";
    }

    private static SipMessage as(String identity, SipMessage request) {
        return request.replace("P-Preferred-Identity", '<' + identity + '>');
    }

    @Test
    @DisplayName("TS 24.229 5.4.1.2.2F: P-Associated-URI has the wildcarded identity, the default one before it")
    void associated() {
        assertThat(pbx.register().list("P-Associated-URI")).containsExactly("<sip:pbx@ims.example>", '<' + ROOMS + '>');
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3, 5.4.3.2: a matching identity is asserted, and served by the profile key")
    void callsFrom() {
        pbx.register();

        SipMessage invite = through(pbx.call(as(room(7), pbx.invitation(bob.identity()))), bob);

        assertThat(invite.required("P-Asserted-Identity")).contains(room(7));
        assertThat(invite.has("P-Profile-Key")).as("which stays in the network").isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3: of a stand-alone request too")
    void standAlone() {
        pbx.register();

        pbx.send(as(room(9), pbx.prepare("MESSAGE", bob.identity())));

        assertThat(bob.awaitMessage().required("P-Asserted-Identity")).contains(room(9));
    }

    @Test
    @DisplayName("TS 24.229 5.3.2.1, 5.4.3.3, 5.2.6.4.4: a matching identity is called, and answers by its own name")
    void calledAt() {
        pbx.register();

        Call call = bob.call(room(8));
        IncomingCall in = pbx.awaitInvite();
        assertThat(in.invite().required("P-Called-Party-ID")).contains(room(8));
        assertThat(in.invite().has("P-Profile-Key")).isFalse();
        in.answer();
        assertThat(call.awaitAnswer().required("P-Asserted-Identity")).contains(room(8));
        in.awaitAck();
        call.hangUp();
        in.awaitBye();
    }

    @Test
    @DisplayName("TS 24.229 5.4.3.2, 5.3.2.1: from one room to another the key is each side's own")
    void fromRoomToRoom() {
        pbx.register();

        SipMessage invite = through(pbx.call(as(room(1), pbx.invitation(room(2)))), pbx);

        assertThat(invite.required("P-Asserted-Identity")).contains(room(1));
        assertThat(invite.required("P-Called-Party-ID")).contains(room(2));
    }

    @Test
    @DisplayName("TS 23.003 13.4A: who has no such wildcarded identity, or one that does not match, stays who he is")
    void nobodyElse() {
        pbx.register();

        SipMessage forged = as(room(7), bob.invitation(pbx.identity())).with("P-Profile-Key", '<' + ROOMS + '>');
        assertThat(through(bob.call(forged), pbx).required("P-Asserted-Identity")).contains(bob.identity())
            .doesNotContain("room");
        SipMessage other = as("sip:room-x@ims.example", pbx.invitation(bob.identity()));
        assertThat(through(pbx.call(other), bob).required("P-Asserted-Identity")).contains(pbx.identity());
        bob.call("sip:room-1000@ims.example").expect(404);
    }
}
