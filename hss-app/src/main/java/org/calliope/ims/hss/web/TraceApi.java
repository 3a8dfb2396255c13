package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.trace.Decision;
import org.calliope.ims.trace.DiameterEvent;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;

/**
 * {@code GET /api/trace?call-id=…|icid=…|identity=…&since=…}: an array of events with the fields of their records
 * and {@code type} ({@code sip}, {@code diameter}, {@code decision}); without a question the newest events.
 */
final class TraceApi extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int NEWEST = 1_000;

    private final transient Trace trace;

    TraceApi(Trace trace) {
        this.trace = trace;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TraceRequest asked = TraceRequest.of(request);
        List<TraceEvent> events = asked.empty() ? trace.since(asked.since(), NEWEST) : asked.events(trace);
        Json.send(response, HttpServletResponse.SC_OK, events.stream().map(TraceApi::event).toList());
    }

    private static Map<String, Object> event(TraceEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (event instanceof SipEvent sip) {
            begin(fields, "sip", event);
            fields.put("from", sip.from());
            fields.put("to", sip.to());
            fields.put("transport", sip.transport());
            fields.put("startLine", sip.startLine());
            fields.put("cseq", sip.cseq());
            fields.put("text", sip.text().masked());
        } else if (event instanceof DiameterEvent diameter) {
            begin(fields, "diameter", event);
            fields.put("from", diameter.from());
            fields.put("to", diameter.to());
            fields.put("command", diameter.command());
            fields.put("result", diameter.result());
            fields.put("avps", List.copyOf(diameter.avps()));
        } else if (event instanceof Decision decision) {
            begin(fields, "decision", event);
            fields.put("element", decision.element().name());
            fields.put("rule", decision.rule());
            fields.put("outcome", decision.outcome().name());
            fields.put("values", decision.values());
            fields.put("clause", decision.clause());
            fields.put("status", decision.status());
            fields.put("reason", decision.reason());
        }
        return fields;
    }

    private static void begin(Map<String, Object> fields, String type, TraceEvent event) {
        fields.put("type", type);
        fields.put("sequence", event.sequence());
        fields.put("at", event.at().toString());
        Join join = event.join();
        fields.put("join", Map.of("icid", join.icid(), "callId", join.callId(), "registration", join.registration(),
                "diameterSession", join.diameterSession()));
    }
}
