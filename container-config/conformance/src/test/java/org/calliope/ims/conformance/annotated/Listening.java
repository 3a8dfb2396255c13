package org.calliope.ims.conformance.annotated;

import javax.annotation.Resource;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.annotation.SipListener;
import org.calliope.ims.conformance.Events;

/** A listener by its annotation, with a resource of its own. */
@SipListener
public class Listening implements TimerListener {

    @Resource
    private SipFactory factory;

    @Override
    public void timeout(ServletTimer timer) {
        Events.note("annotated", "timeout " + timer.getInfo() + " " + (factory != null));
    }
}
