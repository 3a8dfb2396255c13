package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.node.ElementState;
import org.calliope.ims.node.Elements;

/** {@code GET /health}: 200 when every element of this node is up, else 503 and which are not. */
final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Elements elements;

    HealthServlet(Elements elements) {
        this.elements = elements;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<ElementState> not = elements.list().stream()
                .filter(element -> element.state() != ElementState.State.UP).toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", not.isEmpty() ? "UP" : "DOWN");
        if (!not.isEmpty()) {
            body.put("elements", StatusApi.elements(not));
        }
        Json.send(response, not.isEmpty() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                body);
    }
}
