package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.node.ElementState;
import org.calliope.ims.node.Node;

/** {@code GET /api/status}: the elements, how many subscribers and registrations, the version. */
final class StatusApi extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Node node;
    private final transient Subscribers subscribers;

    StatusApi(Node node, Subscribers subscribers) {
        this.node = node;
        this.subscribers = subscribers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.get());
        status.put("domain", node.topology().domain());
        status.put("elements", elements(node.elements().list()));
        status.put("subscribers", subscribers.count());
        status.put("registrations", node.registrations().size());
        status.put("traceEvents", node.trace().sequence());
        Json.send(response, HttpServletResponse.SC_OK, status);
    }

    static List<Map<String, Object>> elements(List<ElementState> states) {
        return states.stream().map(state -> {
            Map<String, Object> element = new LinkedHashMap<>();
            element.put("role", state.role().label());
            element.put("state", state.state().name());
            element.put("detail", state.detail());
            element.put("since", state.since().toString());
            return element;
        }).toList();
    }
}
