package org.calliope.ims.container.busy;

import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.http.HttpSessionEvent;
import javax.servlet.http.HttpSessionListener;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import org.calliope.ims.container.Events;

/** Tells what it hears. */
@javax.servlet.annotation.WebListener
@javax.servlet.sip.annotation.SipListener
public class BusyListener implements ServletContextListener, HttpSessionListener, SipApplicationSessionListener,
    SipSessionListener, SipServletListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Events.loaded(getClass().getClassLoader());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        Events.tell("context destroyed");
    }

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        Events.tell("servlet initialized " + event.getSipServlet().getServletName());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        Events.tell("HTTP session destroyed");
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {
        Events.tell("application session created");
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
        Events.tell("application session destroyed");
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) { }

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) { }

    @Override
    public void sessionCreated(SipSessionEvent event) {
        Events.tell("SIP session created");
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
        Events.tell("SIP session destroyed");
    }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) { }
}
