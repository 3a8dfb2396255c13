package org.calliope.ims.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.calliope.ims.testkit.Call;
import org.calliope.ims.testkit.FreePorts;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.IncomingCall;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.SipMessage;
import org.calliope.ims.testkit.wire.Transport;
import org.calliope.ims.trace.SipEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telephones that reach the P-CSCF over TLS and over WebSocket, as browsers do: registered, called and calling. */
class TransportsIT {

    private static final List<Integer> PORTS = FreePorts.draw(3);

    @RegisterExtension
    static final ImsServer IMS = ImsServer.assembled().conf("transports", "pcscf-transports",
        "tls:" + PORTS.get(0) + ", ws:" + PORTS.get(1) + ", wss:" + PORTS.get(2)).build();

    private static UserAgent registered(String user, Transport transport) {
        int port = switch (transport) {
            case UDP, TCP -> IMS.pcscf().getPort();
            case TLS -> PORTS.get(0);
            case WS -> PORTS.get(1);
            case WSS -> PORTS.get(2);
        };
        UserAgent phone = IMS.phone(user, p -> p.transport(transport).proxy(new InetSocketAddress("127.0.0.1", port)));
        phone.register();
        return phone;
    }

    @ParameterizedTest(name = "{0} calls {1}")
    @CsvSource({"TLS,UDP", "UDP,TLS", "TLS,TLS", "WS,UDP", "UDP,WS", "WS,WSS", "WSS,TLS", "TCP,WSS"})
    @DisplayName("RFC 3261 26.2.1, RFC 7118 5, TS 24.229 annex K: a call between telephones of different transports")
    void call(Transport callers, Transport callees) {
        UserAgent alice = registered("alice", callers);
        UserAgent bob = registered("bob", callees);

        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        in.answer();
        SipMessage answer = call.awaitAnswer();
        in.awaitAck();
        in.hangUp();
        call.awaitBye();

        // a long request is for TCP where a phone has it (RFC 3261 18.1.1)
        assertThat(in.invite().topVia().transport()).isEqualTo(callees == Transport.UDP ? "TCP" : callees.name());
        assertThat(answer.topVia().transport()).isEqualTo(callers.name());
        assertThat(IMS.node().trace().since(0, 60_000).stream().filter(SipEvent.class::isInstance).map(SipEvent.class::cast)
            .filter(e -> e.join().callId().equals(call.callId())).map(SipEvent::transport))
            .contains(callers.name());
    }
}
