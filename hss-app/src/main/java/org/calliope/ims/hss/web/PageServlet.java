package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The page at {@code /}: complete as delivered, so that it can be read without scripts. */
final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;
    private final transient Sections sections;

    PageServlet(Pages pages, Sections sections) {
        this.pages = pages;
        this.sections = sections;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("elements", sections.elements());
        model.put("registrations", sections.registrations());
        model.put("refusals", sections.refusals());
        model.put("flows", sections.flows());
        model.put("subscribers", sections.subscribers(request));
        model.put("softphone", sections.softphone());
        pages.page(request, response, "page.jte", "", model);
    }
}
