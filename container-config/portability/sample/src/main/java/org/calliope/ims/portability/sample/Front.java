package org.calliope.ims.portability.sample;

import java.io.IOException;
import javax.servlet.RequestDispatcher;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/**
 * The main servlet (JSR 289 chapter 16): hands an initial request to the servlet that its {@code X-Way} names; that servlet
 * gets the rest of the session by itself. Any thread.
 */
@javax.servlet.sip.annotation.SipServlet(name = "front", loadOnStartup = 1)
public class Front extends SipServlet {

    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 404;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        String way = request.getHeader("X-Way");
        RequestDispatcher servlet = way == null ? null : getServletContext().getNamedDispatcher(way);
        if (servlet == null) {
            request.createResponse(NOT_FOUND, "No servlet of that name").send();
            return;
        }
        // JSR 289 chapter 6: who handles the session from now on
        request.getSession().setHandler(way);
        servlet.forward(request, null);
    }
}
