package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 10.2.9 and 10.4: who stays in the route, and what passes there. */
class ProxyRecordRouteTest {

    @RegisterExtension
    static final Application APP = Application.of("recordroute", RecordRouting.class, ScriptedProxy.class);

    @RegisterExtension
    static final Application NEXT = Application.of("recordroute-next", RecordRouting.class, ScriptedProxy.class);

    private static Left first;

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    /** Marks its Record-Route, and notes the mark when it comes back. */
    public static class RecordRouting extends ScriptedProxy {

        private static final long serialVersionUID = 1L;

        @Override
        protected void start(SipServletRequest request) throws ServletException, IOException {
            String callId = request.getCallId();
            if (request.getHeader("X-Branch") != null) {
                Proxy proxy = configured(request);
                ProxyBranch branch = proxy.createProxyBranches(targets(request)).get(0);
                branch.setRecordRoute(true);
                branch.getRecordRouteURI().setParameter("mark", "branch");
                proxy.startProxy();
                return;
            }
            Proxy proxy = configured(request);
            if (proxy.getRecordRoute()) {
                proxy.getRecordRouteURI().setParameter("mark", "m1");
            } else {
                refused(callId, "getRecordRouteURI", proxy::getRecordRouteURI);
            }
            proxy.proxyTo(targets(request));
        }

        @Override
        protected void doInfo(SipServletRequest request) {
            Events.note(request.getCallId(), "mark " + request.getParameter("mark"));
            Events.note(request.getCallId(), "initial " + request.isInitial());
        }
    }

    @BeforeAll
    static void look() {
        first = Left.of(APP, NEXT);
    }

    /** RFC 3261 17: whatever was cancelled or refused, no transaction stays. */
    @AfterAll
    static void noTransactionIsLeft() {
        first.awaitNoMoreTransactions();
    }

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private SipMessage invite(Peer caller, Peer callee) {
        return caller.request("INVITE", APP).with("X-To", callee.uri()).with("X-Set", "record-route=true");
    }

    private record Call(SipMessage invite, SipMessage arrived, SipMessage answer, SipMessage ok) { }

    private Call call(Peer caller, Peer callee) {
        return call(caller, callee, invite(caller, callee));
    }

    private static Call call(Peer caller, Peer callee, SipMessage invite) {
        caller.send(invite);
        SipMessage arrived = callee.await("INVITE");
        SipMessage answer = callee.send(callee.response(arrived, 200));
        SipMessage ok = caller.conclude(invite);
        callee.await("ACK");
        return new Call(invite, arrived, answer, ok);
    }

    @Test
    void withoutRecordRouteTheProxyIsNotInTheRoute_10_1() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()));
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.has("Record-Route")).isFalse();
        bob.send(bob.response(arrived, 200));
        alice.awaitFinal(invite);
        Events.await(invite.callId(), "getRecordRouteURI refused");
    }

    @Test
    void theRecordRouteHasTheApplicationsParameter_10_4() {
        Call call = call(alice, bob);
        assertThat(call.arrived().required("Record-Route")).contains("mark=m1");
        assertThat(call.ok().required("Record-Route")).contains("mark=m1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTargetThatRefusedLeavesNoSessionOfACallThatAnotherOneAnswered_6_2_5(boolean parallel) {
        try (Peer busy = Peer.tcp(); Peer carol = Peer.udp()) { // over TCP timer D is none
            Left before = Left.of(APP);
            SipMessage invite = alice.send(invite(alice, busy).with("X-To", carol.uri()).with("X-Set", "parallel=" + parallel));
            busy.send(busy.response(busy.await("INVITE"), 500));
            SipMessage arrived = carol.await("INVITE");
            SipMessage answer = carol.send(carol.response(arrived, 200));
            SipMessage ok = alice.conclude(invite);
            carol.await("ACK");
            SipMessage bye = alice.send(alice.within(invite, ok, "BYE", 2));
            carol.send(carol.response(carol.await("BYE"), 200));
            alice.awaitFinal(bye);
            assertThat(answer.to().tag()).isEqualTo(ok.to().tag());
            before.awaitNoMoreSessions();
        }
    }

    @Test
    void theParameterComesBackWithASubsequentRequest_10_4() {
        Call call = call(alice, bob);
        SipMessage info = alice.send(alice.within(call.invite(), call.ok(), "INFO", 2));
        SipMessage arrived = bob.await("INFO");
        bob.send(bob.response(arrived, 200));
        assertThat(alice.awaitFinal(info).status()).isEqualTo(200);
        assertThat(Events.of(call.invite().callId())).contains("mark m1", "initial false", "success 200 INFO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "UPDATE", "INFO", "MESSAGE", "OPTIONS", "REFER", "NOTIFY", "BYE", "EXTRA"})
    void everyRequestInTheDialogPassesBothWays_10_2_9(String method) {
        Call call = call(alice, bob);
        SipMessage there = alice.send(notification(alice.within(call.invite(), call.ok(), method, 2)));
        SipMessage arrived = bob.await(method);
        assertThat(arrived.list("Via")).hasSize(2);
        assertThat(arrived.has("Route")).isFalse();
        bob.send(bob.response(arrived, 200));
        acknowledge(alice, there, alice.await(there, 200));
        if (!method.equals("BYE")) {
            SipMessage back = bob.send(notification(bob.back(call.arrived(), call.answer(), method, 1)));
            alice.send(alice.response(alice.await(method), 200));
            assertThat(bob.awaitFinal(back).status()).isEqualTo(200);
        }
        assertThat(Events.of(call.invite().callId())).contains(method);
    }

    private static SipMessage notification(SipMessage request) {
        return request.is("NOTIFY") ? request.with("Event", "refer").with("Subscription-State", "active") : request;
    }

    private void acknowledge(Peer caller, SipMessage request, SipMessage response) {
        if (request.is("INVITE")) {
            caller.send(caller.ack(request, response));
            bob.await("ACK");
        }
    }

    private Call callThrough(String applications) {
        return call(alice, bob, invite(alice, bob).with("X-Chain", applications));
    }

    private void hangUp(Call call) {
        SipMessage bye = alice.send(alice.within(call.invite(), call.ok(), "BYE", 9));
        bob.send(bob.response(bob.await("BYE"), 200));
        assertThat(alice.awaitFinal(bye).status()).isEqualTo(200);
    }

    private static void cancelledWhenItRings(Peer caller, Peer callee, SipMessage again) {
        caller.send(again);
        SipMessage arrived = callee.await("INVITE");
        callee.send(callee.response(arrived, 180));
        caller.await(again, 180);
        assertThat(caller.exchange(caller.cancel(again)).status()).isEqualTo(200);
        callee.cancelled(arrived);
        assertThat(caller.conclude(again).status()).isEqualTo(487);
        assertThat(callee.await("ACK").cseq()).isEqualTo(arrived.cseq());
    }

    @ParameterizedTest
    @CsvSource({"recordroute, true", "recordroute, false", "'recordroute,recordroute-next', true", "'recordroute,recordroute-next', false"})
    void theCancelOfAReInviteGoesOnInBothDirections_10_2_6_RFC3261_16_10(String applications, boolean there) {
        Left before = Left.of(APP, NEXT);
        Call call = callThrough(applications);
        if (there) {
            cancelledWhenItRings(alice, bob, alice.within(call.invite(), call.ok(), "INVITE", 2));
        } else {
            cancelledWhenItRings(bob, alice, bob.back(call.arrived(), call.answer(), "INVITE", 1));
        }
        hangUp(call);
        before.awaitNoMoreSessions();
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordroute", "recordroute,recordroute-next"})
    void theCancelOfAReInviteWaitsUntilSomethingIsHeard_RFC3261_9_1(String applications) {
        Left before = Left.of(APP, NEXT);
        Call call = callThrough(applications);
        SipMessage again = alice.send(alice.within(call.invite(), call.ok(), "INVITE", 2));
        SipMessage arrived = bob.await("INVITE");
        assertThat(alice.exchange(alice.cancel(again)).status()).isEqualTo(200);
        bob.expectNone("CANCEL", m -> m.is("CANCEL"));
        bob.send(bob.response(arrived, 180));
        bob.cancelled(arrived);
        assertThat(alice.conclude(again).status()).isEqualTo(487);
        bob.await("ACK");
        hangUp(call);
        before.awaitNoMoreSessions();
    }

    @Test
    void aCallLivesOnAfterACancelledReInvite_RFC3261_14_1() {
        Left before = Left.of(APP, NEXT);
        Call call = callThrough("recordroute,recordroute-next");
        cancelledWhenItRings(alice, bob, alice.within(call.invite(), call.ok(), "INVITE", 2));
        before.awaitNoMoreTransactions();
        hangUp(call);
        before.awaitNoMoreSessions();
    }

    @Test
    void aReInviteThatWasAnsweredIsNotCancelled_RFC3261_9_1() {
        Left before = Left.of(APP, NEXT);
        Call call = call(alice, bob);
        SipMessage again = alice.send(alice.within(call.invite(), call.ok(), "INVITE", 2));
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 200));
        SipMessage ok = alice.await(again, 200);
        alice.exchange(alice.cancel(again));
        alice.send(alice.ack(again, ok));
        bob.await("ACK");
        bob.expectNone("CANCEL", m -> m.is("CANCEL"));
        hangUp(call);
        before.awaitNoMore();
    }

    @Test
    void theApplicationSeesTheAckOfA2xx_10_2_8() {
        Call call = call(alice, bob);
        Events.await(call.invite().callId(), "ACK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recordroute", "recordroute,recordroute-next"})
    void anAckThatComesWhenTheCallIsOverIsDropped_RFC3261_17(String applications) {
        Left before = Left.of(APP, NEXT);
        Call call = callThrough(applications);
        hangUp(call);
        before.awaitNoMore();
        try (Errors errors = Errors.watch()) {
            alice.send(alice.ack(call.invite(), call.ok()));
            alice.expectNone("an answer", m -> true);
            bob.expectNone("ACK", m -> m.is("ACK"));
            assertThat(errors.messages()).isEmpty();
        }
        before.awaitNoMore();
    }

    @Test
    void theAckOfARefusalEndsHere_10_2_8() {
        SipMessage invite = alice.send(invite(alice, bob));
        bob.send(bob.response(bob.await("INVITE"), 486));
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
        assertThat(bob.await("ACK").list("Via")).as("the proxy's own").hasSize(1);
        bob.expectNone("a second ACK", m -> m.is("ACK"));
        assertThat(Events.of(invite.callId())).doesNotContain("ACK");
    }

    @Test
    void aPrackPassesWithItsResponse_10_2_9_RFC3262_4() {
        SipMessage invite = alice.send(invite(alice, bob).with("Supported", "100rel"));
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 183).with("Require", "100rel").with("RSeq", "1"));
        SipMessage progress = alice.await(invite, 183);
        assertThat(progress.required("RSeq")).isEqualTo("1");
        SipMessage prack = alice.send(alice.within(invite, progress, "PRACK", 2).with("RAck", "1 1 INVITE"));
        SipMessage pracked = bob.await("PRACK");
        assertThat(pracked.list("Via")).hasSize(2);
        bob.send(bob.response(pracked, 200));
        assertThat(alice.awaitFinal(prack).status()).isEqualTo(200);
        Events.await(invite.callId(), "PRACK");
        bob.send(bob.response(arrived, 200));
        alice.conclude(invite);
    }

    @Test
    void oneBranchCanRecordRouteByItself_ProxyBranch_setRecordRoute() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-To", bob.uri()).with("X-Branch", "yes"));
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.required("Record-Route")).contains("mark=branch");
        bob.send(bob.response(arrived, 200));
        alice.conclude(invite);
    }

    @Test
    void aCallPassesFromTcpToUdpAndBack_10_2_9() {
        try (Peer caller = Peer.tcp()) {
            Call call = call(caller, bob);
            SipMessage bye = bob.send(bob.back(call.arrived(), call.answer(), "BYE", 1));
            caller.send(caller.response(caller.await("BYE"), 200));
            assertThat(bob.awaitFinal(bye).status()).isEqualTo(200);
        }
    }

    @Test
    void aTargetWithoutTransportIsReachedByUdpAlsoFromTcp_RFC3263_4_1() {
        try (Peer caller = Peer.tcp()) {
            SipMessage invite = caller.send(invite(caller, bob).with("X-Set", "interface=" + Suite.port()));
            SipMessage arrived = bob.await("INVITE");
            assertThat(arrived.requestUri()).isEqualTo(bob.uri()).doesNotContain("transport");
            assertThat(arrived.list("Via").get(0)).startsWith("SIP/2.0/UDP ");
            assertThat(arrived.list("Record-Route")).hasSize(2);
            bob.send(bob.response(arrived, 486));
            assertThat(caller.conclude(invite).status()).isEqualTo(486);
        }
    }

    @Test
    void aCallPassesFromUdpToTcpAndBack_10_2_9() {
        try (Peer callee = Peer.tcp()) {
            Call call = call(alice, callee);
            SipMessage bye = alice.send(alice.within(call.invite(), call.ok(), "BYE", 2));
            callee.send(callee.response(callee.await("BYE"), 200));
            assertThat(alice.awaitFinal(bye).status()).isEqualTo(200);
        }
    }
}
