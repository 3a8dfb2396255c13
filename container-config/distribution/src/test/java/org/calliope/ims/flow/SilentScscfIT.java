package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.time.Duration;
import java.util.List;
import org.calliope.ims.cx.LocationInfoRequest;
import org.calliope.ims.cx.ServerCapabilities;
import org.calliope.ims.cx.UserAuthorizationType;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ClientTransaction;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls whose S-CSCF died after the registration: those to a user go to another one, of those by a user the user hears.
 *
 * <pre>
 * alice        P-CSCF      S-CSCF 1    I-CSCF         HSS     S-CSCF 2       bob
 *   | INVITE     |             |          |            |          |           |
 *   |-----------&gt;|----------------------&gt; LIR, LIA: S-CSCF 1      |           |
 *   |            |             X&lt;---------| INVITE     |          |           |
 *   |            |             | silence  | LIR: REGISTRATION_AND_CAPABILITIES
 *   |            |             |          |----------------------&gt;|----------&gt;|
 *   |            |             |          |            |          |           |
 *   | INVITE     |             |          |            |          |           |
 *   |-----------&gt;|------------&gt;X          |            |          |           |
 *   | 504: initial-registration
 *   |&lt;-----------|             |          |            |          |           |
 * </pre>
 */
class SilentScscfIT {

    private static final List<Integer> PORTS = FreePorts.draw(2);
    private static final String HERE = "sip:127.0.0.1:" + PORTS.get(0);
    private static final String DOWN = "sip:127.0.0.1:" + PORTS.get(1);
    private static final ScriptedScscf DYING = new ScriptedScscf();
    private static final ScriptedScscf STARTING = new ScriptedScscf();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("ims", "scscf", HERE)
        .conf("icscf", "scscf-list", DOWN + ", " + HERE).conf("icscf", "scscf-timeout", "1s")
        .conf("icscf", "scscf-memory", "0s").conf("pcscf", "scscf-timeout", "1s").build();

    @BeforeEach
    void forget() {
        IMS.hss().forget();
    }

    private static Call called(UserAgent alice, UserAgent bob) {
        IMS.hss().serve(bob.identity(), DOWN);
        return alice.call(bob.identity());
    }

    @Test
    @DisplayName("TS 23.380 4.3: the S-CSCF that the HSS names for the called user is silent: the call goes to another one")
    void toAUserWhoseServerIsDown() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        through(called(alice, bob), bob);

        assertThat(IMS.hss().asked()).filteredOn(LocationInfoRequest.class::isInstance)
            .map(asked -> ((LocationInfoRequest) asked).type().orElse(UserAuthorizationType.REGISTRATION))
            .containsExactly(UserAuthorizationType.REGISTRATION, UserAuthorizationType.REGISTRATION_AND_CAPABILITIES);
    }

    @Test
    @DisplayName("RFC 3261 21.5.4, TS 23.380 4.3: the S-CSCF that the HSS names is just starting: the call goes to another one")
    void toAUserWhoseServerIsStarting() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        STARTING.serve(IMS, "bob");
        IMS.hss().choosing(new ServerCapabilities(List.of(), List.of(), List.of(HERE)));

        Call call = alice.call(bob.identity());
        STARTING.agent().awaitInvite().reject(503);
        through(call, bob);

        assertThat(IMS.hss().asked()).filteredOn(LocationInfoRequest.class::isInstance).hasSize(2);
    }

    @Test
    @DisplayName("RFC 3261 21.5.4, TS 23.380 4.3: so does what is no call")
    void messageToAUserWhoseServerIsStarting() {
        STARTING.agent().answering("MESSAGE", 503);
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        STARTING.serve(IMS, "bob");
        IMS.hss().choosing(new ServerCapabilities(List.of(), List.of(), List.of(HERE)));

        ClientTransaction sent = alice.message(bob.identity(), "hello");

        bob.awaitMessage();
        assertThat(sent.awaitFinal().status()).isEqualTo(200);
    }

    @Test
    @DisplayName("RFC 3261 21.5.4: two S-CSCFs that are just starting are asked once each before the third")
    void twoAreStarting() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");
        STARTING.serve(IMS, "bob");
        ScriptedScscf second = new ScriptedScscf();
        IMS.hss().choosing(new ServerCapabilities(List.of(), List.of(), List.of("sip:" + second.agent().hostPort(), HERE)));

        Call call = alice.call(bob.identity());
        STARTING.agent().awaitInvite().reject(503);
        second.agent().awaitInvite().reject(503);
        through(call, bob);

        assertThat(STARTING.agent().invited()).isFalse();
    }

    @Test
    @DisplayName("RFC 3261 21.5.4: when the others have not what the user needs, the caller hears so")
    void noOtherServer() {
        UserAgent alice = registered(IMS, "alice");
        STARTING.serve(IMS, "bob");
        IMS.hss().choosing(new ServerCapabilities(List.of(77L), List.of(), List.of()));

        Call call = alice.call(IMS.identity("bob"));
        STARTING.agent().awaitInvite().reject(503);

        call.expect(600);
    }

    @Test
    @DisplayName("RFC 3261 16.7 step 6: what the other S-CSCF's user says goes back at once, whatever became of the silent one")
    void busyAtTheOther() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = called(alice, bob);
        bob.awaitInvite().busy();

        call.expect(486);
    }

    @Test
    @DisplayName("RFC 3261 9.1: who gives up while the other S-CSCF's phone rings is heard there")
    void givenUpAtTheOther() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = called(alice, bob);
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        call.cancel();

        in.awaitCancel();
    }

    @Test
    @DisplayName("RFC 3261 17.2.1: a phone that takes longer to ring than an S-CSCF may be silent is called once")
    void slowPhone() {
        UserAgent alice = registered(IMS, "alice");
        UserAgent bob = registered(IMS, "bob");

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        // three times the time-out: a fact about what does not happen can only be waited for
        assertThat(bob.awaitStray(SipMessage::isRequest, Duration.ofSeconds(3))).isEmpty();
        in.answer();
        call.awaitAnswer();
        call.hangUp();

        assertThat(IMS.hss().asked()).filteredOn(LocationInfoRequest.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("TS 24.229 5.2.6.3.2A, 7.6: the S-CSCF of the Service-Route is silent: 504, and register again")
    void byAUserWhoseServerIsDown(String user) {
        DYING.agent().losing(message -> message.isRequest() && message.method().equals("INVITE"));
        DYING.serve(IMS, user);
        UserAgent phone = IMS.phone(user);
        DYING.accept(ScriptedScscf.sending(phone.registration().expires(60)), 60, answer -> answer);

        SipMessage told = phone.call("sip:carol@ims.example").expect(504);

        assertThat(told.header("Content-Type")).contains("application/3gpp-ims+xml");
        assertThat(told.bodyText()).contains("<type>restoration</type>", "<action>initial-registration</action>");
        assertThat(told.header("P-Asserted-Identity").orElseThrow()).startsWith("<sip:term@127.0.0.1:" + IMS.pcscf().getPort());
        Refused.by(IMS, told, "P-CSCF");

        IMS.hss().forget(); // it is at the other one now
        phone.register();
        UserAgent carol = registered(IMS, "carol");
        Call call = phone.call(carol.identity());
        carol.awaitInvite().answer();
        call.awaitAnswer();
    }
}
