package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.SignIn;

/** {@code POST /logout}: ends the session. */
final class LogoutServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient SignIn signIn;

    LogoutServlet(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        Access.session(request).ifPresent(session -> signIn.out(session, request.getRemoteAddr()));
        Redirects.end(request, response);
        Redirects.to(request, response, "/login");
    }
}
