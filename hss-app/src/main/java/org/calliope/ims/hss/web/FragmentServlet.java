package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.EventView;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;

/** Parts of the page that htmx fetches anew: {@code /fragments/<name>}. */
final class FragmentServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_NAME = 255;

    private final transient Pages pages;
    private final transient Sections sections;
    private final transient ImportPages imports;
    private final transient Trace trace;

    FragmentServlet(Pages pages, Sections sections, ImportPages imports, Trace trace) {
        this.pages = pages;
        this.sections = sections;
        this.imports = imports;
        this.trace = trace;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        switch (name) {
            case "elements" -> send(request, response, name, Map.of("elements", sections.elements()));
            case "registrations" -> send(request, response, name,
                    Map.of("registrations", sections.registrations(), "softphone", sections.softphone()));
            case "refusals" -> send(request, response, name, Map.of("refusals", sections.refusals()));
            case "flows" -> send(request, response, name, Map.of("flows", sections.flows()));
            case "subscribers" -> send(request, response, name, Map.of("subscribers", sections.subscribers(request)));
            case "pending" -> send(request, response, name,
                    Map.of("pending", sections.pending(Parameters.text(request, "subscription", LONGEST_NAME))));
            case "imports" -> imports.list(request, response);
            case "ladder" -> send(request, response, name,
                    Map.of("ladder", TraceRequest.of(request).ladder(trace), "selected", TraceRequest.event(request)));
            case "event" -> event(request, response);
            default -> Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "there is no such part");
        }
    }

    private void event(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<TraceEvent> found = trace.at(TraceRequest.event(request));
        if (found.isEmpty()) {
            send(request, response, "gone", Map.of());
        } else {
            send(request, response, "event", Map.of("event", EventView.of(found.get())));
        }
    }

    private void send(HttpServletRequest request, HttpServletResponse response, String name,
            Map<String, Object> model) throws IOException {
        pages.fragment(request, response, "fragments/" + name + ".jte", model);
    }
}
