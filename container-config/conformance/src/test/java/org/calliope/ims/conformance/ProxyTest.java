package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 10: proxying. */
class ProxyTest {

    @RegisterExtension
    static final Application APP = Application.of("proxy", Proxying.class);

    /** Proxies to the URIs that X-To names. */
    public static class Proxying extends SipServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doInvite(SipServletRequest request) throws ServletException, IOException {
            SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
            Proxy proxy = request.getProxy();
            proxy.setRecordRoute(true);
            proxy.proxyTo(factory.createURI(request.getHeader("X-To")));
        }
    }

    /** alice – proxy – bob: INVITE, 200, ACK and BYE pass the proxy, which has put itself into the route. */
    @Test
    void aRecordRoutingProxyStaysInTheDialog_10_2() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()));
            SipMessage arrived = bob.await("INVITE");
            assertThat(arrived.list("Record-Route")).hasSize(1).first().asString().contains(":" + Suite.port()).contains(";lr");
            SipMessage answer = bob.send(bob.response(arrived, 200));
            SipMessage ok = alice.await(invite, 200);
            alice.send(alice.ack(invite, ok));
            assertThat(bob.await("ACK").list("Via")).as("came through the proxy").hasSize(2);
            SipMessage bye = bob.send(bob.back(arrived, answer, "BYE", 1));
            alice.send(alice.response(alice.await("BYE"), 200));
            assertThat(bob.awaitFinal(bye).status()).isEqualTo(200);
        }
    }

    /** The BYE comes while the INVITE's transactions are there, and is answered when they have gone. */
    @Test
    void theAnswerToAByeGoesBackAfterTheInvitesTransactionsAreOver_10_2_4() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()));
            bob.send(bob.response(bob.await("INVITE"), 200));
            SipMessage ok = alice.conclude(invite);
            SipMessage bye = alice.send(alice.within(invite, ok, "BYE", 2));
            SipMessage arrived = bob.await("BYE");
            Awaitility.await().until(() -> !hasTransaction(invite));
            bob.send(bob.response(arrived, 200));
            assertThat(alice.awaitFinal(bye).status()).isEqualTo(200);
        }
    }

    /** RFC 3261 13.2.2.4: a caller may take its time. */
    @Test
    void anAckAndAByeThatComeLatePassTheProxy_10_2() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()));
            bob.send(bob.response(bob.await("INVITE"), 200));
            SipMessage ok = alice.awaitFinal(invite);
            Awaitility.await().until(() -> !hasTransaction(invite));
            alice.send(alice.ack(invite, ok));
            bob.await("ACK");
            SipMessage bye = alice.send(alice.within(invite, ok, "BYE", 2));
            bob.send(bob.response(bob.await("BYE"), 200));
            assertThat(alice.awaitFinal(bye).status()).isEqualTo(200);
        }
    }

    /** 16.9: as if the next hop had answered 503, of which the caller hears as 500 (16.7 step 6). */
    @Test
    void aTelephoneThatIsGoneWithinADialogIsNoErrorOfTheServer_RFC3261_16_9() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp(); Errors errors = Errors.watch()) {
            SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()));
            bob.send(bob.response(bob.await("INVITE"), 200));
            SipMessage ok = alice.conclude(invite);
            // who speaks WebSocket takes no connections
            SipMessage gone = ok.replace("Contact", "<sip:bob@127.0.0.1:9;transport=wss>");
            Counter counted = Suite.server().node().meters().counter("sip.connections.gone");
            double before = counted.count();
            SipMessage bye = alice.send(alice.within(invite, gone, "BYE", 2));
            assertThat(alice.awaitFinal(bye).status()).isEqualTo(500);
            assertThat(errors.messages()).isEmpty();
            assertThat(counted.count()).isEqualTo(before + 1);
        }
    }

    private static boolean hasTransaction(SipMessage invite) {
        SIPTransactionStack stack = (SIPTransactionStack) Suite.server().sip().getSipStack();
        return stack.findTransaction(invite.topVia().branch(), true) != null;
    }
}
