package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The border of the trust domain: what a telephone says about itself counts for nothing, and what the network says to
 * itself reaches no telephone (TS 24.229 4.4).
 *
 * <pre>
 * alice                          P-CSCF                                       bob
 *   | INVITE                        |                                          |
 *   | P-Asserted-Identity: carol    |                                          |
 *   | P-Charging-Vector: free       | P-Asserted-Identity: alice               |
 *   |------------------------------&gt;|   … S-CSCF, I-CSCF, S-CSCF, P-CSCF …    |
 *   |                               |-----------------------------------------&gt;|
 *   |                               |   without P-Charging-Vector              |
 * </pre>
 */
class TrustIT {
    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private UserAgent alice;
    private UserAgent bob;

    @BeforeEach
    void register() {
        alice = IMS.phone("alice");
        bob = IMS.phone("bob");
        alice.register();
        bob.register();
    }

    private IncomingCall called(SipMessage invite) {
        Call call = alice.call(invite);
        IncomingCall in = bob.awaitInvite();
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
        return in;
    }

    private static String asserted(IncomingCall call) {
        return call.invite().header("P-Asserted-Identity").orElse("none");
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3: the caller's registered identity is asserted")
    void asserts() {
        assertThat(asserted(called(alice.invitation(bob.identity())))).contains("sip:alice@ims.example");
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3: a forged P-Asserted-Identity is removed, a forged From believes nobody")
    void forged() {
        SipMessage forged = alice.invitation(bob.identity()).with("P-Asserted-Identity", "<sip:carol@ims.example>");
        assertThat(asserted(called(forged))).contains("sip:alice@ims.example").doesNotContain("carol");

        SipMessage disguised = alice.invitation(bob.identity());
        disguised = disguised.replace("From", "<sip:carol@ims.example>;tag=" + disguised.from().tag());
        assertThat(asserted(called(disguised))).contains("sip:alice@ims.example").doesNotContain("carol");
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3: a preferred identity that is not the caller's is ignored and not passed on")
    void preferred() {
        SipMessage invite = alice.invitation(bob.identity()).with("P-Preferred-Identity", "<sip:carol@ims.example>");

        IncomingCall in = called(invite);

        assertThat(asserted(in)).contains("sip:alice@ims.example").doesNotContain("carol");
        assertThat(in.invite().has("P-Preferred-Identity")).isFalse();
    }

    @Test
    @DisplayName("RFC 3325 7, TS 24.229 5.2.6.4: who asks for privacy is not named to the callee")
    void privacy() {
        IncomingCall in = called(alice.invitation(bob.identity()).with("Privacy", "id"));

        assertThat(in.invite().has("P-Asserted-Identity")).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 4.4, 5.2.6.4: charging and network headers reach no telephone, in requests and answers")
    void nothingInternalLeaves() {
        SipMessage invite = alice.invitation(bob.identity()).with("P-Charging-Vector", "icid-value=forged;orig-ioi=free")
            .with("P-Charging-Function-Addresses", "ccf=127.0.0.9").with("P-Served-User", "<sip:carol@ims.example>");
        called(invite);
        alice.message(bob.identity(), "hello").awaitFinal();
        bob.awaitMessage();

        for (UserAgent phone : new UserAgent[] {alice, bob}) {
            assertThat(phone.exchange().received()).allSatisfy(m -> {
                assertThat(m.has("P-Charging-Vector")).as(m.startLine()).isFalse();
                assertThat(m.has("P-Charging-Function-Addresses")).isFalse();
                assertThat(m.has("P-Served-User")).isFalse();
                assertThat(m.has("P-Visited-Network-ID")).isFalse();
            });
        }
        assertThat(Refused.traced(IMS, invite.callId())).filteredOn(SipEvent.class::isInstance)
            .map(SipEvent.class::cast).filteredOn(e -> e.from().endsWith("CSCF"))
            .noneMatch(e -> e.join().icid().equals("forged"));
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.4.4: the callee's answer names the callee, whatever the telephone claims")
    void connectedIdentity() {
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().transaction().prepare(180)
            .with("P-Asserted-Identity", "<sip:carol@ims.example>"));

        assertThat(call.awaitRinging().header("P-Asserted-Identity").orElse("")).contains("sip:bob@ims.example")
            .doesNotContain("carol");
        in.answer();
        call.awaitAnswer();
        call.hangUp();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.3: a Route other than the Service-Route of the registration is refused")
    void wrongRoute() {
        UserAgent carol = IMS.phone("carol", Flows.ims(Transport.UDP));
        carol.register();
        SipMessage invite = carol.invitation(bob.identity());
        String proxy = invite.list("Route").get(0);

        SipMessage detour = invite.without("Route").withFirst("Route", "<sip:127.0.0.1:9;lr>").withFirst("Route", proxy);

        Refused.by(IMS, carol.call(detour).expect(400), "P-CSCF");
        assertThat(bob.invited()).isFalse();
    }

    @Test
    @DisplayName("TS 24.229 5.2.6.3.2A: a telephone that is not registered cannot speak for one that is")
    void strangerWithSomebodyElsesNames() {
        UserAgent stranger = IMS.phone("alice");

        stranger.call(bob.identity()).expect(403);

        assertThat(bob.invited()).isFalse();
    }
}
