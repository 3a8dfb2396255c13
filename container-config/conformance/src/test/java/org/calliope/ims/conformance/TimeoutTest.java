package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.ServletException;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionsUtil;
import org.awaitility.Awaitility;
import org.calliope.ims.testkit.wire.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What happens after 64*T1 (RFC 3261 17.1.1.2), 32 s, and after the shortest lifetime of an application session, a minute.
 * All of it is begun before the first test, so that the tests wait for about a minute together.
 */
class TimeoutTest {

    private static final String NAME = "timeout";
    private static final Duration PATIENCE = Duration.ofSeconds(70);

    @RegisterExtension
    static final Application APP = Application.of(NAME, Waiting.class, ScriptedAgent.class).with(Application.listener(Waiting.class));

    @RegisterExtension
    static final Application DEAF = Application.of("deaf", Deaf.class, Waiting.class, ScriptedAgent.class);

    private static final Peer ALICE = Peer.udp();
    private static final Peer SILENT = Peer.udp();
    private static SipMessage unacknowledged;
    private static SipMessage reliable;
    private static final Map<String, SipMessage> NOT_REFUSED = new ConcurrentHashMap<>();
    private static final Map<String, String> UNANSWERED = new ConcurrentHashMap<>();

    /** Hears of nothing. */
    public static class Deaf extends ScriptedAgent {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
            Waiting.ringReliably(invite);
        }
    }

    /** Waits for what does not come. */
    public static class Waiting extends ScriptedAgent implements SipErrorListener, SipApplicationSessionListener {

        private static final long serialVersionUID = 1L;
        private static final Map<String, String> IDS = new ConcurrentHashMap<>();

        @Override
        protected void begin(SipServletRequest start, String action) throws ServletException, IOException {
            switch (action) {
                case "expire" -> List.of("extended", "left").forEach(this::expiring);
                case "look" -> look();
                default -> create(start, action).send();
            }
        }

        private void expiring(String name) {
            SipApplicationSession session = factory().createApplicationSession();
            IDS.put(session.getId(), name);
            session.setAttribute("name", name);
            session.setExpires(1);
        }

        private void look() {
            SipSessionsUtil sessions = (SipSessionsUtil) getServletContext().getAttribute(SIP_SESSIONS_UTIL);
            IDS.forEach((id, name) -> {
                SipApplicationSession session = sessions.getApplicationSessionById(id);
                Events.note(NAME, name + (session == null ? " is gone" : " is there " + session.isValid() + " "
                    + (session.getExpirationTime() > System.currentTimeMillis())));
                if (session != null) {
                    session.invalidate();
                }
            });
        }

        @Override
        protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
            if (action(invite).equals("answer")) {
                invite.createResponse(200).send();
            } else {
                ringReliably(invite);
            }
        }

        static void ringReliably(SipServletRequest invite) throws ServletException, IOException {
            try {
                invite.createResponse(183).sendReliably();
            } catch (Rel100Exception e) {
                throw new ServletException(e);
            }
        }

        @Override
        public void noAckReceived(SipErrorEvent event) {
            note(event.getRequest(), "no ACK " + event.getRequest().getMethod() + " " + event.getResponse().getStatus());
        }

        @Override
        public void noPrackReceived(SipErrorEvent event) {
            note(event.getRequest(), "no PRACK " + event.getRequest().getMethod() + " " + event.getResponse().getStatus());
            if (action(event.getRequest()).equals("ignore")) {
                return;
            }
            try {
                event.getRequest().createResponse(504).send();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void sessionExpired(SipApplicationSessionEvent event) {
            String name = (String) event.getApplicationSession().getAttribute("name");
            if (name != null) {
                Events.note(NAME, "expired " + name);
            }
            if ("extended".equals(name)) {
                Events.note(NAME, "granted " + event.getApplicationSession().setExpires(2));
            }
        }

        @Override
        public void sessionDestroyed(SipApplicationSessionEvent event) {
            Events.note(NAME, "destroyed " + IDS.get(event.getApplicationSession().getId()));
        }

        @Override
        public void sessionCreated(SipApplicationSessionEvent event) { }

        @Override
        public void sessionReadyToInvalidate(SipApplicationSessionEvent event) { }
    }

    @BeforeAll
    static void beginAll() {
        start("expire");
        for (String method : List.of("INVITE", "MESSAGE")) {
            UNANSWERED.put(method, start(method));
        }
        unacknowledged = ALICE.send(ALICE.request("INVITE", APP).with("X-Do", "answer"));
        reliable = reliably(APP, "refuse");
        NOT_REFUSED.put("ignoring", reliably(APP, "ignore"));
        NOT_REFUSED.put("deaf", reliably(DEAF, "ignore"));
    }

    private static SipMessage reliably(Application application, String action) {
        return ALICE.send(ALICE.request("INVITE", application).with("X-Do", action).with("Supported", "100rel"));
    }

    private static String start(String action) {
        SipMessage start = ALICE.request("START", APP).with("X-Do", action).with("X-To", SILENT.uri());
        assertThat(ALICE.exchange(start).status()).isEqualTo(200);
        return start.callId();
    }

    @AfterAll
    static void close() {
        List.of(ALICE, SILENT).forEach(Peer::close);
    }

    @Test
    void theApplicationHearsThatNoPrackCame_5_7_1_8_1_RFC3262_3() {
        Events.await(reliable.callId(), "no PRACK INVITE 183", PATIENCE);
        SipMessage refusal = ALICE.awaitFinal(reliable);
        assertThat(refusal.status()).isEqualTo(504);
        Awaitility.await("the refusal again until its ACK, RFC 3261 17.2.1").until(() -> ALICE.repetitions(refusal.startLine()) >= 1);
        ALICE.send(ALICE.ack(reliable, refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignoring", "deaf"})
    void anInviteThatTheApplicationDoesNotRefuseWithoutAPrackIsRefused_RFC3262_3(String who) {
        SipMessage invite = NOT_REFUSED.get(who);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(ALICE.conclude(invite).status()).isEqualTo(500));
    }

    @Test
    void theApplicationHearsThatNoAckCameAndTheCallEnds_11_1_8_1_RFC3261_13_3_1_4() {
        Events.await(unacknowledged.callId(), "no ACK INVITE 200", PATIENCE);
        SipMessage bye = ALICE.await("BYE");
        assertThat(bye.callId()).isEqualTo(unacknowledged.callId());
        ALICE.send(ALICE.response(bye, 200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void aRequestWithoutAnAnswerIsA408_11_1_RFC3261_8_1_3_1(String method) {
        Events.await(UNANSWERED.get(method), "error 408 " + method + " INITIAL", PATIENCE);
    }

    @Test
    void anApplicationSessionExpiresUnlessItsListenerExtendsIt_6_1_2_1() {
        Events.await(NAME, "destroyed left", PATIENCE);
        assertThat(Events.of(NAME)).containsSubsequence("expired extended", "granted 2", "expired left", "destroyed left");
        start("look");
        Events.await(NAME, "left is gone");
        Events.await(NAME, "extended is there true true");
    }
}
