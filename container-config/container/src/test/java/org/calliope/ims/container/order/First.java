package org.calliope.ims.container.order;

import javax.servlet.sip.SipServlet;
import org.calliope.ims.container.Events;

/** Starts first. */
@javax.servlet.sip.annotation.SipServlet(loadOnStartup = 1)
public class First extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() {
        Events.tell("init First");
    }
}
