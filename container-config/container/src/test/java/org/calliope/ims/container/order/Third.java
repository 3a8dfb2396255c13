package org.calliope.ims.container.order;

import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import org.calliope.ims.container.Events;

/** A listener too, made before any servlet starts; as a servlet it waits for its turn all the same. */
@javax.servlet.sip.annotation.SipServlet(loadOnStartup = 3)
@javax.servlet.sip.annotation.SipListener
public class Third extends SipServlet implements SipServletListener, ServletContextListener {

    private static final long serialVersionUID = 1L;

    private boolean started;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Events.tell("context initialized, servlet started: " + started);
    }

    @Override
    public void init() {
        started = true;
        Events.tell("init Third");
    }

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        Events.tell("initialized " + event.getSipServlet().getServletName() + ", same object: " + started);
    }
}
