package org.calliope.ims.conformance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.annotation.SipApplicationKey;

/** With a key method; its calls say whether they overlap. */
public class Keyed extends Probe implements TimerListener {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final int WORK_MILLIS = 30;

    /** 18.2.11. */
    @SipApplicationKey
    public static String key(SipServletRequest r) {
        return r.getHeader("X-Key");
    }

    public String session(SipServletRequest r) {
        return r.getApplicationSession().getId();
    }

    public String byKey(SipServletRequest r) {
        SipApplicationSession a = sessions().getApplicationSessionByKey(r.getHeader("X-Key"), false);
        SipApplicationSession made = sessions().getApplicationSessionByKey("made " + r.getHeader("X-Key"), true);
        return r.getApplicationSession().equals(a) + " " + sessions().getApplicationSessionByKey("none", false) + " "
            + (made != null) + " " + factory().createApplicationSessionByKey(r.getHeader("X-Key")).equals(a);
    }

    public String byId(SipServletRequest r) {
        return sessions().getApplicationSessionById(r.getApplicationSession().getId()).equals(r.getApplicationSession())
            + " " + sessions().getApplicationSessionById("none");
    }

    private static void work(String what) {
        int inside = INSIDE.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(WORK_MILLIS)); // an application that is slow
        INSIDE.decrementAndGet();
        Events.note("targeting", what + " " + inside);
    }

    public String work(SipServletRequest r) {
        work("request");
        return "done";
    }

    public String timers(SipServletRequest r) {
        for (int i = 0; i < 5; i++) {
            timers().createTimer(r.getApplicationSession(), 10, false, "work");
        }
        return "made";
    }

    @Override
    public void timeout(ServletTimer timer) {
        work("timer");
    }
}
