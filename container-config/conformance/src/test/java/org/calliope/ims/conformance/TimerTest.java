package org.calliope.ims.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TimerListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** JSR 289 chapter 9: servlet timers. */
class TimerTest {

    private static final String NAME = "timer";

    @RegisterExtension
    static final Application APP = Application.of(NAME, Timers.class).with(Application.listener(Timers.class));

    @RegisterExtension
    static final Application DEAF = Application.of("timerless", Deaf.class);

    /** An application without a TimerListener. */
    public static class Deaf extends Probe {
        private static final long serialVersionUID = 1L;

        public String create(SipServletRequest r) {
            return timers().createTimer(r.getApplicationSession(), 10, false, null).getId();
        }
    }

    /** A servlet that is its own TimerListener. */
    public static class Timers extends Probe implements TimerListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void timeout(ServletTimer timer) {
            Events.note(NAME, "timeout " + timer.getInfo() + " " + timer.getApplicationSession().isValid());
            if ("throws".equals(timer.getInfo())) {
                throw new IllegalStateException("a listener that fails");
            }
        }

        private SipApplicationSession session() {
            return factory().createApplicationSession();
        }

        public String once(SipServletRequest r) {
            ServletTimer t = timers().createTimer(session(), 50, false, "once");
            return (t.getId() != null) + " " + t.getInfo() + " " + (t.getTimeRemaining() <= 50) + " "
                + (Math.abs(t.scheduledExecutionTime() - System.currentTimeMillis()) < 10_000);
        }

        public String repeated(SipServletRequest r) {
            SipApplicationSession a = session();
            a.setAttribute("x", "y");
            timers().createTimer(a, 10, 50, Boolean.parseBoolean(r.getHeader("X-Fixed")), false, "repeated" + r.getHeader("X-Fixed"));
            return a.getId();
        }

        public String cancelled(SipServletRequest r) {
            SipApplicationSession a = session();
            ServletTimer t = timers().createTimer(a, 100, false, "cancelled");
            String before = a.getTimers().size() + "";
            t.cancel();
            timers().createTimer(a, 300, false, "after the cancelled one");
            return before + " " + a.getTimers().size();
        }

        public String find(SipServletRequest r) {
            SipApplicationSession a = session();
            ServletTimer t = timers().createTimer(a, 60_000, false, "long");
            String found = a.getTimer(t.getId()).getInfo() + " " + a.getTimers().size() + " " + a.getTimer("none") + " "
                + (t.getApplicationSession().getId().equals(a.getId()));
            a.invalidate();
            return found;
        }

        public String dies(SipServletRequest r) {
            SipApplicationSession a = session();
            timers().createTimer(a, 100, false, "of an invalid session");
            a.invalidate();
            timers().createTimer(session(), 300, false, "after the invalid session's");
            return "invalid";
        }

        public String inInvalid(SipServletRequest r) {
            SipApplicationSession a = session();
            a.invalidate();
            return timers().createTimer(a, 10, false, "x").getId();
        }

        public String persistent(SipServletRequest r) {
            timers().createTimer(session(), 10, true, new ArrayList<>(List.of("serializable")));
            return "made";
        }

        public String throwsOnce(SipServletRequest r) {
            SipApplicationSession a = session();
            timers().createTimer(a, 10, false, "throws");
            timers().createTimer(a, 200, false, "after the failure");
            return "made";
        }

        public String keepsAlive(SipServletRequest r) {
            SipApplicationSession a = session();
            timers().createTimer(a, 500, false, "last");
            return a.isReadyToInvalidate() + "";
        }

        public String cancelFar(SipServletRequest r) {
            for (ServletTimer t : sessions().getApplicationSessionById(r.getHeader("X-Id")).getTimers()) {
                t.cancel();
            }
            return "cancelled";
        }
    }

    private static String ask(String what, String... headers) {
        return Probe.of(APP, what, headers);
    }

    private static Stream<String> events(String start) {
        return Events.of(NAME).stream().filter(e -> e.startsWith(start));
    }

    @Test
    void aTimerFiresOnce_9_2() {
        assertThat(ask("once")).isEqualTo("true once true true");
        Events.await(NAME, "timeout once true");
        assertThat(events("timeout once")).hasSize(1);
    }

    @Test
    void aTimerFiresAgainUntilItIsCancelled_9_1() {
        for (String fixed : List.of("true", "false")) {
            String session = ask("repeated", "X-Fixed", fixed);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> events("timeout repeated" + fixed).count() >= 3);
            assertThat(ask("cancelFar", "X-Id", session)).isEqualTo("cancelled");
        }
    }

    @Test
    void aCancelledTimerDoesNotFire_9_2() {
        assertThat(ask("cancelled")).isEqualTo("1 1");
        Events.await(NAME, "timeout after the cancelled one true");
        assertThat(events("timeout cancelled")).isEmpty();
    }

    @Test
    void timersAreFoundInTheirApplicationSession_9_2() {
        assertThat(ask("find")).isEqualTo("long 1 null true");
    }

    @Test
    void timersDieWithTheirApplicationSession_9_1() {
        assertThat(ask("dies")).isEqualTo("invalid");
        Events.await(NAME, "timeout after the invalid session's true");
        assertThat(events("timeout of an invalid session")).isEmpty();
    }

    @Test
    void noTimerIsMadeInAnInvalidSession_9_1() {
        assertThat(ask("inInvalid")).isEqualTo("IllegalStateException");
    }

    @Test
    void aPersistentTimerKeepsItsInformation_9_1() {
        assertThat(ask("persistent")).isEqualTo("made");
        Events.await(NAME, "timeout [serializable] true");
    }

    @Test
    void aListenerThatFailsDoesNotStopTheOthers_9_3() {
        assertThat(ask("throwsOnce")).isEqualTo("made");
        Events.await(NAME, "timeout after the failure true");
    }

    @Test
    void anApplicationSessionWithATimerIsNotReady_9_1_6_1_2_2_2() {
        assertThat(ask("keepsAlive")).isEqualTo("false");
        Events.await(NAME, "timeout last true");
    }

    @Test
    void withoutATimerListenerThereIsNoTimer_9_1() {
        assertThat(Probe.of(DEAF, "create")).isEqualTo("IllegalStateException");
    }
}
