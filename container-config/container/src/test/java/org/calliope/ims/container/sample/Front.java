package org.calliope.ims.container.sample;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipApplicationKey;

/** A main servlet that hands every request on to the servlet of the same name as the method. */
@javax.servlet.sip.annotation.SipServlet(name = "front", loadOnStartup = 1)
public class Front extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        getServletContext().getNamedDispatcher(request.getMethod()).forward(request, null);
    }

    /** Where it is handed on to: counts what came in the same application session. */
    @javax.servlet.sip.annotation.SipServlet(name = "MESSAGE")
    public static class Counter extends SipServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doMessage(SipServletRequest request) throws IOException {
            Integer before = (Integer) request.getApplicationSession().getAttribute("count");
            int count = before == null ? 1 : before + 1;
            request.getApplicationSession().setAttribute("count", count);
            request.getApplicationSession().setInvalidateWhenReady(false);
            request.createResponse(200, "Number " + count).send();
        }
    }

    /** A class without any annotation but that of its method. */
    public static class Key {

        @SipApplicationKey
        public static String of(SipServletRequest request) {
            return request.getHeader("X-Key");
        }
    }
}
