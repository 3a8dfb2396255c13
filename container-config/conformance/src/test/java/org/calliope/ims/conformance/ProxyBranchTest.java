package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 10.2, 10.2.4.2, 10.2.5: the branches of a proxy, their timeouts, and ending them. */
class ProxyBranchTest {

    @RegisterExtension
    static final Application APP = Application.of("branches", Branching.class, ScriptedProxy.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();
    private final Peer carol = Peer.udp();

    /** Does with its branches what X-Do says. */
    public static class Branching extends ScriptedProxy {

        private static final long serialVersionUID = 1L;
        private static final String[] PROTOCOL = {"Q.850"};

        @Override
        protected void start(SipServletRequest request) throws ServletException, IOException {
            String callId = request.getCallId();
            Proxy proxy = configured(request);
            List<URI> targets = targets(request);
            switch (request.getHeader("X-Do")) {
                case "create" -> {
                    List<ProxyBranch> branches = proxy.createProxyBranches(targets);
                    Events.note(callId, "created " + branches.size() + " of " + proxy.getProxyBranches().size());
                    Events.note(callId, "started " + branches.get(0).isStarted());
                    Events.note(callId, "found " + (proxy.getProxyBranch(targets.get(1)) == branches.get(1)));
                    Events.note(callId, "proxy " + (branches.get(0).getProxy() == proxy));
                    proxy.startProxy();
                    Events.note(callId, "then started " + branches.get(0).isStarted());
                }
                case "another-after-silence", "answer-after-silence" -> {
                    proxy.createProxyBranches(targets).get(0).setProxyBranchTimeout(1);
                    proxy.startProxy();
                }
                case "branch-timeout" -> {
                    proxy.createProxyBranches(targets).get(0).setProxyBranchTimeout(1);
                    proxy.startProxy();
                }
                case "routes" -> {
                    for (URI hop : targets) {
                        ((SipURI) hop).setLrParam(true);
                        proxy.createProxyBranches(List.of(request.getAddressHeader("X-Next").getURI())).get(0).getRequest()
                            .pushRoute((SipURI) hop);
                    }
                    Events.note(callId, "branches " + proxy.getProxyBranches().size());
                    proxy.startProxy();
                }
                case "pass-over" -> {
                    proxy.createProxyBranches(targets).get(1).cancel();
                    proxy.startProxy();
                }
                case "no-recursion" -> {
                    proxy.createProxyBranches(targets).get(0).setRecurse(false);
                    proxy.startProxy();
                }
                case "add", "cancel", "cancel-reason", "cancel-branch", "recursed" -> proxy.proxyTo(targets.get(0));
                case "bad-timeout" -> {
                    try {
                        proxy.setProxyTimeout(-1);
                    } catch (IllegalArgumentException e) {
                        Events.note(callId, "timeout refused");
                    }
                    proxy.setProxyTimeout(7);
                    Events.note(callId, "timeout " + proxy.getProxyTimeout() + " branch "
                        + proxy.createProxyBranches(targets).get(0).getProxyBranchTimeout());
                    proxy.startProxy();
                }
                default -> proxy.proxyTo(targets);
            }
        }

        @Override
        protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
            super.doProvisionalResponse(response);
            SipServletRequest original = response.getProxy().getOriginalRequest();
            Proxy proxy = response.getProxy();
            switch (original.getHeader("X-Do")) {
                case "add" -> proxy.proxyTo(targets(original).get(1));
                case "cancel" -> proxy.cancel();
                case "cancel-reason" -> proxy.cancel(PROTOCOL, new int[] {16}, new String[] {"Terminated"});
                case "cancel-branch" -> response.getProxyBranch().cancel(PROTOCOL, new int[] {17}, new String[] {"Busy"});
                default -> { }
            }
        }

        @Override
        protected void doBranchResponse(SipServletResponse response) throws ServletException, IOException {
            super.doBranchResponse(response);
            ProxyBranch branch = response.getProxyBranch();
            if (branch.getResponse() != null) {
                Events.note(response.getCallId(), "branch of " + branch.getRequest().getRequestURI()
                    + " has " + branch.getResponse().getStatus());
            }
            if (response.getStatus() == SipServletResponse.SC_REQUEST_TIMEOUT) {
                afterSilence(response);
            }
        }

        private static void afterSilence(SipServletResponse response) throws ServletException, IOException {
            SipServletRequest original = response.getProxy().getOriginalRequest();
            Events.note(original.getCallId(), "committed " + original.isCommitted());
            switch (original.getHeader("X-Do")) {
                case "another-after-silence" -> response.getProxy().proxyTo(original.getAddressHeader("X-Next").getURI());
                case "answer-after-silence" -> original.createResponse(SipServletResponse.SC_GONE).send();
                default -> { }
            }
        }

        @Override
        protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
            super.doSuccessResponse(response);
            Proxy proxy = response.getProxy();
            Events.note(response.getCallId(), "answered by " + response.getProxyBranch().getRequest().getRequestURI());
            if ("recursed".equals(proxy.getOriginalRequest().getHeader("X-Do"))) {
                Events.note(response.getCallId(), "recursed " + proxy.getProxyBranches().get(0).getRecursedProxyBranches().size());
            }
        }
    }

    @AfterEach
    void close() {
        List.of(alice, bob, carol).forEach(Peer::close);
    }

    private SipMessage invite(String action) {
        return alice.send(alice.request("INVITE", APP).with("X-Do", action).with("X-To", bob.uri()).with("X-To", carol.uri()));
    }

    private void ring(SipMessage invite, Peer callee, SipMessage arrived) {
        callee.send(callee.response(arrived, 180));
        alice.await(invite, 180);
    }

    @Test
    void branchesAreCreatedFirstAndStartedTogether_10_2() {
        SipMessage invite = invite("create");
        SipMessage atCarol = carol.await("INVITE");
        bob.send(bob.response(bob.await("INVITE"), 200));
        alice.conclude(invite);
        carol.send(carol.response(atCarol, 486));
        Events.await(invite.callId(), "then started true");
        assertThat(Events.of(invite.callId())).contains("created 2 of 2", "started false", "found true", "proxy true");
    }

    @Test
    void aBranchCanBeAddedWhileAnotherRings_10_2() {
        SipMessage invite = invite("add");
        SipMessage atBob = bob.await("INVITE");
        ring(invite, bob, atBob);
        carol.send(carol.response(carol.await("INVITE"), 200));
        assertThat(alice.conclude(invite).to().tag()).contains("p" + carol.port());
        bob.cancelled(atBob);
    }

    @Test
    void theApplicationHearsOfFinalResponsesOfBranches_10_2_4_2() {
        SipMessage invite = invite("all");
        bob.send(bob.response(bob.await("INVITE"), 486));
        Events.await(invite.callId(), "branch 486");
        Events.await(invite.callId(), "branch of " + bob.uri() + " has 486");
        carol.send(carol.response(carol.await("INVITE"), 200));
        alice.conclude(invite);
        Events.await(invite.callId(), "answered by " + carol.uri());
        assertThat(Events.of(invite.callId())).doesNotContain("error 486");
    }

    @Test
    void theBestResponseIsNotABranchResponse_10_2_4_2() {
        SipMessage invite = invite("all");
        bob.send(bob.response(bob.await("INVITE"), 486));
        Events.await(invite.callId(), "branch 486");
        carol.send(carol.response(carol.await("INVITE"), 404));
        int best = alice.conclude(invite).status();
        Events.await(invite.callId(), "error " + best);
        assertThat(Events.of(invite.callId()).stream().filter(e -> e.startsWith("error"))).hasSize(1);
    }

    @Test
    void theApplicationCanCancelAllBranches_10_2_5() {
        SipMessage invite = invite("cancel");
        SipMessage atBob = bob.await("INVITE");
        ring(invite, bob, atBob);
        assertThat(bob.cancelled(atBob).has("Reason")).isFalse();
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
    }

    @Test
    void aReasonForCancellingIsInTheCancel_10_2_5_RFC3326() {
        SipMessage invite = invite("cancel-reason");
        SipMessage atBob = bob.await("INVITE");
        ring(invite, bob, atBob);
        assertThat(bob.cancelled(atBob).required("Reason")).contains("Q.850", "cause=16", "Terminated");
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
    }

    @Test
    void oneBranchCanBeCancelledWithAReason_10_2_5() {
        SipMessage invite = invite("cancel-branch");
        SipMessage atBob = bob.await("INVITE");
        ring(invite, bob, atBob);
        assertThat(bob.cancelled(atBob).required("Reason")).contains("Q.850", "cause=17", "Busy");
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
    }

    @Test
    void aBranchHasATimeoutOfItsOwn_ProxyBranch_setProxyBranchTimeout() {
        SipMessage invite = invite("branch-timeout");
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        ring(invite, bob, atBob);
        ring(invite, carol, atCarol);
        bob.cancelled(atBob);
        carol.expectNone("CANCEL", m -> m.is("CANCEL"));
        carol.send(carol.response(atCarol, 200));
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void allBranchesAreCancelledWhenTheProxyTimesOut_10_1() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "all").with("X-Set", "timeout=1")
            .with("X-To", bob.uri()).with("X-To", carol.uri()));
        SipMessage atBob = bob.await("INVITE");
        SipMessage atCarol = carol.await("INVITE");
        ring(invite, bob, atBob);
        ring(invite, carol, atCarol);
        bob.cancelled(atBob);
        carol.cancelled(atCarol);
        assertThat(alice.conclude(invite).status()).isIn(408, 487);
    }

    @Test
    void aTargetThatSaysNothingTimesOutWith408_10_1_RFC3261_16_8() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "all").with("X-Set", "timeout=1").with("X-To", bob.uri()));
        bob.await("INVITE");
        assertThat(alice.conclude(invite).status()).isEqualTo(408);
    }

    @Test
    void anotherTargetCanBeTriedAfterOneThatSaysNothing_10_2_4() {
        SipMessage message = message("another-after-silence");
        bob.await("MESSAGE");
        carol.send(carol.response(carol.await("MESSAGE"), 403));
        assertThat(alice.awaitFinal(message).status()).isEqualTo(403);
        assertThat(Events.of(message.callId())).contains("branch 408", "committed false", "branch 403");
    }

    @Test
    void theApplicationCanAnswerItselfAfterATargetThatSaysNothing_10_2_3() {
        SipMessage message = message("answer-after-silence");
        bob.await("MESSAGE");
        assertThat(alice.awaitFinal(message).status()).isEqualTo(410);
        alice.expectNone("408", m -> !m.isRequest() && m.status() == 408);
    }

    private SipMessage message(String what) {
        return alice.send(alice.request("MESSAGE", APP).with("X-Do", what).with("X-To", bob.uri())
            .with("X-Next", "<" + carol.uri() + ">"));
    }

    @Test
    void oneTargetHasABranchForEachRoute_10_2() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "routes").with("X-To", bob.uri())
            .with("X-To", carol.uri()).with("X-Next", "<sip:one@192.0.2.1>"));
        SipMessage atBob = bob.await("INVITE");
        assertThat(atBob.requestUri()).isEqualTo("sip:one@192.0.2.1");
        assertThat(carol.await("INVITE").requestUri()).isEqualTo("sip:one@192.0.2.1");
        ring(invite, bob, atBob);
        bob.send(bob.response(atBob, 200));
        alice.conclude(invite);
        assertThat(Events.of(invite.callId())).contains("branches 2");
    }

    @Test
    void aRequestGoesByTheNextRouteWhenTheFirstRefuses_10_1() {
        SipMessage message = alice.send(alice.request("MESSAGE", APP).with("X-Do", "routes").with("X-Set", "parallel=false")
            .with("X-To", bob.uri()).with("X-To", carol.uri()).with("X-Next", "<sip:one@192.0.2.1>"));
        bob.send(bob.response(bob.await("MESSAGE"), 480));
        carol.send(carol.response(carol.await("MESSAGE"), 200));
        assertThat(alice.awaitFinal(message).status()).isEqualTo(200);
    }

    @Test
    void aBranchThatIsCancelledBeforeItsTurnIsPassedOver_10_2_5() {
        SipMessage message = alice.send(alice.request("MESSAGE", APP).with("X-Do", "pass-over")
            .with("X-Set", "parallel=false").with("X-To", bob.uri()).with("X-To", carol.uri()));
        bob.send(bob.response(bob.await("MESSAGE"), 480));
        assertThat(alice.awaitFinal(message).status()).isEqualTo(480);
        carol.expectNone("a MESSAGE", SipMessage::isRequest);
    }

    @Test
    void theApplicationHearsOfATargetThatCanNotBeReached_10_2_4_2_RFC3261_16_9() {
        Peer gone = Peer.tcp();
        gone.close();
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "all").with("X-To", gone.uri()).with("X-To", bob.uri()));
        SipMessage atBob = bob.await("INVITE");
        Events.await(invite.callId(), "branch 503");
        bob.send(bob.response(atBob, 200));
        alice.conclude(invite);
    }

    @Test
    void aTimeoutIsPositiveAndInheritedByBranches_10_1() {
        SipMessage invite = invite("bad-timeout");
        bob.send(bob.response(bob.await("INVITE"), 200));
        carol.await("INVITE");
        alice.conclude(invite);
        assertThat(Events.of(invite.callId())).contains("timeout refused", "timeout 7 branch 7");
    }

    @Test
    void oneBranchCanBeToldNotToRecurse_ProxyBranch_setRecurse() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "no-recursion").with("X-To", bob.uri()));
        bob.send(bob.response(bob.await("INVITE"), 302).replace("Contact", "<" + carol.uri() + ">"));
        assertThat(alice.conclude(invite).status()).isEqualTo(302);
        carol.expectNone("INVITE", m -> m.is("INVITE"));
    }

    @Test
    void aBranchKnowsTheBranchesOfItsRedirection_ProxyBranch_getRecursedProxyBranches() {
        SipMessage invite = invite("recursed");
        bob.send(bob.response(bob.await("INVITE"), 302).replace("Contact", "<" + carol.uri() + ">"));
        carol.send(carol.response(carol.await("INVITE"), 200));
        alice.conclude(invite);
        Events.await(invite.callId(), "recursed 1");
    }
}
