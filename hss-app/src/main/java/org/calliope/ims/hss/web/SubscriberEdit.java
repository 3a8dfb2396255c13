package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.form.SubscriptionDraft;
import org.calliope.ims.hss.form.SubscriptionForm;
import org.calliope.ims.hss.form.Values;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Links;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;

/** The form of a whole subscription. Rows come and go by buttons that send the form, so that it needs no script. */
final class SubscriberEdit {

    private static final int SUGGESTIONS = 200;
    private static final int LONGEST = 100;
    private static final List<Kind<? extends Named>> REFERRED = List.of(Kind.SERVICE_PROFILE, Kind.APPLICATION_SERVER,
            Kind.CAPABILITY_SET, Kind.CHARGING_SET, Kind.VISITED_NETWORK);

    private final Pages pages;
    private final Provisioning provisioning;
    private final SubscriptionForm form;
    private final Changes changes;

    SubscriberEdit(Pages pages, Provisioning provisioning, String domain) {
        this.pages = pages;
        this.provisioning = provisioning;
        this.form = new SubscriptionForm(provisioning, domain);
        this.changes = new Changes(provisioning);
    }

    void show(HttpServletRequest request, HttpServletResponse response, Subscription stored) throws IOException {
        show(request, response, stored, SubscriptionDraft.of(stored), Provisioning.tag(stored), Map.of());
    }

    void validate(HttpServletRequest request, HttpServletResponse response, Subscription stored) throws IOException {
        Values sent = Values.of(request.getParameterMap());
        pages.problems(request, response, sent,
                form.problems(SubscriptionDraft.of(sent), sent, stored, Pages.texts(request), true));
    }

    void post(HttpServletRequest request, HttpServletResponse response, Subscription stored) throws IOException {
        Values sent = Values.of(request.getParameterMap());
        SubscriptionDraft draft = SubscriptionDraft.of(sent);
        String seen = Parameters.text(request, "seen", LONGEST);
        String action = Parameters.text(request, "action", LONGEST);
        if (!action.equals("save")) {
            show(request, response, stored, draft.edited(action), seen, Map.of());
            return;
        }
        Texts texts = Pages.texts(request);
        Map<String, String> problems = new HashMap<>(sent.whole()
                ? form.problems(draft, sent, stored, texts, false)
                : Map.of(SubscriptionForm.WHOLE, texts.of("form.cut")));
        if (problems.isEmpty()) {
            try {
                Subscription wanted = form.document(draft, sent, stored);
                provisioning.replace(Kind.SUBSCRIPTION, stored.name(), wanted, Optional.of(seen),
                        Changes.actor(request));
                changes.done(request, response, Links.subscriber(wanted.name()), Kind.SUBSCRIPTION, stored.name(),
                        "changed");
                return;
            } catch (Refused | IllegalArgumentException e) {
                problems.put(SubscriptionForm.WHOLE, e.getMessage());
            }
        }
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        show(request, response, stored, draft, seen, problems);
    }

    @SuppressWarnings("checkstyle:ParameterNumber")
    private void show(HttpServletRequest request, HttpServletResponse response, Subscription stored,
            SubscriptionDraft draft, String seen, Map<String, String> problems) throws IOException {
        Map<String, List<String>> suggestions = new HashMap<>();
        for (Kind<? extends Named> kind : REFERRED) {
            suggestions.put(kind.path(), provisioning.list(kind, "", SUGGESTIONS).stream().map(Named::name).toList());
        }
        pages.page(request, response, "editsubscriber.jte", stored.name(), Map.of("name", stored.name(),
                "draft", draft, "seen", seen, "problems", problems, "suggestions", suggestions, "known",
                stored.privateIdentities().stream().map(PrivateUser::identity).toList()));
    }
}
