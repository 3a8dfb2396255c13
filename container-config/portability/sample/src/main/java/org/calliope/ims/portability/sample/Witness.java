package org.calliope.ims.portability.sample;

import java.io.IOException;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.annotation.SipListener;

/** Hears of timers and of servlets that are ready (JSR 289 chapter 8). Any thread. */
@SipListener
public class Witness implements TimerListener, SipServletListener {

    /** Context attribute: the names of the servlets that have been initialised, in order of name. */
    static final String INITIALIZED = "initialized";

    private final ConcurrentSkipListSet<String> initialized = new ConcurrentSkipListSet<>();

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        initialized.add(event.getSipServlet().getServletName());
        event.getServletContext().setAttribute(INITIALIZED, initialized.toString());
    }

    @Override
    public void timeout(ServletTimer timer) {
        try {
            Answerer.ringsLongEnough(timer);
        } catch (IOException e) {
            throw new IllegalStateException("the call could not be answered", e);
        }
    }
}
