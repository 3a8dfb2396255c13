package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.page.Services;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.WorkbenchView;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.identity.PublicIdentity;
import org.calliope.ims.ifc.PastedRequest;
import org.calliope.ims.ifc.RegistrationType;
import org.calliope.ims.ifc.SessionCase;
import org.calliope.ims.trace.SipEvent;
import org.calliope.ims.trace.Trace;
import org.calliope.ims.trace.TraceEvent;

/**
 * {@code /workbench}: which filter criteria a request would trigger for a served user, and why. The request is pasted,
 * or comes from the trace with {@code ?event=…}. Changes nothing.
 */
final class WorkbenchServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int EVENTS = 2_000;
    private static final int OFFERED = 12;

    private final transient Pages pages;
    private final transient Provisioning provisioning;
    private final transient Subscribers subscribers;
    private final transient Trace trace;

    WorkbenchServlet(Pages pages, Provisioning provisioning, Subscribers subscribers, Trace trace) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.subscribers = subscribers;
        this.trace = trace;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SipEvent> event = trace.at(Parameters.number(request, "event", 0))
                .filter(SipEvent.class::isInstance).map(SipEvent.class::cast);
        Values values = Values.of(request.getParameterMap())
                .with("case", SessionCase.ORIGINATING_REGISTERED.name()).with("type", RegistrationType.INITIAL.name());
        if (event.isPresent()) {
            values = values.with("request", event.get().text().masked())
                    .with("served", event.get().join().registration());
        }
        show(request, response, values, Map.of());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Values values = Values.of(request.getParameterMap());
        try {
            SessionCase sessionCase = SessionCase.valueOf(values.text("case"));
            boolean registered = sessionCase != SessionCase.ORIGINATING_UNREGISTERED
                    && sessionCase != SessionCase.TERMINATING_UNREGISTERED;
            PastedRequest pasted = PastedRequest.parse(values.raw("request"), new PastedRequest.Served(sessionCase,
                    registered, RegistrationType.valueOf(values.text("type"))));
            ServiceProfile profile = profile(values.text("served"), Pages.texts(request));
            show(request, response, values, Map.of("view", WorkbenchView.of(profile,
                    Services.of(profile, provisioning), pasted, Pages.texts(request))));
        } catch (IllegalArgumentException e) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, values, Map.of("problem", e.getMessage()));
        }
    }

    /** Of the identity that is served, or of that name. */
    private ServiceProfile profile(String served, Texts texts) {
        Optional<ServiceProfile> named = provisioning.find(Kind.SERVICE_PROFILE, served);
        if (named.isPresent()) {
            return named.get();
        }
        String identity = canonical(served);
        return subscribers.subscriptionOf(identity).flatMap(name -> provisioning.find(Kind.SUBSCRIPTION, name))
                .flatMap(of -> Services.identities(of).stream().filter(one -> one.identity().equals(identity))
                        .findFirst()).map(PublicUser::serviceProfile)
                .flatMap(name -> provisioning.find(Kind.SERVICE_PROFILE, name))
                .orElseThrow(() -> new IllegalArgumentException(texts.of("workbench.unknown", served)));
    }

    private static String canonical(String served) {
        try {
            return PublicIdentity.parse(served).uri();
        } catch (IllegalArgumentException e) {
            return served;
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Values values,
            Map<String, Object> result) throws IOException {
        Map<String, Object> model = new HashMap<>(Map.of("values", values, "offered", offered(), "problem", ""));
        model.put("view", null);
        model.putAll(result);
        pages.page(request, response, "workbench.jte", Pages.texts(request).of("workbench.title"), model);
    }

    /** The latest requests of the trace, newest first. */
    private List<SipEvent> offered() {
        List<SipEvent> requests = new ArrayList<>();
        for (TraceEvent event : trace.since(0, EVENTS)) {
            if (event instanceof SipEvent sip && !sip.startLine().startsWith("SIP/2.0")
                    && !sip.startLine().startsWith("ACK ")) {
                requests.add(sip);
            }
        }
        Collections.reverse(requests);
        return requests.stream().limit(OFFERED).toList();
    }
}
