package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.NewSubscriber;
import org.calliope.ims.hss.form.SubscriptionForm;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/** {@code /subscribers/new}: the beginner's form; {@code /subscribers/new/validate} looks at it while it is typed. */
final class NewSubscriberServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int SUGGESTIONS = 200;

    private final transient Pages pages;
    private final transient Provisioning provisioning;
    private final transient NewSubscriber form;
    private final transient Changes changes;
    private final transient String domain;

    NewSubscriberServlet(Pages pages, Provisioning provisioning, String domain) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.form = new NewSubscriber(provisioning, domain);
        this.changes = new Changes(provisioning);
        this.domain = domain;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (pages.shutToReaders(request, response)) {
            return;
        }
        show(request, response, Values.none().with("profile", ServiceProfile.DEFAULT), Map.of());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Values values = Values.of(request.getParameterMap());
        Texts texts = Pages.texts(request);
        if (request.getServletPath().endsWith("/validate")) {
            pages.problems(request, response, values, form.problems(values, texts, true));
            return;
        }
        Map<String, String> problems = new HashMap<>(form.problems(values, texts, false));
        if (problems.isEmpty()) {
            try {
                Subscription made = form.read(values);
                provisioning.create(Kind.SUBSCRIPTION, made, Changes.actor(request));
                changes.done(request, response, Links.subscriber(made.name()), Kind.SUBSCRIPTION, made.name(),
                        "created");
                return;
            } catch (Refused | IllegalArgumentException e) {
                problems.put(SubscriptionForm.WHOLE, e.getMessage());
            }
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        show(request, response, values, problems);
    }

    private void show(HttpServletRequest request, HttpServletResponse response, Values values,
            Map<String, String> problems) throws IOException {
        List<String> profiles = provisioning.list(Kind.SERVICE_PROFILE, "", SUGGESTIONS).stream().map(Named::name)
                .toList();
        pages.page(request, response, "newsubscriber.jte", Pages.texts(request).of("new.title"), Map.of(
                "values", values, "problems", problems, "profiles", profiles, "domain", domain));
    }
}
