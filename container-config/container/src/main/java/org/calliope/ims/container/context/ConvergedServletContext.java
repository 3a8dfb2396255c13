package org.calliope.ims.container.context;

import java.io.IOException;
import javax.servlet.RequestDispatcher;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import org.apache.catalina.core.ApplicationContext;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;

/** The servlet context of a converged application: its named dispatchers hand on SIP messages as well. Any thread. */
final class ConvergedServletContext extends ApplicationContext {

    private final ConvergedContext application;

    ConvergedServletContext(ConvergedContext application) {
        super(application);
        this.application = application;
    }

    @Override
    public RequestDispatcher getNamedDispatcher(String name) {
        MobicentsSipServlet servlet = application.findSipServletByName(name);
        return servlet == null ? super.getNamedDispatcher(name) : new SipDispatcher(servlet);
    }

    /** SipServlet.service: a request comes with no response, a response with no request; Tomcat's own wants both. */
    private record SipDispatcher(MobicentsSipServlet wrapper) implements RequestDispatcher {

        @Override
        public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
            Servlet servlet = wrapper.allocate();
            try {
                servlet.service(request, response);
            } finally {
                wrapper.deallocate(servlet);
            }
        }

        @Override
        public void include(ServletRequest request, ServletResponse response) throws ServletException {
            throw new ServletException("a SIP message can not be included in another one: forward it");
        }
    }
}
