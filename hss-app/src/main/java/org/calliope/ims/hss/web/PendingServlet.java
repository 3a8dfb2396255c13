package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code /pending}: what S-CSCFs and application servers are still to be told. */
final class PendingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;
    private final transient Sections sections;

    PendingServlet(Pages pages, Sections sections) {
        this.pages = pages;
        this.sections = sections;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        pages.page(request, response, "pending.jte", Pages.texts(request).of("pending.title"),
                Map.of("pending", sections.pending("")));
    }
}
