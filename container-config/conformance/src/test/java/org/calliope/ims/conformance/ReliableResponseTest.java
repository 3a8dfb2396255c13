package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javax.servlet.ServletException;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSR 289 5.7.1, RFC 3262: provisional responses that are acknowledged. */
class ReliableResponseTest {

    @RegisterExtension
    static final Application APP = Application.of("reliable", Reliable.class, ScriptedAgent.class);

    private final Peer alice = Peer.udp();
    private final Peer bob = Peer.udp();

    /** As a server it rings reliably and answers when the PRACK is there; as a client it acknowledges what is reliable. */
    public static class Reliable extends ScriptedAgent {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
            if (invite.getHeader("X-Do").equals("misuse")) {
                reliably(invite, "final", invite.createResponse(200));
                reliably(invite, "trying", invite.createResponse(100));
                reliably(invite, "ringing", invite.createResponse(180));
                invite.createResponse(486).send();
            } else {
                invite.getSession().setAttribute("invite", invite);
                invite.createResponse(183).sendReliably();
            }
        }

        @Override
        protected void doMessage(SipServletRequest message) throws ServletException, IOException {
            reliably(message, "message", message.createResponse(180));
            message.createResponse(200).send();
        }

        private static void reliably(SipServletRequest request, String what, SipServletResponse response) {
            try {
                response.sendReliably();
            } catch (Rel100Exception e) {
                note(request, what + " " + e.getReason());
            }
        }

        @Override
        protected void doPrack(SipServletRequest prack) throws ServletException, IOException {
            prack.createResponse(200).send();
            SipServletRequest invite = (SipServletRequest) prack.getSession().getAttribute("invite");
            if (action(prack).equals("two") && prack.getSession().getAttribute("second") == null) {
                prack.getSession().setAttribute("second", "sent");
                invite.createResponse(180).sendReliably();
            } else {
                invite.createResponse(200).send();
            }
        }

        @Override
        protected void doBye(SipServletRequest bye) throws IOException {
            bye.createResponse(200).send();
        }

        @Override
        protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
            SipServletRequest invite = create(start, "INVITE");
            invite.addHeader("Supported", "100rel");
            invite.send();
        }

        @Override
        protected void doProvisionalResponse(SipServletResponse response) throws ServletException, IOException {
            super.doProvisionalResponse(response);
            prack(response);
        }

        @Override
        protected void doSuccessResponse(SipServletResponse response) throws ServletException, IOException {
            super.doSuccessResponse(response);
            if (response.getMethod().equals("INVITE")) {
                prack(response);
                response.createAck().send();
            }
        }

        private static void prack(SipServletResponse response) throws IOException {
            try {
                response.createPrack().send();
            } catch (Rel100Exception e) {
                note(response, "no PRACK of " + response.getStatus() + " " + e.getReason());
            }
        }
    }

    @AfterEach
    void close() {
        List.of(alice, bob).forEach(Peer::close);
    }

    private SipMessage invite(String action) {
        return alice.send(alice.request("INVITE", APP).with("X-Do", action).with("Supported", "100rel"));
    }

    private SipMessage prack(SipMessage invite, SipMessage progress, long cseq, String rack) {
        return alice.exchange(alice.within(invite, progress, "PRACK", cseq).with("RAck", rack));
    }

    @Test
    void aReliableResponseIsNumberedAndAcknowledged_5_7_1_RFC3262_3() {
        SipMessage invite = invite("one");
        SipMessage progress = alice.await(invite, 183);
        assertThat(progress.required("Require")).contains("100rel");
        assertThat(prack(invite, progress, 2, progress.required("RSeq") + " 1 INVITE").status()).isEqualTo(200);
        Events.await(invite.callId(), "PRACK");
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void aReliableResponseIsRepeatedUntilItsPrackComes_5_7_1_RFC3262_3() {
        SipMessage invite = invite("one");
        SipMessage progress = alice.await(invite, 183);
        Awaitility.await().until(() -> alice.repetitions(progress.startLine()) >= 1);
        prack(invite, progress, 2, progress.required("RSeq") + " 1 INVITE");
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @Test
    void theNextReliableResponseHasTheNextNumber_5_7_1_RFC3262_3() {
        SipMessage invite = invite("two");
        SipMessage progress = alice.await(invite, 183);
        long first = Long.parseLong(progress.required("RSeq"));
        prack(invite, progress, 2, first + " 1 INVITE");
        SipMessage ringing = alice.await(invite, 180);
        assertThat(Long.parseLong(ringing.required("RSeq"))).isEqualTo(first + 1);
        prack(invite, ringing, 3, first + 1 + " 1 INVITE");
        assertThat(alice.conclude(invite).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d 2 INVITE", "%d 1 UPDATE"})
    void aPrackOfAnotherResponseIsAnswered481_RFC3262_3(String other) {
        Left before = Left.of(APP);
        SipMessage invite = invite("one");
        SipMessage progress = alice.await(invite, 183);
        long number = Long.parseLong(progress.required("RSeq"));
        assertThat(prack(invite, progress, 2, String.format(other, number)).status()).isEqualTo(481);
        assertThat(prack(invite, progress, 3, number + 1 + " 1 INVITE").status()).isEqualTo(481);
        assertThat(Events.of(invite.callId())).doesNotContain("PRACK");
        assertThat(prack(invite, progress, 4, number + " 1 INVITE").status()).isEqualTo(200);
        SipMessage ok = alice.conclude(invite);
        hangUp(invite, ok);
        before.awaitNoMore();
    }

    private void hangUp(SipMessage invite, SipMessage ok) {
        assertThat(alice.exchange(alice.within(invite, ok, "BYE", 9)).status()).isEqualTo(200);
    }

    @Test
    void aSecondPrackIsAnswered481_RFC3262_3() {
        SipMessage invite = invite("one");
        SipMessage progress = alice.await(invite, 183);
        String number = progress.required("RSeq");
        prack(invite, progress, 2, number + " 1 INVITE");
        SipMessage ok = alice.conclude(invite);
        assertThat(prack(invite, progress, 3, number + " 1 INVITE").status()).isEqualTo(481);
        hangUp(invite, ok);
    }

    @Test
    void aPrackWhereNothingIsReliableIsAnswered481_RFC3262_3() {
        Left before = Left.of(APP);
        String key = started();
        SipMessage invite = bob.await("INVITE");
        SipMessage answer = bob.send(bob.response(invite, 200));
        bob.await("ACK");
        SipMessage prack = bob.back(invite, answer, "PRACK", 1).with("RAck", "1 1 INVITE");
        assertThat(bob.exchange(prack).status()).isEqualTo(481);
        assertThat(Events.of(key)).doesNotContain("PRACK");
        assertThat(bob.exchange(bob.back(invite, answer, "BYE", 2)).status()).isEqualTo(200);
        before.awaitNoMore();
    }

    @Test
    void whatCanNotBeReliableIsRefused_Rel100Exception() {
        SipMessage invite = alice.send(alice.request("INVITE", APP).with("X-Do", "misuse"));
        assertThat(alice.conclude(invite).status()).isEqualTo(486);
        assertThat(Events.of(invite.callId())).contains("final " + Rel100Exception.NOT_1XX, "trying " + Rel100Exception.NOT_1XX,
            "ringing " + Rel100Exception.NO_REQ_SUPPORT);
    }

    @Test
    void onlyAnInviteIsAnsweredReliably_Rel100Exception() {
        SipMessage message = alice.request("MESSAGE", APP);
        assertThat(alice.exchange(message).status()).isEqualTo(200);
        assertThat(Events.of(message.callId())).contains("message " + Rel100Exception.NOT_INVITE);
    }

    private String started() {
        SipMessage start = alice.request("START", APP).with("X-To", bob.uri());
        alice.exchange(start);
        return start.callId();
    }

    @Test
    void theApplicationAcknowledgesAReliableResponse_5_7_1_RFC3262_4() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 183).with("Require", "100rel").with("RSeq", "41"));
        SipMessage prack = bob.await("PRACK");
        assertThat(prack.required("RAck")).isEqualTo("41 " + invite.cseq() + " INVITE");
        assertThat(prack.to().tag()).contains("p" + bob.port());
        bob.send(bob.response(prack, 200));
        Events.await(key, "success 200 PRACK EARLY");
        bob.send(bob.response(invite, 200));
        bob.await("ACK");
    }

    @Test
    void whatIsNotReliableIsNotAcknowledged_Rel100Exception() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        bob.send(bob.response(invite, 180));
        Events.await(key, "no PRACK of 180 " + Rel100Exception.NOT_100rel);
        bob.send(bob.response(invite, 200));
        bob.await("ACK");
        Events.await(key, "no PRACK of 200 " + Rel100Exception.NOT_1XX);
    }

    @Test
    void aReliableResponseThatComesAgainIsNotHandledAgain_RFC3262_4() {
        String key = started();
        SipMessage invite = bob.await("INVITE");
        SipMessage progress = bob.send(bob.response(invite, 183).with("Require", "100rel").with("RSeq", "41"));
        SipMessage prack = bob.await("PRACK");
        bob.send(progress);
        bob.send(bob.response(prack, 200));
        Events.await(key, "success 200 PRACK EARLY");
        bob.expectNone("a second PRACK", m -> m.is("PRACK"));
        bob.send(bob.response(invite, 200));
        bob.await("ACK");
    }
}
