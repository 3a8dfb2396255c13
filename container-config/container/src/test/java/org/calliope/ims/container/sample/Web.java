package org.calliope.ims.container.sample;

import java.io.IOException;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;

/** The HTTP half: shows that its session belongs to a SIP application session. */
@WebServlet("/web")
public class Web extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConvergedHttpSession session = (ConvergedHttpSession) request.getSession();
        SipApplicationSession application = session.getApplicationSession();
        response.getWriter().print(application.getApplicationName() + ' '
            + (application == session.getApplicationSession()) + ' '
            + application.getSessions("HTTP").hasNext() + ' ' + session.encodeURL("/web", "http"));
    }
}
