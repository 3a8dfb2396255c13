package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 chapter 15: several applications on one request, chosen by the application router ({@link SuiteRouter}). */
class CompositionTest {

    @RegisterExtension
    static final Application FIRST = Application.of("first", Passing.class);
    @RegisterExtension
    static final Application SECOND = Application.of("second", Passing.class);
    @RegisterExtension
    static final Application THIRD = Application.of("third", Passing.class);

    /** Notes how it was called, and proxies on; a client of its own when X-Act says so. */
    public static class Passing extends SipServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doRequest(SipServletRequest r) throws ServletException, IOException {
            if (!r.isInitial()) {
                return;
            }
            String name = r.getApplicationSession().getApplicationName();
            r.addHeader("X-Passed", name);
            r.addHeader("X-Region", r.getRegion() == null ? "none" : r.getRegion().getLabel());
            r.addHeader("X-Subscriber", String.valueOf(r.getSubscriberURI()));
            r.addHeader("X-From-Inside", name + " " + r.getInitialRemotePort() + " " + r.getRemotePort());
            r.addHeader("X-Session", name + " " + r.getSession().getRegion().getLabel() + " " + subscriber(r.getSession()));
            String act = String.valueOf(r.getHeader("X-Act"));
            if (act.startsWith(name + " ")) {
                act(r, act.substring(name.length() + 1));
            } else {
                Proxy proxy = r.getProxy();
                proxy.setRecordRoute(r.getMethod().equals("INVITE"));
                proxy.proxyTo(((SipFactory) getServletContext().getAttribute(SIP_FACTORY)).createURI(r.getHeader("X-To")));
            }
        }

        private static String subscriber(SipSession session) {
            try {
                return String.valueOf(session.getSubscriberURI());
            } catch (IllegalStateException e) {
                return "none";
            }
        }

        private void act(SipServletRequest r, String what) throws IOException, ServletException {
            SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
            switch (what) {
                case "answer" -> r.createResponse(200).send();
                case "b2bua" -> {
                    B2buaHelper helper = r.getB2buaHelper();
                    SipServletRequest out = helper.createRequest(r, true, null);
                    out.send();
                }
                case "subscribers" -> {
                    SipServletRequest out = factory.createRequest(r.getApplicationSession(), r.getMethod(), r.getFrom(), r.getTo());
                    out.setRequestURI(factory.createURI(r.getHeader("X-To")));
                    out.addHeader("X-Session", "received " + subscriber(r.getSession()));
                    out.addHeader("X-Session", "sent " + subscriber(out.getSession()));
                    out.send();
                    r.createResponse(200).send();
                }
                case "new" -> {
                    SipServletRequest out = factory.createRequest(r.getApplicationSession(), r.getMethod(), r.getFrom(), r.getTo());
                    out.setRequestURI(factory.createURI(r.getHeader("X-To")));
                    out.setHeader("X-Chain", r.getHeader("X-Chain").replace("first", "third"));
                    out.setHeader("X-To", r.getHeader("X-To"));
                    out.setRoutingDirective(SipApplicationRoutingDirective.NEW, null);
                    out.send();
                    r.createResponse(200).send();
                }
                case "reverse" -> {
                    SipServletRequest out = factory.createRequest(r, false);
                    out.setRoutingDirective(SipApplicationRoutingDirective.REVERSE, r);
                    out.send();
                    r.createResponse(200).send();
                }
                default -> r.createResponse(500).send();
            }
        }

        @Override
        protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
            String name = response.getApplicationSession().getApplicationName();
            if ((name + " b2bua").equals(response.getRequest().getHeader("X-Act"))) {
                SipServletRequest linked = response.getRequest().getB2buaHelper().getLinkedSipServletRequest(response.getRequest());
                linked.createResponse(response.getStatus()).send();
            } else {
                response.addHeader("X-Back", name);
            }
        }
    }

    private static SipMessage message(Peer peer, Peer target, String chain) {
        return peer.request("MESSAGE", "nobody").with("X-Chain", chain).with("X-To", target.uri());
    }

    private static SipMessage through(Peer alice, Peer bob, SipMessage request) {
        alice.send(request);
        SipMessage arrived = bob.await(request.method());
        bob.send(bob.response(arrived, 200));
        assertThat(alice.awaitFinal(request).status()).isEqualTo(200);
        return arrived;
    }

    @Test
    void theApplicationsOfAChainGetTheRequestInTurn_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first,second,third"));
            assertThat(arrived.list("X-Passed")).containsExactly("first", "second", "third");
        }
    }

    @Test
    void responsesGoBackThroughTheApplicationsInReverse_15_6() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage request = alice.send(message(alice, bob, "first,second,third"));
            SipMessage arrived = bob.await("MESSAGE");
            bob.send(bob.response(arrived, 200));
            assertThat(alice.awaitFinal(request).list("X-Back")).containsExactly("third", "second", "first");
        }
    }

    @Test
    void theLastApplicationMayAnswer_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage response = alice.exchange(message(alice, bob, "first,second").with("X-Act", "second answer"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.list("X-Back")).containsExactly("first");
            bob.expectNone("a MESSAGE", m -> m.is("MESSAGE"));
        }
    }

    @Test
    void theRegionOfTheRouterIsTheRequestsAndTheSessions_15_1_5() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first;region=originating,second;region=neutral,third;region=terminating"));
            assertThat(arrived.list("X-Region")).extracting(r -> r.substring(0, 4).toUpperCase()).containsExactly("ORIG", "NEUT", "TERM");
            assertThat(arrived.list("X-Session")).first().asString().startsWithIgnoringCase("first ORIGINATING");
        }
    }

    @Test
    void theSubscriberOfTheRouterIsTheRequestsAndTheSessions_15_1_5() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob,
                message(alice, bob, "first;region=originating;subscriber=sip:alice@example.com,second;region=terminating;subscriber=sip:bob@example.com"));
            assertThat(arrived.list("X-Subscriber")).containsExactly("sip:alice@example.com", "sip:bob@example.com");
            assertThat(arrived.list("X-Session")).allMatch(s -> s.endsWith("@example.com"));
        }
    }

    @Test
    void theInitialSenderIsTheSameForAllApplications_15_7() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first,second"));
            assertThat(arrived.list("X-From-Inside")).containsExactly("first " + alice.port() + " " + alice.port(),
                "second " + alice.port() + " " + Suite.port());
        }
    }

    @Test
    void aB2buaContinuesTheChain_15_2_2() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage request = message(alice, bob, "first,second").with("X-Act", "first b2bua");
            SipMessage arrived = through(alice, bob, request);
            assertThat(arrived.callId()).isNotEqualTo(request.callId());
            assertThat(arrived.list("X-Passed")).contains("second");
        }
    }

    @Test
    void aNewRequestBeginsAChainOfItsOwn_15_9_5() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first").with("X-Act", "first new"));
            assertThat(arrived.list("X-Passed")).containsExactly("third");
        }
    }

    @Test
    void aReversedRequestGoesOnInTheOtherRegion_15_9_4() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first;region=originating,second;region=originating")
                .with("X-Act", "first reverse"));
            assertThat(arrived.list("X-Region")).last().asString().startsWith("TERM");
        }
    }

    @Test
    void aCallStaysOnThePathOfItsApplications_15_6() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage invite = alice.send(alice.request("INVITE", "nobody").with("X-Chain", "first,second").with("X-To", bob.uri()));
            SipMessage arrived = bob.await("INVITE");
            assertThat(arrived.list("Record-Route")).hasSize(2);
            SipMessage answer = bob.send(bob.response(arrived, 200));
            SipMessage ok = alice.await(invite, 200);
            alice.send(alice.ack(invite, ok));
            assertThat(bob.await("ACK").list("Via")).hasSize(3);
            SipMessage bye = bob.send(bob.back(arrived, answer, "BYE", 1));
            SipMessage byeArrived = alice.await("BYE");
            assertThat(byeArrived.list("Via")).hasSize(3);
            alice.send(alice.response(byeArrived, 200));
            assertThat(bob.awaitFinal(bye).status()).isEqualTo(200);
        }
    }

    @Test
    void aRouteOfTheRouterLeadsOutside_15_4_1() {
        try (Peer alice = Peer.udp(); Peer proxy = Peer.udp()) {
            SipMessage request = alice.send(message(alice, alice, ";route=sip:127.0.0.1:" + proxy.port() + "!lr;modifier=route"));
            SipMessage arrived = proxy.await("MESSAGE");
            assertThat(arrived.list("Route")).hasSize(1).first().asString().contains(":" + proxy.port());
            proxy.send(proxy.response(arrived, 200));
            assertThat(alice.awaitFinal(request).status()).isEqualTo(200);
        }
    }

    private static String by(Peer proxy, String modifier) {
        return ";route=sip:127.0.0.1:" + proxy.port() + "!lr;modifier=" + modifier;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "first,"})
    void routesOfTheRouterArePushedInTheirOrder_15_4_1(String before) {
        try (Peer alice = Peer.udp(); Peer proxy = Peer.udp()) {
            String chain = before + by(proxy, "route").replace("!lr", "!lr+sip:far@away.example!x=1");
            SipMessage request = alice.send(message(alice, alice, chain));
            SipMessage arrived = proxy.await("MESSAGE");
            assertThat(arrived.list("Route")).hasSize(2).first().asString().contains(":" + proxy.port());
            assertThat(arrived.list("Route").get(1)).startsWith("<sip:far@away.example").contains(";x=1").contains(";lr");
            assertThat(arrived.requestUri()).isEqualTo(before.isEmpty() ? request.requestUri() : alice.uri());
            proxy.send(proxy.response(arrived, 200));
            assertThat(alice.awaitFinal(request).status()).isEqualTo(200);
        }
    }

    @Test
    void routesWithoutAModifierAreNotTaken_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp(); Peer proxy = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first" + by(proxy, "no_route")));
            assertThat(arrived.list("Route")).isEmpty();
            proxy.expectNone("a MESSAGE", m -> m.is("MESSAGE"));
        }
    }

    @Test
    void aRequestFromOutsideComesBackIntoTheChain_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp(); Peer proxy = Peer.udp()) {
            assertComesBack(alice, bob, proxy, message(alice, bob, by(proxy, "route_back") + ",second"), "second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "b2bua"})
    void aRequestOfAnApplicationComesBackIntoTheChain_15_4_1(String act) {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp(); Peer proxy = Peer.udp()) {
            SipMessage request = message(alice, bob, "first," + by(proxy, "route_back") + ",second;region=terminating");
            assertComesBack(alice, bob, proxy, act.equals("proxy") ? request : request.with("X-Act", "first b2bua"), "first", "second");
        }
    }

    /** The next hop is the router's, which does what a proxy does, and the rest of the chain comes after it. */
    private static void assertComesBack(Peer alice, Peer bob, Peer proxy, SipMessage request, String... passed) {
        alice.send(request);
        SipMessage away = proxy.await("MESSAGE");
        assertThat(away.list("Route")).hasSize(2).first().asString().contains(":" + proxy.port());
        assertThat(away.list("Route").get(1)).contains("127.0.0.1:" + Suite.port()).contains(";lr");
        proxy.forward(away);
        SipMessage arrived = bob.await("MESSAGE");
        assertThat(arrived.list("X-Passed")).containsExactly(passed);
        bob.send(bob.response(arrived, 200));
        proxy.send(proxy.backward(proxy.await("a response", m -> !m.isRequest() && m.isFinal())));
        assertThat(alice.awaitFinal(request).status()).isEqualTo(200);
    }

    @Test
    void aRouteBackThatNobodyGaveLeadsToTheBeginning_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first,second")
                .with("Route", "<sip:127.0.0.1:" + Suite.port() + ";ar-state=" + Peer.id() + ";lr>"));
            assertThat(arrived.list("X-Passed")).containsExactly("first", "second");
        }
    }

    @Test
    void aRouterMayNameNoSubscriber_15_1_5() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            SipMessage arrived = through(alice, bob, message(alice, bob, "first;region=originating").with("X-Act", "first subscribers"));
            assertThat(arrived.list("X-Session")).containsExactly("received null", "sent none");
        }
    }

    @Test
    void anApplicationThatIsNotDeployedIsAnError_15_4_1() {
        try (Peer alice = Peer.udp(); Peer bob = Peer.udp()) {
            assertThat(alice.exchange(message(alice, bob, "missing")).status()).isEqualTo(500);
        }
    }
}
