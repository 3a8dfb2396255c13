package org.calliope.ims.conformance;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** As {@link Who}, over HTTP. */
public class WhoOverHttp extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(request.getRemoteUser() + " " + request.isUserInRole("member"));
    }
}
