package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.EventView;
import org.calliope.ims.trace.Trace;

/** The ladder of a call or a registration: {@code /trace?call-id=…|icid=…|identity=…|q=…}. */
final class TraceServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Pages pages;
    private final transient Trace trace;

    TraceServlet(Pages pages, Trace trace) {
        this.pages = pages;
        this.trace = trace;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TraceRequest asked = TraceRequest.of(request);
        if (asked.empty()) {
            response.sendRedirect(request.getContextPath() + "/");
            return;
        }
        long selected = TraceRequest.event(request);
        Map<String, Object> model = new HashMap<>();
        model.put("ladder", asked.ladder(trace));
        model.put("selected", selected);
        model.put("event", trace.at(selected).map(EventView::of).orElse(null));
        pages.page(request, response, "trace.jte", asked.what(), model);
    }
}
