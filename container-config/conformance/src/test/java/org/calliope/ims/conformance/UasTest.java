package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 11.2, 2.3, 5.2: an application that answers requests. */
class UasTest {

    private static final Duration T1 = Duration.ofMillis(500);

    @RegisterExtension
    static final Application APP = Application.of("uas", Answering.class, ScriptedAgent.class);
    @RegisterExtension
    static final Application DEFAULTS = Application.of("defaults", Defaults.class);

    private final Peer alice = Peer.udp();

    /** A servlet that overrides nothing. */
    public static class Defaults extends SipServlet {
        private static final long serialVersionUID = 1L;
    }

    /** Answers as X-Do says: a status, or one of the actions. */
    public static class Answering extends ScriptedAgent {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
            String action = invite.getHeader("X-Do");
            switch (action) {
                case "ring" -> invite.createResponse(180).send();
                case "ring-answer" -> {
                    invite.createResponse(180).send();
                    note(invite, "then " + invite.getSession().getState());
                    SipServletResponse ok = invite.createResponse(200);
                    ok.setContent("v=0", "application/sdp");
                    ok.addHeader("X-Own", "1");
                    attempt(invite, "setHeader", () -> ok.setHeader("Call-ID", "x"));
                    ok.send();
                    note(invite, "then " + invite.getSession().getState());
                }
                case "twice" -> twice(invite);
                case "reason" -> invite.createResponse(486, "Out for lunch").send();
                case "bad-status" -> {
                    attempt(invite, "99", () -> invite.createResponse(99));
                    attempt(invite, "700", () -> invite.createResponse(700));
                    invite.createResponse(486).send();
                }
                default -> {
                    invite.createResponse(Integer.parseInt(action)).send();
                    note(invite, "then " + invite.getSession().getState());
                }
            }
        }

        private static void twice(SipServletRequest invite) throws IOException {
            note(invite, "committed at first " + invite.isCommitted());
            SipServletResponse response = invite.createResponse(486);
            response.send();
            note(invite, "committed " + response.isCommitted() + " " + invite.isCommitted());
            attempt(invite, "setHeader", () -> response.setHeader("X-Late", "1"));
            attempt(invite, "setStatus", () -> response.setStatus(200));
            attempt(invite, "send", response::send);
            attempt(invite, "another", () -> invite.createResponse(200).send());
        }

        @Override
        protected void doCancel(SipServletRequest cancel) {
            note(cancel, "at CANCEL " + cancel.getSession().getState());
        }

        @Override
        protected void doBye(SipServletRequest bye) throws IOException {
            bye.createResponse(200).send();
        }

        @Override
        protected void doOptions(SipServletRequest options) throws IOException {
            options.createResponse(200).send();
        }

        @Override
        protected void doRegister(SipServletRequest register) throws IOException {
            register.createResponse(200).send();
        }

        @Override
        protected void doMessage(SipServletRequest message) throws IOException {
            message.createResponse(200).send();
        }

        @Override
        protected void doPublish(SipServletRequest publish) throws IOException {
            publish.createResponse(200).send();
        }

        @Override
        protected void doInfo(SipServletRequest info) throws IOException {
            info.createResponse(200).send();
        }

        @Override
        protected void doUpdate(SipServletRequest update) throws IOException {
            update.createResponse(200).send();
        }

        @Override
        protected void doRequest(SipServletRequest request) throws ServletException, IOException {
            if (request.getMethod().equals("EXTRA")) {
                note(request, "EXTRA");
                request.createResponse(200).send();
            } else {
                super.doRequest(request);
            }
        }
    }

    @AfterEach
    void close() {
        alice.close();
    }

    private SipMessage invite(String action) {
        return alice.send(alice.request("INVITE", APP).with("X-Do", action));
    }

    @Test
    void responsesOfOneDialogHaveOneTagAndAContact_11_2_RFC3261_12_1_1() {
        SipMessage invite = invite("ring-answer");
        SipMessage ringing = alice.await(invite, 180);
        SipMessage ok = alice.conclude(invite);
        assertThat(ringing.to().tag()).isNotEmpty().isEqualTo(ok.to().tag());
        assertThat(ok.required("Contact")).contains("127.0.0.1:" + Suite.port());
        assertThat(ok.bodyText()).isEqualTo("v=0");
        assertThat(ok.required("X-Own")).isEqualTo("1");
        Events.await(invite.callId(), "ACK");
        assertThat(Events.of(invite.callId())).contains("then EARLY", "then CONFIRMED", "setHeader IllegalArgumentException");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 503, 603})
    void aRefusalEndsTheSessionAndItsAckTheTransaction_6_2_1_11_2(int status) {
        SipMessage invite = invite(String.valueOf(status));
        assertThat(alice.conclude(invite).status()).isEqualTo(status);
        Events.await(invite.callId(), "then TERMINATED");
        assertThat(Events.of(invite.callId())).doesNotContain("ACK");
    }

    /** A phone with an outbound proxy: the ACK has the Route of the INVITE, which no application has recorded. */
    @Test
    void aRefusalIsNotSentAgainAfterAnAckWithARoute_RFC3261_17_1_1_3_and_17_2_1() {
        String route = "<sip:127.0.0.1:" + Suite.port() + ";lr>";
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "486").with("Route", route));
        SipMessage refusal = alice.conclude(invite);
        Awaitility.await().during(T1.multipliedBy(2)).atMost(T1.multipliedBy(4))
            .until(() -> alice.repetitions(refusal.startLine()) == 0);
    }

    @Test
    void aReasonPhraseIsTheApplications_SipServletRequest_createResponse() {
        SipMessage invite = invite("reason");
        assertThat(alice.conclude(invite).startLine()).isEqualTo("SIP/2.0 486 Out for lunch");
    }

    @Test
    void aStatusThatIsNoneIsRefused_SipServletRequest_createResponse() {
        SipMessage invite = invite("bad-status");
        alice.conclude(invite);
        assertThat(Events.of(invite.callId())).contains("99 IllegalArgumentException", "700 IllegalArgumentException");
    }

    @Test
    void aResponseThatWasSentIsCommitted_5_2() {
        SipMessage invite = invite("twice");
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
        Events.await(invite.callId(), "another IllegalStateException");
        assertThat(Events.of(invite.callId())).contains("committed at first false", "committed true true",
            "setHeader IllegalStateException", "setStatus IllegalStateException", "send IllegalStateException");
    }

    @Test
    void aCancelledInviteIsAnswered487ByTheContainer_11_2() {
        SipMessage invite = invite("ring");
        alice.await(invite, 180);
        assertThat(alice.exchange(alice.cancel(invite)).status()).isEqualTo(200);
        assertThat(alice.conclude(invite).status()).isEqualTo(487);
        Events.await(invite.callId(), "CANCEL");
        Events.await(invite.callId(), "at CANCEL TERMINATED");
    }

    @Test
    void theRefusalOfAnEarlyDialogIsRepeatedUntilItsAckComes_RFC3261_17_2_1() {
        Left before = Left.of(APP);
        SipMessage invite = invite("ring");
        alice.await(invite, 180);
        alice.exchange(alice.cancel(invite));
        SipMessage terminated = alice.awaitFinal(invite);
        Awaitility.await().until(() -> alice.repetitions(terminated.startLine()) >= 2);
        alice.send(alice.ack(invite, terminated));
        before.awaitNoMore();
    }

    @Test
    void aCancelAfterTheAnswerChangesNothing_11_2_RFC3261_9_2() {
        SipMessage invite = invite("ring-answer");
        SipMessage ok = alice.awaitFinal(invite);
        assertThat(alice.exchange(alice.cancel(invite)).status()).isIn(200, 481);
        alice.send(alice.ack(invite, ok));
        Events.await(invite.callId(), "ACK");
        assertThat(alice.exchange(alice.within(invite, ok, "BYE", 2)).status()).isEqualTo(200);
        assertThat(Events.of(invite.callId())).doesNotContain("CANCEL");
    }

    @Test
    void aCancelOfNothingGets481_RFC3261_9_2() {
        assertThat(alice.exchange(alice.cancel(alice.request("INVITE", APP))).status()).isEqualTo(481);
    }

    @Test
    void a2xxIsRepeatedUntilItsAckComes_11_2_RFC3261_13_3_1_4() {
        SipMessage invite = invite("ring-answer");
        SipMessage ok = alice.awaitFinal(invite);
        Awaitility.await().until(() -> alice.repetitions(ok.startLine()) >= 2);
        alice.send(alice.ack(invite, ok));
        Events.await(invite.callId(), "ACK");
        assertThat(alice.exchange(alice.within(invite, ok, "BYE", 2)).status()).isEqualTo(200);
    }

    @Test
    void anAckThatComesWhenTheCallIsOverIsDropped_RFC3261_17() {
        Left before = Left.of(APP);
        SipMessage invite = invite("ring-answer");
        SipMessage ok = alice.conclude(invite);
        assertThat(alice.exchange(alice.within(invite, ok, "BYE", 2)).status()).isEqualTo(200);
        before.awaitNoMore();
        try (Errors errors = Errors.watch()) {
            alice.send(alice.ack(invite, ok));
            alice.expectNone("an answer", SipMessage::isFinal);
            assertThat(errors.messages()).isEmpty();
        }
        before.awaitNoMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "REGISTER", "MESSAGE", "PUBLISH"})
    void everyMethodReachesItsHandler_2_3(String method) {
        SipMessage request = alice.request(method, APP).with("Event", "presence");
        assertThat(alice.exchange(request).status()).isEqualTo(200);
        assertThat(Events.of(request.callId())).contains(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INFO", "UPDATE", "OPTIONS", "MESSAGE", "EXTRA", "BYE"})
    void everyMethodReachesItsHandlerInADialog_2_3(String method) {
        SipMessage invite = invite("ring-answer");
        SipMessage ok = alice.conclude(invite);
        assertThat(alice.exchange(alice.within(invite, ok, method, 2)).status()).isEqualTo(200);
        assertThat(Events.of(invite.callId())).contains(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "OPTIONS", "MESSAGE", "EXTRA"})
    void whatNoHandlerAnswersIsRefused_2_3(String method) {
        SipMessage request = alice.send(alice.request(method, DEFAULTS));
        SipMessage response = method.equals("INVITE") ? alice.conclude(request) : alice.awaitFinal(request);
        assertThat(response.status()).isIn(500, 501);
    }

    @Test
    void anOldRequestInADialogIsRefused_RFC3261_12_2_2() {
        SipMessage invite = invite("ring-answer");
        SipMessage ok = alice.conclude(invite);
        alice.exchange(alice.within(invite, ok, "INFO", 5));
        assertThat(alice.exchange(alice.within(invite, ok, "INFO", 3)).status()).isEqualTo(500);
    }

    @Test
    void aRequestThatComesAgainIsAnsweredAgainAndNotHandledTwice_RFC3261_17_2_2() {
        SipMessage options = alice.request("OPTIONS", APP);
        SipMessage ok = alice.exchange(options);
        alice.send(options);
        Awaitility.await().until(() -> alice.repetitions(ok.startLine()) == 1);
        assertThat(Events.of(options.callId())).containsOnlyOnce("OPTIONS");
    }

    @Test
    void aCallOverTcp_11_2() {
        try (Peer bob = Peer.tcp()) {
            SipMessage invite = bob.send(bob.request("INVITE", APP).with("X-Do", "ring-answer"));
            SipMessage ok = bob.conclude(invite);
            assertThat(ok.required("Contact")).containsIgnoringCase("transport=tcp");
            assertThat(bob.exchange(bob.within(invite, ok, "BYE", 2)).status()).isEqualTo(200);
        }
    }
}
