package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 chapter 12: two dialogs, one application between them. */
class B2buaTest {

    @RegisterExtension
    static final Application APP = Application.of("b2bua", ScriptedB2bua.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private SipMessage request() {
        return alice.request("INVITE", APP).with("X-To", bob.uri()).with("X-Other", "copied");
    }

    private record Call(SipMessage invite, SipMessage arrived, SipMessage answer, SipMessage ok) { }

    private Call call() {
        SipMessage invite = alice.send(request());
        SipMessage arrived = bob.await("INVITE");
        SipMessage answer = bob.send(bob.response(arrived, 200));
        SipMessage ok = alice.conclude(invite);
        bob.await("ACK");
        return new Call(invite, arrived, answer, ok);
    }

    private SipMessage refused(SipMessage invite) {
        alice.send(invite);
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 486));
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
        return arrived;
    }

    @Test
    void aRequestIsCopiedIntoAnotherDialog_12_2() {
        SipMessage invite = request().with("Record-Route", "<sip:127.0.0.1:" + alice.port() + ";lr>");
        SipMessage arrived = refused(invite);
        assertThat(arrived.required("X-Other")).isEqualTo("copied");
        assertThat(arrived.from().uri()).isEqualTo(invite.from().uri());
        assertThat(arrived.from().tag()).isNotEqualTo(invite.from().tag());
        assertThat(arrived.to().tag()).isEmpty();
        assertThat(arrived.list("Via")).hasSize(1);
        assertThat(arrived.has("Record-Route")).isFalse();
        assertThat(arrived.required("Contact")).contains("127.0.0.1:" + Suite.port());
        assertThat(arrived.required("Max-Forwards")).isEqualTo("69");
    }

    @Test
    void theOtherDialogHasACallIdOfItsOwn_12_2() {
        SipMessage invite = request();
        assertThat(refused(invite).callId()).isNotEqualTo(invite.callId());
    }

    @Test
    void fromAndToCanBeReplaced_12_2() {
        SipMessage arrived = refused(request().with("X-From", "<sip:somebody@home.example>").with("X-Callee", "<sip:callee@home.example>"));
        assertThat(arrived.from().uri()).isEqualTo("sip:somebody@home.example");
        assertThat(arrived.from().tag()).isNotEmpty();
        assertThat(arrived.to().uri()).isEqualTo("sip:callee@home.example");
    }

    @Test
    void otherHeadersCanBeReplaced_12_2() {
        assertThat(refused(request().with("X-Map", "X-Other")).list("X-Other")).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call-ID", "CSeq", "Via", "Record-Route"})
    void systemHeadersCanNotBeReplaced_12_2(String name) {
        SipMessage invite = alice.send(request().with("X-Map", name));
        assertThat(alice.conclude(invite).status()).isEqualTo(488);
        assertThat(Events.of(invite.callId())).contains("createRequest IllegalArgumentException");
    }

    @Test
    void theContactsUserAndParametersCanBeSet_12_2() {
        SipMessage arrived = refused(request().with("X-Contact", "<sip:me@127.0.0.1>;mark=c1"));
        assertThat(arrived.required("Contact")).contains("sip:me@127.0.0.1:" + Suite.port()).contains("mark=c1");
    }

    @Test
    void theSessionsAndRequestsAreLinked_12_3() {
        SipMessage invite = request();
        refused(invite);
        assertThat(Events.of(invite.callId())).contains("linked there true", "linked back true", "request true");
    }

    @Test
    void aCallGoesAcrossAndEndsAcross_12_3() {
        Call call = call();
        SipMessage bye = alice.send(alice.within(call.invite(), call.ok(), "BYE", 2));
        bob.send(bob.response(bob.await("BYE"), 200));
        assertThat(alice.awaitFinal(bye).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "UPDATE", "MESSAGE", "OPTIONS"})
    void requestsGoAcrossInBothDirections_12_3(String method) {
        Call call = call();
        SipMessage there = alice.send(alice.within(call.invite(), call.ok(), method, 2).with("X-Other", "there"));
        SipMessage arrived = bob.await(method);
        assertThat(arrived.required("X-Other")).isEqualTo("there");
        assertThat(arrived.callId()).isEqualTo(call.arrived().callId());
        bob.send(bob.response(arrived, 200));
        assertThat(alice.awaitFinal(there).status()).isEqualTo(200);
        SipMessage back = bob.send(bob.back(call.arrived(), call.answer(), method, 1));
        alice.send(alice.response(alice.await(method), 200));
        assertThat(bob.awaitFinal(back).status()).isEqualTo(200);
    }

    @Test
    void aReInviteGoesAcross_12_3() {
        Call call = call();
        SipMessage again = alice.send(alice.within(call.invite(), call.ok(), "INVITE", 2).withBody("application/sdp", "v=1"));
        SipMessage arrived = bob.await("INVITE");
        assertThat(arrived.bodyText()).isEqualTo("v=1");
        bob.send(bob.response(arrived, 200));
        SipMessage ok = alice.await(again, 200);
        alice.send(alice.ack(again, ok));
        assertThat(bob.await("ACK").cseq()).isEqualTo(arrived.cseq());
    }

    @Test
    void aCancelGoesAcross_12_1() {
        SipMessage invite = alice.send(request());
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, 180));
        alice.await(invite, 180);
        assertThat(alice.exchange(alice.cancel(invite)).status()).isEqualTo(200);
        bob.cancelled(arrived);
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
    }

    @Test
    void everyEarlyDialogIsCopiedUpstream_12_5() {
        SipMessage invite = alice.send(request());
        SipMessage arrived = bob.await("INVITE");
        bob.send(tagged(arrived, 180, "one"));
        bob.send(tagged(arrived, 180, "two"));
        String first = alice.await(invite, 180).to().tag();
        String second = alice.await(invite, 180).to().tag();
        assertThat(first).isNotEmpty().isNotEqualTo(second);
        bob.send(tagged(arrived, 200, "two"));
        SipMessage ok = alice.conclude(invite);
        assertThat(ok.to().tag()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 486})
    void aSessionGetsOneFinalResponse_B2buaHelper_createResponseToOriginalRequest(int status) {
        SipMessage invite = alice.send(request().with("X-Do", "answer-again"));
        SipMessage arrived = bob.await("INVITE");
        bob.send(bob.response(arrived, status));
        assertThat(alice.conclude(invite).status()).isEqualTo(status);
        Events.await(invite.callId(), "another refusal IllegalStateException");
        Events.await(invite.callId(), "another 2xx IllegalStateException");
    }

    private SipMessage tagged(SipMessage invite, int status, String tag) {
        return bob.response(invite, status).replace("To", invite.required("To") + ";tag=" + tag);
    }

    @Test
    void messagesWithoutAnAnswerArePending_12_4() {
        SipMessage invite = alice.send(request());
        SipMessage arrived = bob.await("INVITE");
        Events.await(invite.callId(), "pending 1 INVITE");
        bob.send(bob.response(arrived, 486));
        alice.conclude(invite);
    }

    @Test
    void sessionsCanBeUnlinkedAndLinkedAgain_12_3() {
        SipMessage invite = request().with("X-Do", "unlink");
        refused(invite);
        assertThat(Events.of(invite.callId())).contains("unlinked null", "relinked true");
    }

    @Test
    void sessionsOfDifferentApplicationSessionsAreNotLinked_12_3() {
        SipMessage invite = request().with("X-Do", "link-foreign");
        refused(invite);
        assertThat(Events.of(invite.callId())).contains("link IllegalArgumentException");
    }

    @Test
    void aLinkedSessionIsNotLinkedToAThird_12_3() {
        SipMessage invite = request().with("X-Do", "link-third");
        refused(invite);
        assertThat(Events.of(invite.callId())).contains("link IllegalArgumentException");
    }

    @Test
    void aRequestWithoutHopsIsNotCopied_12_2() {
        SipMessage invite = alice.send(request().replace("Max-Forwards", "0"));
        assertThat(alice.conclude(invite).status()).isEqualTo(483);
    }

    @Test
    void onlyAnInitialRequestIsCopiedIntoANewDialog_12_2() {
        Call call = call();
        SipMessage info = alice.send(alice.within(call.invite(), call.ok(), "INFO", 2).with("X-Do", "copy"));
        bob.send(bob.response(bob.await("INFO"), 200));
        alice.awaitFinal(info);
        assertThat(Events.of(call.invite().callId())).contains("copy IllegalArgumentException");
    }
}
