package org.calliope.ims.container.context;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
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

    /** What the SIP core calls; the servlet itself is {@link #getServlet} once this has been called. */
    @Override
    public Servlet allocate() throws ServletException {
        return new Called(super.allocate());
    }

    /** TooManyHopsException: one that the application lets pass is answered 483; the core would answer 500. */
    private record Called(Servlet servlet) implements Servlet {

        @Override
        public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
            try {
                servlet.service(request, response);
            } catch (TooManyHopsException e) {
                if (!(request instanceof SipServletRequest sip) || sip.isCommitted()) {
                    throw e;
                }
                sip.createResponse(SipServletResponse.SC_TOO_MANY_HOPS).send();
            }
        }

        @Override
        public void init(ServletConfig config) throws ServletException {
            servlet.init(config);
        }

        @Override
        public ServletConfig getServletConfig() {
            return servlet.getServletConfig();
        }

        @Override
        public String getServletInfo() {
            return servlet.getServletInfo();
        }

        @Override
        public void destroy() {
            servlet.destroy();
        }
    }
}
