package org.calliope.ims.container.context;

import org.apache.catalina.core.StandardWrapper;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;

/** A SIP servlet's place in its context: Tomcat loads, initialises and destroys it, the SIP core calls it. */
final class SipServletWrapper extends StandardWrapper implements MobicentsSipServlet {

    SipServletWrapper(SipDescriptor.Servlet servlet) {
        setName(servlet.name());
        setServletName(servlet.name());
        setServletClass(servlet.className());
        setLoadOnStartup(servlet.loadOnStartup());
        servlet.parameters().forEach(this::addInitParameter);
        servlet.roleLinks().forEach(this::addSecurityReference);
        if (!servlet.runAs().isEmpty()) {
            setRunAs(servlet.runAs());
        }
    }
}
