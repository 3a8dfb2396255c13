package org.calliope.ims.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.annotation.SipApplicationKey;

/** The next request for its application session comes when that is about to end. */
public class Ending extends Probe implements SipApplicationSessionListener, SipSessionListener {

    private static final long serialVersionUID = 1L;
    private static final Duration LONG_ENOUGH_TO_END = Duration.ofMillis(300);

    @SipApplicationKey
    public static String key(SipServletRequest r) {
        return "one";
    }

    public String remember(SipServletRequest r) {
        r.getApplicationSession().setAttribute("remembered", "yes");
        return "done";
    }

    public String remembered(SipServletRequest r) {
        return String.valueOf(r.getApplicationSession().getAttribute("remembered"));
    }

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
        if (!Events.of("ending").contains("ready")) {
            Events.note("ending", "ready");
            Events.await("ending", "second");
        }
    }

    @Override
    public void sessionCreated(SipSessionEvent event) {
        if (Events.of("ending").contains("ready")) {
            Events.note("ending", "second");
            LockSupport.parkNanos(LONG_ENOUGH_TO_END.toNanos()); // an application that is slow
        }
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
        Events.note("ending", "over");
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) { }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) { }

    @Override
    public void sessionDestroyed(SipSessionEvent event) { }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) { }
}
