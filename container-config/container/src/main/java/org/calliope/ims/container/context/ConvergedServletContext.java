package org.calliope.ims.container.context;

import javax.servlet.RequestDispatcher;
import org.apache.catalina.core.ApplicationContext;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.session.SipRequestDispatcher;

/** The servlet context of a converged application: its named dispatchers lead to SIP servlets too (JSR 289 6.2.6). */
final class ConvergedServletContext extends ApplicationContext {

    private final ConvergedContext application;

    ConvergedServletContext(ConvergedContext application) {
        super(application);
        this.application = application;
    }

    @Override
    public RequestDispatcher getNamedDispatcher(String name) {
        MobicentsSipServlet servlet = application.findSipServletByName(name);
        return servlet == null ? super.getNamedDispatcher(name) : new SipRequestDispatcher(servlet);
    }
}
