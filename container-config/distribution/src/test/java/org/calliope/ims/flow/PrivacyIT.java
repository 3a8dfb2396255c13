package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.registered;
import static org.calliope.ims.flow.Flows.through;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.CallLeg;
import org.calliope.ims.testkit.Exchange;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.IncomingInvite;
import org.calliope.ims.testkit.OutgoingInvite;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who wants to be nobody is nobody outside of the trust domain: in no octet of what a called telephone, another network or a
 * gateway receives stands who calls, and from where; and the call works (RFC 3323, RFC 3325, RFC 5379, RFC 7044 10.1).
 *
 * <pre>
 * alice              P-CSCF   …   P-CSCF                                       bob
 *   | INVITE            |             | From: Anonymous, Contact: hidden.…       |
 *   | Privacy: id;header;user         |-----------------------------------------&gt;|
 *   |------------------&gt;|             |                                    200   |
 *   |  200, From: alice |             |&lt;-----------------------------------------|
 *   |&lt;------------------|             |                  BYE hidden.…            |
 *   |   BYE alice's contact           |&lt;-----------------------------------------|
 *   |&lt;------------------|             |                                          |
 * </pre>
 */
class PrivacyIT {

    private static final String NUMBER = "4989555";
    private static final UserAgent GATEWAY = UserAgent.builder("sip:gateway@ims.example").build();

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().fakeHss().conf("scscf", "foreign", "dns")
        .conf("bgcf", "gateway.outside", "sip:" + GATEWAY.hostPort() + " untrusted").conf("bgcf", "prefix.+1", "outside").build();

    @BeforeEach
    void number() {
        IMS.hss().number("alice", "tel:+" + NUMBER);
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    private static UserAgent phone(String user, Transport transport) {
        UserAgent phone = IMS.phone(user, Flows.ims(transport));
        phone.register();
        return phone;
    }

    private static SipMessage nobody(UserAgent caller, String called) {
        return caller.invitation(called).with("Privacy", "id;header;user").with("Subject", "from Alice")
            .with("Organization", "Alice Ltd").with("Call-Info", "<http://alice.example/me.png>;purpose=icon")
            .with("Reply-To", "<sip:alice@elsewhere.example>").with("User-Agent", "Alice's telephone")
            .with("In-Reply-To", "alice-before").with("Referred-By", "<sip:alice@ims.example>")
            .with("History-Info", "<sip:alice@ims.example>;index=1");
    }

    /** Both sides do what can be done in a call, and the one that is named last hangs up. */
    private static void conversation(Call call, IncomingCall in, boolean callerHangsUp) {
        in.ring();
        call.awaitRinging();
        call.send("UPDATE").expect(200);
        in.send("UPDATE").expect(200);
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        reinvite(call, in);
        reinvite(in, call);
        call.send("INFO").expect(200);
        in.send("INFO").expect(200);
        if (callerHangsUp) {
            call.hangUp();
            in.awaitBye();
        } else {
            in.hangUp();
            call.awaitBye();
        }
    }

    private static void reinvite(CallLeg from, CallLeg to) {
        OutgoingInvite out = from.reinvite();
        IncomingInvite again = to.awaitReinvite();
        again.answer();
        out.awaitAnswer();
        again.awaitAck();
    }

    /** Octet by octet, but for the registration of the one who receives. */
    private static void sawNothingOf(UserAgent caller, UserAgent receiver) {
        String port = caller.hostPort().substring(caller.hostPort().indexOf(':'));
        List<Exchange.Entry> received = receiver.exchange().entries().stream().filter(entry -> !entry.sent()).toList();
        assertThat(received).isNotEmpty();
        for (Exchange.Entry entry : received) {
            assertThat(new String(entry.bytes(), StandardCharsets.UTF_8)).doesNotContainIgnoringCase("alice").doesNotContain(port, NUMBER);
        }
    }

    @ParameterizedTest(name = "from {0} to {1}, {2}")
    @CsvSource({"UDP,UDP,true", "UDP,TCP,false", "TCP,UDP,false", "TCP,TCP,true"})
    @DisplayName("RFC 3323 5.1, 5.3: the called telephone sees nothing of the caller, and both may do all that is done in calls")
    void telephone(Transport from, Transport to, boolean callerHangsUp) {
        UserAgent alice = phone("alice", from);
        UserAgent bob = phone("bob", to);

        Call call = alice.call(nobody(alice, bob.identity()));
        IncomingCall in = bob.awaitInvite();
        conversation(call, in, callerHangsUp);

        sawNothingOf(alice, bob);
        assertThat(in.invite().from().toString()).contains("sip:anonymous@anonymous.invalid");
        assertThat(in.invite().list("Via")).hasSize(1);
        assertThat(in.invite().list("Record-Route")).hasSize(1);
        assertThat(in.invite().required("Privacy")).isEqualTo("id");
        assertThat(alice.exchange().received()).filteredOn(message -> message.status() >= 180 && message.is("INVITE"))
            .allMatch(message -> message.from().uri().equals(alice.identity()));
    }

    @Test
    @DisplayName("RFC 3323 5.1: nor when the caller gives up")
    void cancelled() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        Call call = alice.call(nobody(alice, bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();

        call.cancel();
        in.awaitCancel();
        in.awaitAck();

        sawNothingOf(alice, bob);
    }

    @Test
    @DisplayName("RFC 3323 5.1: nor in a message, nor when it is refused")
    void message() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        alice.send(alice.prepare("MESSAGE", bob.identity()).with("Privacy", "user;id;header").withBody("text/plain", "guess who"))
            .expect(200);
        Call call = alice.call(nobody(alice, bob.identity()));
        IncomingCall in = bob.awaitInvite();
        in.busy();
        call.expect(486);
        in.awaitAck();

        sawNothingOf(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 3323 5: nor does a gateway that is not trusted")
    void gateway(boolean callerHangsUp) {
        UserAgent alice = phone("alice", Transport.UDP);

        Call call = alice.call(nobody(alice, "tel:+15550100"));
        conversation(call, GATEWAY.awaitInvite(), callerHangsUp);

        sawNothingOf(alice, GATEWAY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RFC 3323 5: nor another network")
    void network(boolean callerHangsUp) {
        UserAgent alice = phone("alice", Transport.UDP);
        try (UserAgent dave = UserAgent.builder("sip:dave@localhost").build()) {
            Call call = alice.call(nobody(alice, "sip:dave@localhost:" + dave.hostPort().substring(dave.hostPort().indexOf(':') + 1)));
            conversation(call, dave.awaitInvite(), callerHangsUp);

            sawNothingOf(alice, dave);
        }
    }

    @Test
    @DisplayName("RFC 3323 4.2, RFC 3325 9.3: none, and no Privacy at all: nothing is taken")
    void none() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);

        SipMessage arrived = through(alice.call(alice.invitation(bob.identity()).with("Privacy", "none").with("Subject", "Hello")
            .with("User-Agent", "x")), bob);

        assertThat(arrived.required("Privacy")).isEqualTo("none");
        assertThat(arrived.required("P-Asserted-Identity")).contains(alice.identity());
        assertThat(arrived.from().uri()).isEqualTo(alice.identity());
        assertThat(arrived.required("Subject")).isEqualTo("Hello");
        assertThat(arrived.contact().orElseThrow().uri()).isEqualTo(alice.contactUri());
    }

    @Test
    @DisplayName("RFC 7044 10.1: with history the entries name nobody, the rest stays; an entry can ask for itself")
    void history() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        SipMessage invite = alice.invitation(bob.identity()).with("History-Info", "<sip:carol@ims.example?Privacy=history>;index=1")
            .with("History-Info", "<sip:bob@ims.example>;index=1.1;mp=1");

        SipMessage one = through(alice.call(invite), bob);
        SipMessage all = through(alice.call(alice.invitation(bob.identity()).with("Privacy", "history")), bob);

        assertThat(one.list("History-Info")).startsWith("<sip:anonymous@anonymous.invalid>;index=1",
            "<sip:bob@ims.example>;index=1.1;mp=1");
        assertThat(all.list("History-Info")).containsExactly("<sip:anonymous@anonymous.invalid>;index=1",
            "<sip:anonymous@anonymous.invalid>;index=1.1;rc=1");
        assertThat(all.required("P-Asserted-Identity")).contains(alice.identity());
        assertThat(all.has("Privacy")).isFalse();
    }

    @Test
    @DisplayName("RFC 3323 5: critical privacy of the session can not be given: 500, and nobody is called; what can be given is")
    void critical() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);

        SipMessage refused = alice.call(alice.invitation(bob.identity()).with("Privacy", "session;id;critical")).expect(500);

        Refused.by(IMS, refused, "P-CSCF");
        assertThat(refused.required("Warning")).contains("session");
        assertThat(bob.invited()).isFalse();
        through(alice.call(alice.invitation(bob.identity()).with("Privacy", "user;header;id;critical")), bob);
        sawNothingOf(alice, bob);
    }

    @Test
    @DisplayName("RFC 3323 4.3, RFC 3325 9.3: who is called may be nobody, too")
    void called() {
        UserAgent alice = phone("alice", Transport.UDP);
        UserAgent bob = phone("bob", Transport.UDP);
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.incoming().transaction().respond(in.incoming().transaction().prepare(180).with("Privacy", "id;user;header")
            .with("Contact", "<" + bob.contactUri() + ">").with("Server", "Bob's telephone").with("Record-Route",
                String.join(", ", in.invite().list("Record-Route"))));
        conversation(call, in, true);

        assertThat(alice.exchange().received()).noneMatch(message -> message.toString().contains(bob.hostPort()))
            .noneMatch(message -> message.has("Server"));
        assertThat(alice.exchange().received()).filteredOn(message -> message.is("INVITE") && message.status() > 100)
            .noneMatch(message -> message.has("P-Asserted-Identity"));
    }
}
