package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.calliope.ims.flow.Flows.bindings;
import static org.calliope.ims.flow.Flows.through;

import org.calliope.ims.registration.Binding;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A UE is reached by the flow that it registered over, whatever its contact says (RFC 5626, TS 24.229 annex F and K).
 *
 * <pre>
 * bob             P-CSCF … S-CSCF … P-CSCF                              alice, behind a NAT
 *   |                                  | REGISTER Contact: 192.168.1.5    | from 127.0.0.1:40001
 *   |                                  |&lt;---------------------------------|
 *   | INVITE                           | INVITE to 127.0.0.1:40001        |
 *   |---------------------------------&gt;|---------------------------------&gt;|
 * </pre>
 */
class UeFlowsIT {
    private static final String INSTANCE = ";+sip.instance=\"<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>\"";

    @RegisterExtension
    static final ImsServer IMS = Flows.system();

    private static String contact(String host, Transport transport) {
        return "<sip:alice@" + host + (transport == Transport.UDP ? ">" : ";transport=" + transport.parameter() + ">");
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @DisplayName("TS 24.229 F.2, RFC 5626 5.3: a contact of a private network is reached where it registered from")
    void privateContact(Transport transport) {
        UserAgent alice = IMS.phone("alice", Flows.over(transport));
        UserAgent bob = IMS.phone("bob");
        bob.register();
        alice.registration().contact(contact("192.168.1.5:5060", transport)).expect(200);

        through(bob.call(alice.identity()), alice);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP"})
    @DisplayName("RFC 3261 19.1.1, TS 24.229 5.2.2.1: a contact with an IPv6 address is kept, and reached by its flow")
    void ipv6Contact(Transport transport) {
        UserAgent alice = IMS.phone("alice", Flows.over(transport));
        UserAgent bob = IMS.phone("bob");
        bob.register();
        alice.registration().contact(contact("[2001:db8::5]:5060", transport)).expect(200);

        assertThat(bindings(IMS, "alice")).extracting(Binding::contact).singleElement().asString()
            .contains("[2001:db8::5]:5060");
        through(bob.call(alice.identity()), alice);
    }

    @Test
    @DisplayName("TS 24.229 F.2, 5.2.6.3.1: two users behind one NAT address with the same private contact are told apart")
    void oneNatAddress() {
        UserAgent alice = IMS.phone("alice");
        UserAgent bob = IMS.phone("bob");
        alice.registration().contact("<sip:phone@192.168.1.5:5060>").expect(200);
        bob.registration().contact("<sip:phone@192.168.1.5:5060>").expect(200);

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        assertThat(in.invite().required("P-Asserted-Identity")).contains("sip:alice@ims.example");
        in.answer();
        call.awaitAnswer();
        call.hangUp();
        in.awaitBye();
        through(bob.call(alice.identity()), alice);
    }

    @Test
    @DisplayName("RFC 5626 5.3.1: a UE with outbound whose only flow is gone is not reached, and the caller hears 480")
    void goneFlow() {
        UserAgent alice = IMS.phone("alice", Flows.over(Transport.TCP));
        UserAgent bob = IMS.phone("bob");
        bob.register();
        alice.registration().contact("<" + alice.contactUri() + ">" + INSTANCE + ";reg-id=1").expect(200);
        alice.disconnect();

        bob.call(alice.identity()).expect(480);

        assertThat(alice.invited()).as("not by a new connection to its contact").isFalse();
    }

    @Test
    @DisplayName("RFC 3581 4: the answer goes to where the request came from, and says so")
    void symmetricResponse() {
        UserAgent alice = IMS.phone("alice");
        String port = alice.hostPort().substring(alice.hostPort().lastIndexOf(':') + 1);
        SipMessage options = alice.prepare("OPTIONS", "sip:ims.example")
            .withFirst("Via", "SIP/2.0/UDP 192.168.1.5:5060;rport;branch=z9hG4bKsymmetric" + port);

        SipMessage ok = alice.send(options).expect(200);

        assertThat(ok.topVia().parameter("received")).contains("127.0.0.1");
        assertThat(ok.topVia().parameter("rport")).contains(port);
    }

    @Test
    @DisplayName("TS 24.229 5.2.5.1: one of two flows is de-registered, the other goes on being reached")
    void oneOfTwoFlows() {
        UserAgent first = IMS.phone("alice", Flows.over(Transport.TCP));
        UserAgent second = IMS.phone("alice", Flows.over(Transport.TCP));
        UserAgent bob = IMS.phone("bob");
        bob.register();
        String contact = contact("192.168.1.5:5060", Transport.TCP);
        first.registration().contact(contact + INSTANCE + ";reg-id=1").expect(200);
        second.registration().contact(contact + INSTANCE + ";reg-id=2").expect(200);

        first.registration().contact(contact + INSTANCE + ";reg-id=1").expires(0).expect(200);

        through(bob.call(second.identity()), second);
        assertThat(first.invited()).isFalse();
    }
}
