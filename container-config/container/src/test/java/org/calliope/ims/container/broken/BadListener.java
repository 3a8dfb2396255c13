package org.calliope.ims.container.broken;

import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;

/** Can not be made. */
@javax.servlet.sip.annotation.SipListener
public class BadListener implements SipServletListener {

    public BadListener() {
        throw new IllegalStateException("no luck");
    }

    @Override
    public void servletInitialized(SipServletContextEvent event) { }
}
