package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 10.2.3, 10.2.4, 10.2.10: what a proxying application may do with responses and requests, and what it may not. */
class ProxyResponseTest {

    @RegisterExtension
    static final Application APP = Application.of("responses", Answering.class, ScriptedProxy.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();
    private final Peer carol = Peer.udp();

    /** Proxies to the first of X-To and does what X-Do says, at once or when a response comes. */
    public static class Answering extends ScriptedProxy {

        private static final long serialVersionUID = 1L;

        @Override
        protected void start(SipServletRequest request) throws ServletException, IOException {
            String callId = request.getCallId();
            String action = request.getHeader("X-Do");
            if ("cancelled-first".equals(action)) {
                request.getProxy();
                return;
            }
            if ("b2bua".equals(action)) {
                request.getB2buaHelper();
                refused(callId, "getProxy", () -> proxyOf(request));
                request.createResponse(486).send();
                return;
            }
            Events.note(callId, "before " + request.getProxy(false));
            Proxy proxy = configured(request);
            Events.note(callId, "same " + (proxy == request.getProxy() && proxy.getOriginalRequest() == request));
            request.addHeader("X-Added", "by the proxy");
            pushRoute(request, action);
            proxy.proxyTo(targets(request).get(0));
            refused(callId, "getB2buaHelper", request::getB2buaHelper);
            atOnce(request, action);
        }

        private void pushRoute(SipServletRequest request, String action) throws ServletException {
            if ("route".equals(action)) {
                request.pushRoute(factory().createAddress(request.getHeader("X-Route")));
            }
        }

        private static void atOnce(SipServletRequest request, String action) throws IOException {
            switch (action) {
                case "180", "200", "404", "603" -> request.createResponse(Integer.parseInt(action)).send();
                default -> { }
            }
        }

        private static Proxy proxyOf(SipServletRequest request) {
            try {
                return request.getProxy();
            } catch (TooManyHopsException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected void doResponse(SipServletResponse response) throws ServletException, IOException {
            super.doResponse(response);
            Proxy proxy = response.getProxy();
            SipServletRequest original = proxy.getOriginalRequest();
            String action = original.getHeader("X-Do");
            if ("forward-busy".equals(action) && response.getStatus() == 486) {
                proxy.proxyTo(targets(original).get(1));
            } else if ("modify".equals(action) && response.getStatus() >= 180) {
                response.setHeader("X-Modified", "by the proxy");
            } else if ("late".equals(action) && response.getStatus() == 200) {
                URI target = targets(original).get(1);
                original.getApplicationSession().setAttribute("target", target);
            }
        }

        @Override
        protected void doAck(SipServletRequest ack) throws ServletException, IOException {
            URI target = (URI) ack.getApplicationSession().getAttribute("target");
            if (target != null) {
                Proxy proxy = ack.getProxy();
                refused(ack.getCallId(), "proxyTo", () -> proxy.proxyTo(target));
            }
        }
    }

    @AfterEach
    void close() {
        List.of(alice, bob, carol).forEach(Peer::close);
    }

    private SipMessage request(String action) {
        return alice.request("INVITE", APP).with("X-Do", action).with("X-To", bob.uri()).with("X-To", carol.uri());
    }

    private SipMessage invite(String action) {
        return alice.send(request(action));
    }

    @Test
    void aProxyObjectIsMadeOnceAndKnowsItsRequest_10_2() {
        SipMessage invite = invite("nothing");
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.required("X-Added")).isEqualTo("by the proxy");
        bob.send(bob.response(arrived, 486));
        alice.conclude(invite);
        assertThat(Events.of(invite.callId())).contains("before null", "same true", "getB2buaHelper refused");
    }

    @Test
    void aB2buaCanNotProxy_12_1() {
        SipMessage invite = invite("b2bua");
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
        assertThat(Events.of(invite.callId())).contains("getProxy refused");
    }

    @Test
    void theApplicationCanSendProvisionalResponsesOfItsOwn_10_2_3() {
        SipMessage invite = invite("180");
        alice.await(invite, 180);
        bob.send(bob.response(bob.await("INVITE"), 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void a2xxOfTheApplicationGoesOutAtOnceAndEndsTheBranches_10_2_3() {
        SipMessage invite = invite("200");
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 180));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
        bob.cancelled(arrived);
        alice.expectNone("487", m -> m.status() == 487);
    }

    @Test
    void a6xxOfTheApplicationEndsTheBranches_10_2_3() {
        SipMessage invite = invite("603");
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 180));
        bob.cancelled(arrived);
        assertThat(alice.conclude(invite).status()).isEqualTo(603);
    }

    @Test
    void aRefusalOfTheApplicationIsOneOfAVirtualBranch_10_2_3() {
        SipMessage invite = invite("404");
        SipMessage arrived = bob.await("INVITE");
        alice.expectNone("404", m -> m.status() == 404);
        bob.send(bob.response(arrived, 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void aCallIsForwardedFromTheCallbackOfItsBestResponse_10_2_4() {
        SipMessage invite = invite("forward-busy");
        bob.send(bob.response(bob.await("INVITE"), 486));
        carol.send(carol.response(carol.await("INVITE"), 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
        alice.expectNone("486", m -> m.status() == 486);
    }

    @Test
    void whatTheApplicationChangesInAResponseGoesUpstream_10_2_4() {
        SipMessage invite = invite("modify");
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 180));
        assertThat(alice.await(invite, 180).required("X-Modified")).isEqualTo("by the proxy");
        bob.send(bob.response(arrived, 200));
        assertThat(alice.conclude(invite).required("X-Modified")).isEqualTo("by the proxy");
    }

    @Test
    void anUnsupervisedProxyIsNotCalledForResponses_10_1() {
        SipMessage invite = alice.send(request("nothing").with("X-Set", "supervised=false"));
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 180));
        bob.send(bob.response(arrived, 200));
        alice.await(invite, 180);
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
        assertThat(Events.of(invite.callId())).noneMatch(e -> e.startsWith("provisional") || e.startsWith("success"));
    }

    @Test
    void aProxyIsOverWithItsFinalResponse_10_2() {
        SipMessage invite = alice.send(request("late").with("X-Set", "record-route=true"));
        bob.send(bob.response(bob.await("INVITE"), 200));
        alice.conclude(invite);
        Events.await(invite.callId(), "proxyTo refused");
        carol.expectNone("INVITE", SipMessage::isRequest);
    }

    @Test
    void aRequestThatHasNoHopsLeftGets483_10_2_10() {
        SipMessage invite = alice.send(request("nothing").replace("Max-Forwards", "0"));
        assertThat(alice.conclude(invite).status()).isEqualTo(483);
    }

    @Test
    void everyHopCounts_10_2_10_RFC3261_16_6() {
        SipMessage invite = alice.send(request("nothing").replace("Max-Forwards", "10"));
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.required("Max-Forwards")).isEqualTo("9");
        bob.send(bob.response(arrived, 486));
        alice.conclude(invite);
    }

    @Test
    void aPushedRouteIsTheNextHop_10_2_2() {
        SipMessage invite = alice.send(request("route").with("X-Route", "<" + carol.uri() + ";lr>"));
        SipMessage arrived = carol.await("INVITE");
        assertThat(arrived.requestUri()).isEqualTo(bob.uri());
        assertThat(arrived.required("Route")).contains(carol.uri());
        carol.send(carol.response(arrived, 486));
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
    }

    @Test
    void aCancelBeforeProxyingIsAnswered487_10_2_6() {
        SipMessage invite = invite("cancelled-first");
        Events.await(invite.callId(), "INVITE");
        assertThat(alice.exchange(alice.cancel(invite)).status()).isEqualTo(200);
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
        Events.await(invite.callId(), "CANCEL");
    }

    @Test
    void theOutboundInterfaceOfAProxyIsInViaAndRecordRoute_14_2() {
        SipMessage invite = alice.send(request("nothing").with("X-Set", "record-route=true")
            .with("X-Set", "interface=" + Suite.otherPort()));
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.topVia().port()).as(arrived.toString()).isEqualTo(Suite.otherPort());
        assertThat(arrived.list("Record-Route").toString()).contains(":" + Suite.otherPort());
        bob.send(bob.response(arrived, 486));
        alice.conclude(invite);
    }
}
