package org.calliope.ims.hss.web;

import java.io.IOException;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Whatever nothing else answers: JSON below {@code /api/}, else a page that leads back. */
final class NotFoundServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;

    NotFoundServlet(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "there is no such resource");
            return;
        }
        pages.notFound(request, response);
    }
}
