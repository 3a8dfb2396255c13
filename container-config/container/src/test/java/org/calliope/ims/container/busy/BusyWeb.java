package org.calliope.ims.container.busy;

import java.io.IOException;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.sip.ConvergedHttpSession;

/** Makes an HTTP session with an application session. */
@WebServlet("/web")
public class BusyWeb extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ConvergedHttpSession session = (ConvergedHttpSession) request.getSession();
        session.setAttribute("servlet", this);
        session.getApplicationSession().setAttribute("servlet", this);
        response.getWriter().print("busy");
    }
}
