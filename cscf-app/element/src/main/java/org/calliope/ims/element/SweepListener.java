package org.calliope.ims.element;

import java.time.Duration;
import java.time.Instant;
import javax.servlet.ServletContext;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import org.calliope.ims.node.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the element's {@link Sweep} once a second by one JSR 289 timer for all subscribers, so that nobody's
 * registration costs a timer or an application session. The {@link ElementListener} shares the sweep.
 */
public final class SweepListener implements SipServletListener, TimerListener {

    private static final Logger LOG = LoggerFactory.getLogger(SweepListener.class);
    private static final RareLog RARE = new RareLog(LOG, Duration.ofMinutes(1));
    private static final long PERIOD_MILLIS = 1000;

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getAttribute(SweepListener.class.getName()) != null) {
            return;
        }
        SipFactory factory = (SipFactory) context.getAttribute(SipServlet.SIP_FACTORY);
        TimerService timers = (TimerService) context.getAttribute(SipServlet.TIMER_SERVICE);
        SipApplicationSession session = factory.createApplicationSession();
        session.setExpires(0);
        session.setInvalidateWhenReady(false);
        session.setAttribute(Sweep.class.getName(), ElementListener.shared(context, Sweep.class));
        timers.createTimer(session, PERIOD_MILLIS, PERIOD_MILLIS, false, false, "sweep");
        context.setAttribute(SweepListener.class.getName(), session);
    }

    @Override
    public void timeout(ServletTimer timer) {
        try {
            Sweep sweep = (Sweep) timer.getApplicationSession().getAttribute(Sweep.class.getName());
            sweep.sweep(Instant.now());
        } catch (RuntimeException e) {
            // the timer's thread is the container's: the next second tries again
            RARE.warn("the sweep failed", e);
        }
    }
}
